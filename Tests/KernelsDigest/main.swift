import Kernels
import Linux
import Microkernels

// Prints the level that this processor chooses and one line for each family of kernels: its name and
// a digest of everything that it computed. The lines are the same on every processor.
do throws(KernelError) {
  let level = try Level.chosen()
  CurrentProcess.printOutput("level \(level.name)\n")
  for family in Family.all {
    CurrentProcess.printOutput("\(family.name) \(try family.digest(try Engine(level: level)))\n")
  }
} catch {
  CurrentProcess.printError("kernels-digest: \(error)\n")
  CurrentProcess.exit(1)
}

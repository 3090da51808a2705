import Kernels
import Linux
import Microkernels

// Prints the level that this processor chooses and one line for each family of kernels: its name and
// a digest of everything that it computed. The lines are the same on every processor, and with as many
// threads as the first argument says.
do throws(KernelError) {
  let threads = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1
  let level = try Level.chosen()
  CurrentProcess.printOutput("level \(level.name)\n")
  for family in Family.all {
    CurrentProcess.printOutput(
      "\(family.name) \(try family.digest(try Engine(level: level, threads: threads)))\n")
  }
} catch {
  CurrentProcess.printError("kernels-digest: \(error)\n")
  CurrentProcess.exit(1)
}

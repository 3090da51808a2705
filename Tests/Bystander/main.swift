import Linux
import Sandbox

// A supervisor of its own, for tests that kill it, count what it leaves behind, or start it on
// another machine: bystander MODE LAUNCHER ROOT STATE [JOBS]
let words = Array(CommandLine.arguments.dropFirst())
guard words.count >= 4, let mode = Mode(rawValue: words[0]) else {
  CurrentProcess.printOutput(
    "usage: bystander leaks|flood|hold|close|crash|squat|reuse|probe|disk|network"
      + " LAUNCHER ROOT STATE [JOBS]\n")
  CurrentProcess.exit(64)
}
do {
  let bystander = try Bystander(launcher: words[1], layer: words[2], stateDirectory: words[3])
  try await bystander.run(mode, jobs: words.count > 4 ? Int(words[4]) ?? 0 : 0)
} catch {
  CurrentProcess.printOutput("failed: \(error)\n")
  CurrentProcess.exit(1)
}

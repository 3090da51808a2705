import Cells
import Linux

// The launcher is started by a supervisor, which keeps the other end of the socket at descriptor 3.
// It has one thread, and so may every process that it copies itself into.
Signals.restoreDefaults()
// Only slower without.
try? ProgramText.moveToHugePages()
do throws(SystemError) {
  let isSecluded = Privileges.areFull
  if isSecluded { try Seclusion.begin() }
  Heap.keepFreed()
  Rehearsal.run(hasDeviceTree: isSecluded)
  let socket = MessageSocket(adopting: FileDescriptor(adopting: SpawnedProcess.givenDescriptor))
  var launcher = try Launcher(socket: socket, isSecluded: isSecluded)
  try launcher.run()
} catch {
  // Standard error is all that is left to tell anybody.
  try? FileDescriptor(adopting: 2).writeAll(Array("assay-launcher: \(error)\n".utf8))
  CurrentProcess.exit(1)
}

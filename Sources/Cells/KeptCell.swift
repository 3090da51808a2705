import CLinux
import LaunchProtocol
import Linux

/// A cell in the memory of its keeper, which sleeps until the cell's first process has ended
/// (`vfork(2)`): there is one thread at a time that uses it.
@safe final class KeptCell {
  /// What a cell has for itself, besides what it makes later: a job leaves nothing in the user
  /// namespace and in the network of its keeper, since every process of it is gone before the next.
  static let namespaces: Namespaces = [.processes, .mounts, .ipc, .hostname]
  static let stackSize = 512 << 10

  /// The cell's end of its channel.
  private let channel: MessageSocket
  /// What the cell needs to enter its control groups.
  private let groups: DescriptorList
  private let keeper: Int32
  private let offsets: Int32
  private let sockets: Int32
  private let noSockets: ArraySlice<UInt8>
  private let hasDeviceTree: Bool

  init(
    _ channel: consuming MessageSocket, _ groups: consuming DescriptorList,
    in keeper: borrowing Keeper
  ) {
    self.channel = channel
    self.groups = groups
    self.keeper = keeper.handle.rawValue
    offsets = keeper.offsets.rawValue
    sockets = keeper.sockets.number
    noSockets = keeper.sockets.none
    hasDeviceTree = keeper.hasDeviceTree
  }

  /// The whole life of the cell.
  ///
  /// - Parameter stack: its lowest address; `stackSize` bytes that nobody else uses.
  /// - Returns: whether the memory can be used for anything more. A process that was killed may have
  ///   left anything behind, such as a lock that it held.
  func live(on stack: UnsafeMutableRawPointer) -> Bool {
    StepClock.restart()
    // The cell notes the end.
    _ = StepClock.begin(.createProcess)
    do throws(SystemError) {
      // For the job alone: its program is the first to be in it.
      try Namespaces.time.enter()
      // Those files of /proc have to be the cell's own that it opens first.
      try CurrentProcess.showMemory()
      let process = unsafe try spawn(on: stack)
      let ended = try EndedChild.next(wait: true)
      return ended?.process == process && ended?.ending == .exited(0)
    } catch {
      let failure = SetupFailure(.createProcess, code: error.code, detail: error.description)
      CellBirth.report(failure, over: channel)
      return true
    }
  }

  /// Whether this kernel lets a process that uses another's memory leave for a time namespace when it
  /// executes its program (Linux 6.3).
  static func isPossible() -> Bool {
    let stack = UnsafeMutableRawPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { unsafe stack.deallocate() }
    do throws(SystemError) {
      try Namespaces.time.enter()
      try systemCall("clone") {
        unsafe assay_spawn({ _ in 0 }, stack + (64 << 10), nil, namespaces.rawValue)
      }
      return try EndedChild.next(wait: true)?.ending == .exited(0)
    } catch {
      return false
    }
  }

  private func spawn(on stack: UnsafeMutableRawPointer) throws(SystemError) -> Int32 {
    try systemCall("clone") {
      unsafe assay_spawn(
        { cell in
          guard let cell = unsafe cell else { return 1 }
          // The keeper holds the object and sleeps until this process is done with it.
          return unsafe Unmanaged<KeptCell>.fromOpaque(cell)._withUnsafeGuaranteedRef {
            $0.becomeCell() ? 0 : 1
          }
        }, stack + Self.stackSize, Unmanaged.passUnretained(self).toOpaque(),
        Self.namespaces.rawValue)
    }
  }

  /// Runs in the new process, whose descriptors are copies of ours, under the same numbers.
  private func becomeCell() -> Bool {
    StepClock.endOpen(.createProcess)
    let cell = Cell(
      channel: MessageSocket(adopting: FileDescriptor(adopting: channel.descriptor.rawValue)),
      launcher: FileDescriptor(adopting: keeper), hasDeviceTree: hasDeviceTree)
    return cell.live(
      inKeeper: FileDescriptor(adopting: offsets),
      sockets: SocketCount(adopting: sockets, none: noSockets),
      taskFiles: DescriptorList(adopting: groups.rawValues.filter { $0 >= 0 }))
  }
}

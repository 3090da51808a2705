import LaunchProtocol
import Linux
import Synchronization

/// The process outside that connects where a job connects to, as the supervisor sees it.
///
/// It ends with this value, if not before.
final class NetworkRelay: Sendable {
  private enum Stage: ~Copyable {
    case running(SpawnedProcess)
    case ended
  }

  let socket: MessageSocket
  private let order: RelayOrder
  /// Where it writes itself into the job's control groups.
  private let groupEntries: DescriptorList
  private let stage: Mutex<Stage>

  /// Starts the program, which then waits for `begin`.
  ///
  /// - Parameter groupEntries: as many as `order` says.
  init(
    launcher path: String, _ order: RelayOrder, groupEntries: consuming DescriptorList
  ) throws(SystemError) {
    var far = DescriptorList()
    socket = try MessageSocket.pair(farEndTo: &far)
    stage = Mutex(.running(try SpawnedProcess(path, giving: far.rawValues[0])))
    self.order = order
    self.groupEntries = groupEntries
  }

  deinit {
    _ = finish(within: 0)
  }

  /// Hands over the job's listening sockets.
  func begin(_ listeners: borrowing DescriptorList) throws(SystemError) {
    guard listeners.count == order.network.endpoints.count else {
      throw .badMessage("report of a cell, without its sockets")
    }
    try socket.send(
      LauncherRequest.relay(order).encoded,
      descriptors: listeners.rawValues + groupEntries.rawValues)
  }

  /// How long a relay may take to pass on what is left and to report, in microseconds.
  static let patience: Int64 = 3_000_000

  /// Ends the process and waits until it is gone.
  ///
  /// - Returns: what it has carried; nil if it did not say, and for every call but the first.
  func finish(within patience: Int64 = NetworkRelay.patience) -> RelayReport? {
    stage.withLock { stage in
      switch consume stage {
      case .ended:
        stage = .ended
        return nil
      case .running(let process):
        stage = .ended
        let report = patience > 0 ? lastWord(within: patience) : nil
        // It has ended, or has nothing more to say.
        Signals.kill(process.identifier)
        try? process.wait()
        return report
      }
    }
  }

  private func lastWord(within patience: Int64) -> RelayReport? {
    do {
      try socket.descriptor.endWriting()
      try socket.descriptor.waitUntilReadable(
        deadline: Clock.monotonicMicroseconds() + patience)
      guard let message = try socket.receive(limit: WireLimits.report) else { return nil }
      return try RelayReport(decoding: message.bytes)
    } catch {
      return nil
    }
  }
}

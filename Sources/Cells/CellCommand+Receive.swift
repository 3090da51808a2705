import CLinux
import LaunchProtocol
import Linux

extension CellCommand {
  /// A command, and the descriptors that came with it.
  struct Received: ~Copyable {
    let command: CellCommand
    var descriptors: DescriptorList
  }

  /// Waits for the next command.
  ///
  /// - Returns: nil if the supervisor has hung up.
  static func receive(from channel: borrowing MessageSocket) throws(SetupFailure) -> Received? {
    let message = try attempt(.readMessage) { () throws(SystemError) in
      try channel.receive(limit: WireLimits.message)
    }
    guard let message else { return nil }
    do throws(WireError) {
      let command = try CellCommand(decoding: message.bytes)
      return Received(command: command, descriptors: message.takeDescriptors())
    } catch {
      throw SetupFailure(.readMessage, code: EBADMSG, detail: "\(error)")
    }
  }
}

extension SetupFailure {
  static var outOfOrder: SetupFailure {
    SetupFailure(.readMessage, code: EPROTO, detail: "command out of order")
  }
}

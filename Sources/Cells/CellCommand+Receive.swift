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
  /// - Parameter launcher: a pidfd of the launcher.
  /// - Returns: nil if the supervisor or the launcher is gone.
  static func receive(
    from channel: borrowing MessageSocket, _ launcher: borrowing FileDescriptor
  ) throws(SetupFailure) -> Received? {
    let launcherNumber = launcher.rawValue
    let message = try attempt(.readMessage) { () throws(SystemError) -> MessageSocket.Message? in
      let ready = try Readiness.wait(channel.descriptor.rawValue, launcherNumber)
      return ready[1] ? nil : try channel.receive(limit: WireLimits.message)
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

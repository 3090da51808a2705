import CLinux
import Linux

/// The way of a descriptor from the job's first process, before it executes its program, to the
/// cell.
struct Handover: ~Copyable {
  private let near: MessageSocket
  private let far: DescriptorList

  init() throws(SystemError) {
    var far = DescriptorList()
    let near = try MessageSocket.pair(farEndTo: &far)
    self.far = far
    self.near = near
  }

  /// The number of the end that the job's process sends to.
  var number: Int32 { far.rawValues[0] }

  /// What was sent; the sender is past it.
  func receive() throws(SystemError) -> FileDescriptor {
    guard var message = try near.receive(limit: 1, wait: false),
      let descriptor = message.descriptors.take(0)
    else { throw .badMessage("handover") }
    return descriptor
  }

  /// Sends `descriptor` to the end `number`.
  static func send(_ descriptor: borrowing FileDescriptor, to number: Int32) throws(SystemError) {
    let socket = MessageSocket(adopting: FileDescriptor(adopting: number))
    // The number ends with this, as the program needs nothing of it.
    try socket.send([0], descriptors: [descriptor.rawValue])
  }
}

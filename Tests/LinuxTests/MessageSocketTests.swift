import Linux
import Testing

@Suite struct MessageSocketTests {
  @Test("A message arrives whole, with its descriptors")
  func descriptors() throws {
    var far = DescriptorList()
    let near = try MessageSocket.pair(farEndTo: &far)
    let file = try FileDescriptor.anonymousFile()
    try file.writeAll([1, 2, 3])
    try file.rewind()
    try near.send([9, 8], descriptors: [file.rawValue])
    let end = try Self.take(&far)
    guard var message = try end.receive(limit: 10) else { throw Missing() }
    let (text, count) = (message.bytes, message.descriptors.count)
    #expect(text == [9, 8])
    #expect(count == 1)
    guard let received = message.descriptors.take(0) else { throw Missing() }
    let (number, bytes) = (received.rawValue, try received.readAll(limit: 10))
    #expect(number != file.rawValue)
    #expect(bytes == [1, 2, 3])
    let left = message.descriptors.rawValues
    #expect(left == [-1])
  }

  @Test("A longer message than expected is refused, and the next one arrives")
  func tooLong() throws {
    var far = DescriptorList()
    let near = try MessageSocket.pair(farEndTo: &far)
    try near.send([UInt8](repeating: 1, count: 100))
    try near.send([2])
    let end = try Self.take(&far)
    #expect(throws: SystemError.self) { _ = try end.receive(limit: 10) }
    let next = try end.receive(limit: 10)?.bytes
    #expect(next == [2])
  }

  @Test("No message and no other end are told apart")
  func ends() throws {
    var far = DescriptorList()
    let near = try MessageSocket.pair(farEndTo: &far)
    let error = #expect(throws: SystemError.self) {
      _ = try near.receive(limit: 10, wait: false)
    }
    #expect(error?.wouldBlock == true)
    _ = far.take(0)
    let last = try near.receive(limit: 10)?.bytes
    #expect(last == nil)
    let gone = #expect(throws: SystemError.self) { try near.send([1]) }
    #expect(gone?.isDisconnected == true)
  }

  @Test("Last words arrive although the other end closed without reading ours")
  func lastWords() throws {
    var far = DescriptorList()
    let near = try MessageSocket.pair(farEndTo: &far)
    do {
      let end = try Self.take(&far)
      try near.send([1])
      try end.send([2])
    }
    let words = try near.receive(limit: 10)?.bytes
    #expect(words == [2])
    let last = try near.receive(limit: 10)?.bytes
    #expect(last == nil)
  }

  struct Missing: Error {}

  private static func take(_ list: inout DescriptorList) throws -> MessageSocket {
    guard let descriptor = list.take(0) else { throw Missing() }
    return MessageSocket(adopting: descriptor)
  }
}

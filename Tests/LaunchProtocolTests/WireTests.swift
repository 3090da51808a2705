import LaunchProtocol
import Testing

@Suite struct WireTests {
  @Test("Every message survives the way", arguments: Samples.requests)
  func requests(_ message: LauncherRequest) throws {
    #expect(try LauncherRequest(decoding: message.encoded) == message)
  }

  @Test("Every message survives the way", arguments: Samples.commands)
  func commands(_ message: CellCommand) throws {
    #expect(try CellCommand(decoding: message.encoded) == message)
  }

  @Test("Every message survives the way", arguments: Samples.reports)
  func reports(_ message: CellReport) throws {
    #expect(try CellReport(decoding: message.encoded) == message)
  }

  @Test("A request has these very bytes")
  func bytes() {
    let request = LauncherRequest.cell(
      CellRequest(hostUser: 0x0102_0304, hostGroup: 5, entry: .taskFiles(4), berth: 6))
    #expect(request.encoded == [1, 4, 3, 2, 1, 5, 0, 0, 0, 2, 4, 6, 0, 0, 0])
  }

  @Test("A message cut short is too short, at every length", arguments: Samples.commands)
  func truncation(_ message: CellCommand) {
    let bytes = message.encoded
    for length in 0..<bytes.count {
      #expect(throws: WireError.self) { try CellCommand(decoding: Array(bytes[..<length])) }
    }
  }

  @Test("Bytes after the end are refused", arguments: Samples.commands)
  func trailing(_ message: CellCommand) {
    #expect(throws: WireError.trailingBytes) { try CellCommand(decoding: message.encoded + [0]) }
  }

  @Test("Unknown tags are refused")
  func unknownTags() {
    #expect(throws: WireError.unknownValue(field: "command", value: 9)) {
      try CellCommand(decoding: [9])
    }
    #expect(throws: WireError.unknownValue(field: "report", value: 0)) {
      try CellReport(decoding: [0])
    }
    #expect(throws: WireError.unknownValue(field: "request", value: 255)) {
      try LauncherRequest(decoding: [255])
    }
    #expect(throws: WireError.unknownValue(field: "step", value: 255)) {
      try CellReport(decoding: [2, 255])
    }
  }

  @Test("A count beyond the limit is refused before anything is allocated")
  func hugeCounts() {
    // A launch whose command claims to have 2³²−1 words.
    #expect(throws: WireError.tooLarge(field: "command", count: 0xFFFF_FFFF, limit: 4096)) {
      try CellCommand(decoding: [2, 255, 255, 255, 255])
    }
    // One word that claims to have 65536 bytes, and has none.
    #expect(throws: WireError.tooShort) {
      try CellCommand(decoding: [2, 1, 0, 0, 0, 0, 0, 1, 0])
    }
  }

  @Test("Text with NUL or bad UTF-8 is refused", arguments: [[0x61, 0], [0xC3, 0x28], [0xFF]])
  func badText(_ text: [UInt8]) {
    #expect(throws: WireError.invalidText(field: "argument")) {
      try CellCommand(decoding: [2, 1, 0, 0, 0, UInt8(text.count), 0, 0, 0] + text)
    }
  }

  @Test("A filter of half an instruction is refused")
  func oddFilter() {
    let odd = Furnishing(
      root: .descriptor(0), inputTrees: [], inputs: [], output: .init(bytes: 0, files: 0),
      scratch: .init(bytes: 0, files: 0), landlock: nil, seed: [],
      confinement: Confinement(filter: [1, 2, 3], fixedAddresses: false, singleProcessor: false))
    #expect(throws: WireError.unknownValue(field: "filter size", value: 3)) {
      try CellCommand(decoding: CellCommand.furnish(odd).encoded)
    }
  }
}

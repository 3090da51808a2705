package import Crypto

/// A firmware's log of what it extended registers with, in the crypto-agile format (TCG PC Client
/// Platform Firmware Profile, section 10); little-endian. SHA-1 logs of older firmware are refused.
package struct EventLog: Hashable, Sendable {
  /// One entry, with its digest in each bank.
  package struct Event: Hashable, Sendable {
    package let register: Int
    package let type: UInt32
    package let digests: [TPMAlgorithm: [UInt8]]
    package let data: [UInt8]
  }

  package static let noAction: UInt32 = 3
  private static let signature = Array("Spec ID Event03\u{0}".utf8)
  private static let localitySignature = Array("StartupLocality\u{0}".utf8)
  private static let largest = 512 << 10
  private static let mostBanks = 8

  /// Without the head, in the order in which they happened.
  package let events: [Event]

  /// Reads a log; what follows its last event must be filled with one byte, 00 or FF, as in the
  /// reserved memory that firmware hands over.
  ///
  /// - Throws: `malformed`, `unsupported`.
  package init(_ bytes: [UInt8]) throws(EvidenceError) {
    guard bytes.count <= Self.largest else {
      throw EvidenceError(.malformed, "an event log of \(bytes.count) bytes")
    }
    var reader = ByteReader(bytes, of: "event log")
    let sizes = try Self.head(&reader)
    var events: [Event] = []
    while reader.remaining > 0 {
      let register: UInt32 = try reader.little("register")
      if register == .max {
        try Self.requireFill(&reader, 0xFF)
        break
      }
      guard register < 32 else { throw reader.malformed("an event for register \(register)") }
      let type: UInt32 = try reader.little("event type")
      let count: UInt32 = try reader.little("digest count")
      if register == 0, type == 0, count == 0 {
        try Self.requireFill(&reader, 0)
        break
      }
      let digests = try Self.digests(&reader, Int(count), sizes)
      let size = Int(try reader.little("event size", as: UInt32.self))
      let data = try reader.take(size, "event")
      events.append(
        Event(register: Int(register), type: type, digests: digests, data: data))
    }
    self.events = events
  }

  /// The first event, in the old format, which says how long digests are.
  private static func head(
    _ reader: inout ByteReader
  ) throws(EvidenceError) -> [TPMAlgorithm: Int] {
    try reader.skip(4, "register")
    let type: UInt32 = try reader.little("event type")
    try reader.skip(20, "SHA-1 digest")
    let size = Int(try reader.little("event size", as: UInt32.self))
    let data = try reader.take(size, "head")
    guard type == noAction, data.starts(with: signature) else {
      throw EvidenceError(.unsupported, "an event log that is not in the crypto-agile format")
    }
    var head = ByteReader(data[signature.count...], of: "head of the event log")
    try head.skip(8, "platform and version")
    let count: UInt32 = try head.little("number of algorithms")
    guard (1...UInt32(mostBanks)).contains(count) else {
      throw head.malformed("\(count) algorithms")
    }
    var sizes: [TPMAlgorithm: Int] = [:]
    for _ in 0..<count {
      let number: UInt16 = try head.little("algorithm")
      let size = Int(try head.little("digest size", as: UInt16.self))
      guard let algorithm = TPMAlgorithm(rawValue: number), sizes[algorithm] == nil,
        size == (algorithm == .sha1 ? 20 : algorithm.hash?.byteCount)
      else { throw EvidenceError(.unsupported, "digests of algorithm \(number), \(size) bytes") }
      sizes[algorithm] = size
    }
    try head.skip(Int(head.little("vendor size", as: UInt8.self)), "vendor data")
    try head.finish()
    return sizes
  }

  private static func digests(
    _ reader: inout ByteReader, _ count: Int, _ sizes: [TPMAlgorithm: Int]
  ) throws(EvidenceError) -> [TPMAlgorithm: [UInt8]] {
    guard count <= sizes.count else { throw reader.malformed("\(count) digests of one event") }
    var digests: [TPMAlgorithm: [UInt8]] = [:]
    for _ in 0..<count {
      let number: UInt16 = try reader.little("algorithm")
      guard let algorithm = TPMAlgorithm(rawValue: number), let size = sizes[algorithm],
        digests[algorithm] == nil
      else { throw reader.malformed("a digest of algorithm \(number), which its head lacks") }
      digests[algorithm] = try reader.take(size, "digest")
    }
    return digests
  }

  private static func requireFill(_ reader: inout ByteReader, _ byte: UInt8) throws(EvidenceError) {
    let position = reader.position
    guard reader.rest().allSatisfy({ $0 == byte }) else {
      throw reader.malformed("data behind its end at \(position)")
    }
  }

  /// The registers of one bank after all events; only those that some event has extended.
  ///
  /// - Throws: `malformed` where an event has no digest for the bank.
  package func replay(_ hash: HashAlgorithm) throws(EvidenceError) -> [Int: [UInt8]] {
    let bank: TPMAlgorithm =
      switch hash {
      case .sha256: .sha256
      case .sha384: .sha384
      case .sha512: .sha512
      }
    var registers: [Int: [UInt8]] = [:]
    for event in events {
      if event.type == Self.noAction {
        // The locality from which the TPM was started is the last byte of register 0 at first.
        if event.register == 0, event.data.starts(with: Self.localitySignature),
          event.data.count == Self.localitySignature.count + 1, registers[0] == nil,
          let locality = event.data.last
        {
          registers[0] = [UInt8](repeating: 0, count: hash.byteCount - 1) + [locality]
        }
        continue
      }
      guard let digest = event.digests[bank] else {
        throw EvidenceError(.malformed, "event log: an event without \(hash.rawValue)")
      }
      let previous = registers[event.register] ?? [UInt8](repeating: 0, count: hash.byteCount)
      registers[event.register] = hash.hash(previous + digest)
    }
    return registers
  }
}

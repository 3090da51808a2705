import Content
import Crypto
import Jobs
import Testing

@Suite struct LeaseTests {
  static let job = Digest(of: Array("job".utf8))
  static let nonce = [UInt8](repeating: 7, count: 32)

  static func lease() throws -> Lease {
    try #require(Lease(job: job, provider: try SigningKey().publicKey, nonce: nonce))
  }

  @Test("A lease survives the wire")
  func roundTrip() throws {
    let lease = try Self.lease()
    let bytes = lease.json.canonicalBytes
    #expect(try Lease(reading: JSONField(try JSON(parsingCanonical: bytes))) == lease)
  }

  @Test("The id follows from everything else")
  func identity() throws {
    let lease = try Self.lease()
    let key = try SigningKey().publicKey
    var nonce = Self.nonce
    nonce[31] ^= 1
    let others = [
      Lease(job: Digest(of: []), provider: lease.provider, nonce: lease.nonce),
      Lease(job: lease.job, provider: key, nonce: lease.nonce),
      Lease(job: lease.job, provider: lease.provider, nonce: nonce),
    ]
    let ids = Set(([lease] + others).map { $0?.id })
    #expect(ids.count == 4)
    #expect(Lease(job: lease.job, provider: key, nonce: [1]) == nil)
  }

  @Test("A lease with anything changed is refused", arguments: ["id", "job", "provider", "nonce"])
  func tampered(name: String) throws {
    guard case .object(var object) = try Self.lease().json else { return }
    let other: JSON =
      switch name {
      case "id", "job": .string(Digest(of: [1, 2, 3]).description)
      case "provider": .string(try SigningKey().publicKey.hexadecimal)
      default: .string(String(repeating: "0", count: 64))
      }
    for value in [other, .null, nil] {
      object[name] = value
      #expect(throws: FieldError.self) { try Lease(reading: JSONField(.object(object))) }
    }
  }
}

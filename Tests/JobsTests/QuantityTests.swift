import Jobs
import Testing

@Suite struct QuantityTests {
  @Test(
    "Bytes",
    arguments: [
      ("0", 0), ("1048576", 1_048_576), ("64k", 64_000), ("1.5k", 1500), ("1Ki", 1024),
      ("1.5Gi", 1_610_612_736), ("0.5Ki", 512), ("2M", 2_000_000), ("3Mi", 3_145_728),
      ("1G", 1_000_000_000), ("1T", 1_000_000_000_000), ("1Ti", 1_099_511_627_776), ("007", 7),
      ("1.000", 1),
    ] as [(String, Int64)])
  func bytes(text: String, amount: Int64) {
    #expect(Quantity.bytes.value(of: text) == amount)
  }

  @Test(
    "CPUs",
    arguments: [("1", 1000), ("1.5", 1500), ("500m", 500), ("0.001", 1)] as [(String, Int64)])
  func cpus(text: String, amount: Int64) {
    #expect(Quantity.cpus.value(of: text) == amount)
  }

  @Test(
    "Durations",
    arguments: [("60s", 60_000), ("500ms", 500), ("5m", 300_000), ("1h", 3_600_000), ("0.5s", 500)]
      as [(String, Int64)])
  func durations(text: String, amount: Int64) {
    #expect(Quantity.duration.value(of: text) == amount)
  }

  @Test(
    "What is no amount",
    arguments: [
      "", "k", ".", "1.", ".5", "1.2.3", "-1", "+1", "1 k", "1K", "1ki", "1e3", "0x10", "１", "1.5",
      "0.1k0", "9223372036854775808", "9223372036854775807k", "1.0000000000000000001",
    ])
  func malformed(text: String) {
    #expect(Quantity.bytes.value(of: text) == nil)
  }

  @Test(
    "Amounts are shown in the largest unit that holds them in whole",
    arguments: [(0, "0"), (1, "1"), (1536, "1536"), (2048, "2Ki"), (1 << 40, "1Ti"), (3000, "3k")]
      as [(Int64, String)])
  func shown(amount: Int64, text: String) {
    #expect(Quantity.bytes.text(of: amount) == text)
    #expect(Quantity.bytes.value(of: text) == amount)
  }
}

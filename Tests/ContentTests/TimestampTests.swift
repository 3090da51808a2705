import Content
import TestSupport
import Testing

@Suite struct TimestampTests {
  @Test(
    "Known moments",
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (951_782_400_000, "2000-02-29T00:00:00.000Z"),
      (1_456_704_000_123, "2016-02-29T00:00:00.123Z"),
      (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
      (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
    ] as [(Int64, String)])
  func known(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds)?.description == text)
    #expect(Timestamp(text)?.milliseconds == milliseconds)
  }

  @Test(
    "Other spellings and moments that are not are refused",
    arguments: [
      "", "2026-11-20", "2026-11-20T22:28:51Z", "2026-11-20T22:28:51.04Z",
      "2026-11-20T22:28:51.0420Z",
      "2026-11-20t22:28:51.042z", "2026-11-20 22:28:51.042Z", "2026-11-20T22:28:51.042+00:00",
      "2026-02-29T00:00:00.000Z", "2100-02-29T00:00:00.000Z", "2026-04-31T00:00:00.000Z",
      "2026-13-01T00:00:00.000Z", "2026-00-01T00:00:00.000Z", "2026-01-00T00:00:00.000Z",
      "2026-01-32T00:00:00.000Z", "2026-01-01T24:00:00.000Z", "2026-01-01T00:60:00.000Z",
      "2026-12-31T23:59:60.000Z", "-026-01-01T00:00:00.000Z", "2026-1١-01T00:00:00.000Z",
    ])
  func refused(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test("Years of more than four digits are refused")
  func range() {
    #expect(Timestamp(milliseconds: 253_402_300_800_000) == nil)
    #expect(Timestamp(milliseconds: -62_167_219_200_001) == nil)
    #expect(Timestamp(milliseconds: .max) == nil)
    #expect(Timestamp(milliseconds: .min) == nil)
  }

  @Test("Random moments come back, in the same order as their texts")
  func roundTrip() throws {
    var generator = SeededGenerator()
    var previous = try #require(Timestamp(milliseconds: 0))
    for _ in 0..<20_000 {
      let value = Int64.random(in: -62_167_219_200_000...253_402_300_799_999, using: &generator)
      let moment = try #require(Timestamp(milliseconds: value))
      #expect(Timestamp(moment.description) == moment, "seed \(generator.seed)")
      #expect((previous < moment) == (previous.description < moment.description))
      previous = moment
    }
  }
}

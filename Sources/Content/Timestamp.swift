/// A moment in UTC with a resolution of one millisecond; written in exactly one way (RFC 3339):
/// `2026-11-20T22:28:51.042Z`.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 0000-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z: what four digits of a year can say.
  private static let range: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999
  private static let millisecondsPerDay: Int64 = 86_400_000

  /// Since 1970-01-01T00:00:00Z, without leap seconds, as POSIX counts.
  package let milliseconds: Int64

  /// 1970-01-01T00:00:00.000Z.
  package static let epoch = Timestamp(inRange: 0)

  private init(inRange milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Nil outside the years 0 to 9999.
  package init?(milliseconds: Int64) {
    guard Self.range.contains(milliseconds) else { return nil }
    self.milliseconds = milliseconds
  }

  /// Reads exactly the form that `description` writes.
  package init?(_ text: String) {
    let units = Array(text.utf8)
    let pattern = Array("dddd-dd-ddTdd:dd:dd.dddZ".utf8)
    guard units.count == pattern.count else { return nil }
    var fields: [Int64] = [0]
    for (unit, expected) in zip(units, pattern) {
      if expected == UInt8(ascii: "d") {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit) else { return nil }
        fields[fields.count - 1] = fields[fields.count - 1] * 10 + Int64(unit - UInt8(ascii: "0"))
      } else {
        guard unit == expected else { return nil }
        fields.append(0)
      }
    }
    guard fields[3] < 24, fields[4] < 60, fields[5] < 60 else { return nil }
    let seconds = (fields[3] * 60 + fields[4]) * 60 + fields[5]
    let days = Self.days(year: fields[0], month: fields[1], day: fields[2])
    self.init(milliseconds: days * Self.millisecondsPerDay + seconds * 1000 + fields[6])
    // A day that its month does not have comes back as another date.
    guard description == text else { return nil }
  }

  package var description: String {
    let days = Self.floorDivide(milliseconds, Self.millisecondsPerDay)
    let rest = milliseconds - days * Self.millisecondsPerDay
    let date = Self.date(days: days)
    let fields: [(value: Int64, width: Int, end: String)] = [
      (date.year, 4, "-"), (date.month, 2, "-"), (date.day, 2, "T"),
      (rest / 3_600_000, 2, ":"), (rest / 60_000 % 60, 2, ":"), (rest / 1000 % 60, 2, "."),
      (rest % 1000, 3, "Z"),
    ]
    return fields.reduce(into: "") { text, field in
      let digits = String(field.value)
      text += String(repeating: "0", count: max(0, field.width - digits.count)) + digits + field.end
    }
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }
}

extension Timestamp {
  // The proleptic Gregorian calendar repeats every 400 years; a year is counted from March so that
  // the leap day comes last. Day 0 of that count is 719,468 days before 1970-01-01.
  private static let daysPerCycle: Int64 = 146_097
  private static let epochOffset: Int64 = 719_468

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
  }

  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let cycle = floorDivide(shifted, 400)
    let yearOfCycle = shifted - cycle * 400
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
    return cycle * daysPerCycle + dayOfCycle - epochOffset
  }

  private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + epochOffset
    let cycle = floorDivide(shifted, daysPerCycle)
    let dayOfCycle = shifted - cycle * daysPerCycle
    let leapDays = dayOfCycle / 1460 - dayOfCycle / 36_524 + dayOfCycle / 146_096
    let yearOfCycle = (dayOfCycle - leapDays) / 365
    let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}

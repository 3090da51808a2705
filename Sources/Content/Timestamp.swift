/// A moment in UTC with a resolution of one millisecond; written in exactly one way (RFC 3339):
/// `2026-11-20T22:28:51.042Z`.
package struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 0000-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z: what four digits of a year can say.
  private static let range: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999
  private static let millisecondsPerDay: Int64 = 86_400_000
  /// `d` stands for a digit.
  private static let pattern = Array("dddd-dd-ddTdd:dd:dd.dddZ".utf8)

  /// Since 1970-01-01T00:00:00Z, without leap seconds, as POSIX counts.
  package let milliseconds: Int64

  /// 0000-01-01T00:00:00.000Z.
  package static let earliest = Timestamp(inRange: range.lowerBound)

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
    guard units.count == Self.pattern.count, zip(units, Self.pattern).allSatisfy(Self.fits) else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int64 {
      units[range].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }
    let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
    let date = (year: number(0..<4), month: number(5..<7), day: number(8..<10))
    guard hour < 24, minute < 60, second < 60, (1...12).contains(date.month) else { return nil }
    let days = Self.days(date)
    // A day that its month does not have comes back as another date.
    guard Self.date(days: days) == date else { return nil }
    let seconds = (hour * 60 + minute) * 60 + second
    milliseconds = days * Self.millisecondsPerDay + seconds * 1000 + number(20..<23)
  }

  private static func fits(_ unit: UInt8, _ expected: UInt8) -> Bool {
    expected == UInt8(ascii: "d")
      ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit) : unit == expected
  }

  package var description: String {
    let days = Self.floorDivide(milliseconds, Self.millisecondsPerDay)
    let rest = milliseconds - days * Self.millisecondsPerDay
    let date = Self.date(days: days)
    let units = [UInt8](capacity: Self.pattern.count) { output in
      Self.put(date.year, power: 1000, then: "-", to: &output)
      Self.put(date.month, power: 10, then: "-", to: &output)
      Self.put(date.day, power: 10, then: "T", to: &output)
      Self.put(rest / 3_600_000, power: 10, then: ":", to: &output)
      Self.put(rest / 60_000 % 60, power: 10, then: ":", to: &output)
      Self.put(rest / 1000 % 60, power: 10, then: ".", to: &output)
      Self.put(rest % 1000, power: 100, then: "Z", to: &output)
    }
    return String(decoding: units, as: UTF8.self)
  }

  /// Writes decimal digits, of which the first counts `power`, and a separator.
  private static func put(
    _ value: Int64, power: Int64, then separator: Unicode.Scalar,
    to output: inout OutputSpan<UInt8>
  ) {
    var power = power
    while power > 0 {
      output.append(UInt8(ascii: "0") + UInt8(value / power % 10))
      power /= 10
    }
    output.append(UInt8(ascii: separator))
  }

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }
}

extension Timestamp {
  // The proleptic Gregorian calendar repeats every 400 years; a year is counted from March so that
  // the leap day comes last. Day 0 of that count is 719,468 days before 1970-01-01.
  private typealias Date = (year: Int64, month: Int64, day: Int64)
  private static let daysPerCycle: Int64 = 146_097
  private static let epochOffset: Int64 = 719_468

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
  }

  private static func days(_ date: Date) -> Int64 {
    let shifted = date.month <= 2 ? date.year - 1 : date.year
    let cycle = floorDivide(shifted, 400)
    let yearOfCycle = shifted - cycle * 400
    let monthFromMarch = (date.month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + date.day - 1
    let dayOfCycle = yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
    return cycle * daysPerCycle + dayOfCycle - epochOffset
  }

  private static func date(days: Int64) -> Date {
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

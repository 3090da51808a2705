import CLinux

/// A point in time as file systems keep it, counted from 1970-01-01 UTC.
package struct FileTime: Equatable, Sendable {
  package let seconds: Int64
  /// 0 ..< 10⁹.
  package let nanoseconds: Int64

  package init(seconds: Int64, nanoseconds: Int64 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  package static let epoch = FileTime(seconds: 0)

  init(_ raw: timespec) {
    self.init(seconds: Int64(raw.tv_sec), nanoseconds: Int64(raw.tv_nsec))
  }

  var raw: timespec { timespec(tv_sec: Int(seconds), tv_nsec: Int(nanoseconds)) }
}

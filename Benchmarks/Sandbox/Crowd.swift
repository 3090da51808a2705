import Linux
import Sandbox

/// Many jobs at once, and what the processes that watch over them need.
struct Crowd: Sendable {
  /// Resident memory of this process, which holds the supervisor.
  let supervisorBytes: UInt64
  /// Resident memory of the launcher.
  let launcherBytes: UInt64
  static let jobs = 100

  var mebibytes: Double { Double(supervisorBytes + launcherBytes) / Double(1 << 20) }

  @concurrent static func measure(
    _ sandbox: Sandbox, _ root: BusyboxRoot
  ) async throws -> Crowd {
    let job = root.specification("/bin/sleep", "4")
    return try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<jobs { group.addTask { _ = try await sandbox.time(job) } }
      try await Task.sleep(nanoseconds: 2_500_000_000)
      let crowd = Crowd(
        supervisorBytes: try residentBytes(of: "self"),
        launcherBytes: try residentBytes(of: sandbox.launcherProcess.map { "\($0)" } ?? "self"))
      try await group.waitForAll()
      return crowd
    }
  }

  /// `VmRSS` (`proc(5)`).
  private static func residentBytes(of process: String) throws -> UInt64 {
    let status = try FileDescriptor.open("/proc/\(process)/status", .readOnly)
    let text = String(decoding: try status.readAll(limit: 1 << 16), as: UTF8.self)
    for line in text.split(separator: "\n") where line.hasPrefix("VmRSS:") {
      if let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first {
        return (UInt64(kilobytes) ?? 0) * 1024
      }
    }
    throw BusyboxRoot.Failure(description: "/proc/\(process)/status has no VmRSS")
  }
}

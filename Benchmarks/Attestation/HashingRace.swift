import Content
import Linux

/// Files hashed by our path, against `openssl speed` in the same run.
enum HashingRace {
  private static let rounds = 5
  private static let largeFile = 1 << 30
  private static let files = 8

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static func measure(_ report: inout Report) throws {
    let own = try Environment.executablePath().split(separator: "/").dropLast()
    let directory = "/" + own.joined(separator: "/") + "/hash-benchmark"
    try makeDirectories(directory)
    let handle = try FileDescriptor.open(directory, [.readOnly, .directory])
    try write(handle, "large", largeFile)
    for index in 0..<files { try write(handle, "\(index)", largeFile / files) }
    var (alone, together, bare): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<rounds {
      bare.append(try opensslSpeed())
      alone.append(
        try rate {
          _ = try Digest.reading(FileDescriptor.open("\(directory)/large", .readOnly))
        })
      together.append(
        try rate {
          _ = try Digest.reading(files) { index throws(SystemError) in
            try FileDescriptor.open("\(directory)/\(index)", .readOnly)
          }
        })
    }
    for name in try handle.entries() { try handle.removeFile(name) }
    let fraction = Sample(zip(alone, bare).map { $0 / $1 }).median
    let several = Sample(zip(together, bare).map { $0 / $1 }).median
    report.results += [
      Figure(
        name: "one file of 1 GiB", value: Sample(alone).median / 1e6, unit: "MB/s",
        ratio: fraction),
      Figure(
        name: "the same in \(files) files, \(CurrentProcess.processorCount) processors",
        value: Sample(together).median / 1e6, unit: "MB/s", ratio: several),
      Figure(
        name: "SHA-256 of 16 KiB, one processor", value: Sample(bare).median / 1e6, unit: "MB/s",
        peer: "openssl speed"),
    ]
    report.summarize("hash_fraction", fraction)
  }

  /// Bytes per second of what hashes `largeFile` bytes.
  private static func rate(_ body: () throws -> Void) rethrows -> Double {
    let start = Clock.monotonicMicroseconds()
    try body()
    return Double(largeFile) / Double(Clock.monotonicMicroseconds() - start) * 1e6
  }

  private static func write(
    _ directory: borrowing FileDescriptor, _ name: String, _ size: Int
  ) throws {
    let file = try directory.open(name, [.writeOnly, .create, .truncate])
    let piece = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 8) }
    for _ in 0..<(size / piece.count) { try file.writeAll(piece) }
  }

  /// Bytes per second, as `openssl speed -mr` prints them: `+F:22:sha256:1993000000.00`.
  private static func opensslSpeed() throws -> Double {
    let child = try ChildProcess([
      "openssl", "speed", "-mr", "-evp", "sha256", "-bytes", "16384", "-seconds", "1",
    ])
    let answer = String(decoding: try child.standardOutput.readAll(limit: 1 << 16), as: UTF8.self)
    guard let line = answer.split(separator: "\n").first(where: { $0.hasPrefix("+F:") }),
      let value = line.split(separator: ":").last.flatMap({ Double($0) })
    else { throw Failure(description: "openssl speed answered “\(answer)”") }
    return value
  }
}

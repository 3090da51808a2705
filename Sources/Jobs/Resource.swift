/// One limit of a job: how a person writes it, how the specification has it, what it may be.
package struct Resource: Sendable {
  /// The member of a job file's `resources`, for example `memory`.
  package let name: String
  /// The member of a specification's `resources`, which tells the base unit: `memoryBytes`.
  package let baseName: String
  package let amount: any WritableKeyPath<Resources, Int64> & Sendable
  package let quantity: Quantity
  package let range: ClosedRange<Int64>
  /// Where a job file says nothing, in base units; nil if it follows from other limits.
  package let standard: Int64?
}

extension Resource {
  private static let week: Int64 = 7 * 24 * 3_600_000
  private static let mostCPUs: Int64 = 1024

  /// Every limit there is.
  package static let all: [Resource] = [
    Resource(
      name: "cpus", baseName: "milliCPUs", amount: \.milliCPUs,
      quantity: .cpus, range: 10...mostCPUs * 1000, standard: 1000),
    Resource(
      name: "memory", baseName: "memoryBytes", amount: \.memory,
      quantity: .bytes, range: 1 << 20...16 << 40, standard: 512 << 20),
    Resource(
      name: "pids", baseName: "pids", amount: \.pids,
      quantity: .count, range: 1...32_768, standard: 64),
    Resource(
      name: "openFiles", baseName: "openFiles", amount: \.openFiles,
      quantity: .count, range: 8...1_048_576, standard: 256),
    Resource(
      name: "scratch", baseName: "scratchBytes", amount: \.scratch,
      quantity: .bytes, range: 0...1 << 40, standard: 64 << 20),
    Resource(
      name: "output", baseName: "outputBytes", amount: \.output,
      quantity: .bytes, range: 0...1 << 40, standard: 64 << 20),
    Resource(
      name: "stdout", baseName: "standardOutputBytes", amount: \.standardOutput,
      quantity: .bytes, range: 0...1 << 30, standard: 1 << 20),
    Resource(
      name: "stderr", baseName: "standardErrorBytes", amount: \.standardError,
      quantity: .bytes, range: 0...1 << 30, standard: 1 << 20),
    Resource(
      name: "wallTime", baseName: "wallTimeMilliseconds", amount: \.wallTime,
      quantity: .duration, range: 1...week, standard: 60_000),
    Resource(
      name: "cpuTime", baseName: "cpuTimeMilliseconds", amount: \.cpuTime,
      quantity: .duration, range: 1...week * mostCPUs, standard: nil),
    Resource(
      name: "scratchFiles", baseName: "scratchFiles", amount: \.scratchFiles,
      quantity: .count, range: 1...1 << 20, standard: 16_384),
    Resource(
      name: "outputFiles", baseName: "outputFiles", amount: \.outputFiles,
      quantity: .count, range: 1...1 << 20, standard: 4096),
    Resource(
      name: "ioBandwidth", baseName: "ioBytesPerSecond", amount: \.ioBandwidth,
      quantity: .bytes, range: 0...1 << 40, standard: 0),
  ]
}

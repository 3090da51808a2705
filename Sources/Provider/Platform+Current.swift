import Attestation
import Linux

extension Platform {
  /// Largest `/proc/cpuinfo` read; 4 MiB hold more than a thousand CPUs.
  private static let cpuInformationLimit = 4 << 20

  /// This machine, as the kernel describes it (`uname(2)`, `/proc/cpuinfo`).
  static func current() throws(SystemError) -> Platform {
    let kernel = try KernelIdentity.current()
    let file = try FileDescriptor.open("/proc/cpuinfo", .readOnly)
    let text = String(
      decoding: try file.readAll(limit: cpuInformationLimit), as: UTF8.self)
    let processor = fields(ofFirstProcessor: text)
    // x86 says “flags”, arm64 “Features”; arm64 names no model.
    let features = processor["flags"] ?? processor["Features"] ?? ""
    return Platform(
      architecture: kernel.machine,
      cpuFeatures: Array(Set(features.split(separator: " ").map(String.init))).sorted(),
      cpuModel: processor["model name"] ?? processor["CPU part"] ?? "unknown",
      kernel: kernel.release)
  }

  private static func fields(ofFirstProcessor text: String) -> [String: String] {
    var fields: [String: String] = [:]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty { break }
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      fields[trimmed(parts[0])] = trimmed(parts[1])
    }
    return fields
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text.drop { $0.isWhitespace }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

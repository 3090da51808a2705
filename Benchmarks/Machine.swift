import Content
import Linux

/// The machine that figures were measured on.
struct Machine: Sendable, CustomStringConvertible {
  let processor: String
  let cores: Int
  let kernel: String

  init() throws(SystemError) {
    let identity = try KernelIdentity.current()
    let text = String(
      decoding: try FileDescriptor.open("/proc/cpuinfo", .readOnly).readAll(limit: 4 << 20),
      as: UTF8.self)
    let models = text.split(separator: "\n").filter { $0.hasPrefix("model name") }
    processor = models.first?.split(separator: ":").last.map { String($0.dropFirst()) } ?? "unknown"
    cores = text.split(separator: "\n").filter { $0.hasPrefix("processor") }.count
    kernel = "\(identity.machine) Linux \(identity.release)"
  }

  var description: String { "\(processor), \(cores) cores, \(kernel)" }

  var json: JSON {
    .object([
      "processor": .string(processor), "cores": .integer(Int64(cores)), "kernel": .string(kernel),
    ])
  }
}

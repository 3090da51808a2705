import Linux
import Sandbox

extension Bystander {
  /// Reads four megabytes from a disk at a megabyte a second, and tells whether it took that long.
  func readDisk() async throws {
    let sandbox = try makeSandbox()
    let specification = ExecutionSpecification(
      layers: [layer],
      // Past the cache.
      command: ["/bin/busybox", "dd", "if=/in/data", "of=/dev/null", "bs=64K", "iflag=direct"],
      inputs: [.init(name: "data", hostPath: "/disk/data")],
      limits: Limits(ioBytesPerSecond: 1 << 20))
    do throws(SandboxError) {
      let outcome = try await sandbox.run(specification, collecting: Self.ignore)
      let passed =
        outcome.termination == .exited(code: 0) && outcome.usage.bytesRead >= 4 << 20
        && outcome.usage.wallMicroseconds > 3_000_000 && outcome.activeLayers.contains(.ioBandwidth)
      let errors = String(decoding: outcome.stderr, as: UTF8.self)
      Self.report("bandwidth", passed ? nil : "\(outcome.termination) \(outcome.usage) \(errors)")
    } catch {
      Self.report("bandwidth", error.description)
    }
    sandbox.close()
  }
}

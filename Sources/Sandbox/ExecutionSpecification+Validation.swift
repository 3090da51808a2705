import LaunchProtocol
import Linux

extension ExecutionSpecification {
  /// Refuses what cannot work before anything is prepared for it.
  func validate() throws(SandboxError) {
    try expect(!layers.isEmpty && layers.count < WireLimits.layers, "layers", "\(layers.count)") {
      "1 to \(WireLimits.layers - 1) directories"
    }
    for layer in layers { try absolute(layer, "layers") }
    if let image { try absolute(image, "image") }
    try expect(command.first?.isEmpty == false, "command", command.first ?? "") { "a program" }
    try absolute(workingDirectory, "workingDirectory")
    for word in command { try noNul(word, "command") }
    for variable in environment {
      try noNul(variable.value, "environment.\(variable.name)")
      try noNul(variable.name, "environment")
      try expect(
        !variable.name.isEmpty && !variable.name.utf8.contains(UInt8(ascii: "=")), "environment",
        variable.name
      ) { "a name without “=”" }
    }
    try validateInputs()
    try validateLimits()
    try validateNetwork()
  }

  private func validateNetwork() throws(SandboxError) {
    guard case .allow(let endpoints) = network else { return }
    try expect(
      !endpoints.isEmpty && endpoints.count <= Network.endpointLimit, "network",
      "\(endpoints.count)"
    ) { "1 to \(Network.endpointLimit) end points" }
    try expect(Set(endpoints).count == endpoints.count, "network", network.description) {
      "each end point once"
    }
    for endpoint in endpoints {
      let reach = endpoint.address.reach
      try expect(
        endpoint.port > 0 && (reach == .everywhere || reach == .site), "network",
        endpoint.description
      ) { "a port of one machine, not of this one or its link" }
    }
    try expect(determinism != .strict, "network", network.description) {
      "“none” or “loopback” in the strict class, whose results have to be the same everywhere"
    }
  }

  private func validateInputs() throws(SandboxError) {
    try expect(inputs.count <= WireLimits.inputs, "inputs", "\(inputs.count)") {
      "at most \(WireLimits.inputs)"
    }
    for input in inputs {
      if let problem = StoredPath.problem(with: input.name) {
        throw .invalid("inputs", input.name, expected: "a relative path that \(problem)")
      }
      try absolute(input.hostPath, "inputs.\(input.name)")
    }
    let names = inputs.map(\.name)
    for (name, next) in zip(names.sorted(), names.sorted().dropFirst()) {
      try expect(name != next && !next.hasPrefix(name + "/"), "inputs", next) {
        "a name that is neither another input's nor below one"
      }
    }
  }

  private func validateLimits() throws(SandboxError) {
    let atLeast: [(String, UInt64, UInt64)] = [
      ("milliCPUs", limits.milliCPUs, 50), ("memoryBytes", limits.memoryBytes, 4 << 20),
      ("processes", limits.processes, 1), ("scratchBytes", limits.scratchBytes, 4096),
      ("scratchFiles", limits.scratchFiles, 1), ("outputBytes", limits.outputBytes, 4096),
      ("outputFiles", limits.outputFiles, 1), ("wallMilliseconds", limits.wallMilliseconds, 1),
      ("cpuMilliseconds", limits.cpuMilliseconds, 1), ("openFiles", limits.openFiles, 16),
    ]
    let rate = limits.ioBytesPerSecond
    try expect(rate <= 1 << 50, "limits.ioBytesPerSecond", "\(rate)") { "at most \(1 << 50)" }
    for (name, value, least) in atLeast {
      // Sizes beyond this overflow the kernel's signed numbers; no host has them.
      try expect(value >= least && value <= 1 << 50, "limits.\(name)", "\(value)") {
        "at least \(least)"
      }
    }
  }

  private func absolute(
    _ path: String, _ field: @autoclosure () -> String
  ) throws(SandboxError) {
    try noNul(path, field())
    try expect(
      path.utf8.first == UInt8(ascii: "/") && path.utf8.count < WireLimits.path, field(), path
    ) { "an absolute path" }
  }

  private func noNul(
    _ text: String, _ field: @autoclosure () -> String
  ) throws(SandboxError) {
    try expect(!text.utf8.contains(0) && text.utf8.count < WireLimits.string, field(), text) {
      "fewer than \(WireLimits.string) bytes, none of them NUL"
    }
  }

  /// Texts are made only for whoever will read them: every job waits for this.
  private func expect(
    _ condition: Bool, _ field: @autoclosure () -> String, _ value: @autoclosure () -> String,
    _ expected: () -> String
  ) throws(SandboxError) {
    if !condition { throw .invalid(field(), value(), expected: expected()) }
  }
}

import Linux

/// The product's executables that a provider consists of: the running one, and the launcher
/// beside it.
struct Programs: Sendable {
  let provider: String
  let launcher: String

  init() throws(SystemError) {
    provider = try Environment.executablePath()
    let directory = provider.split(separator: "/").dropLast().joined(separator: "/")
    launcher = "/\(directory)/assay-launcher"
  }

  /// What a provider's measurement covers, by name.
  var measured: [(name: String, path: String)] {
    [("provider", provider), ("assay-launcher", launcher)]
  }
}

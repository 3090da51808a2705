/// What an image says about the process that it is meant for (OCI config.md, `config`).
package struct ImageConfiguration: Equatable, Sendable {
  /// `NAME=value`, in the image's order.
  package let environment: [String]
  /// The command's first words; empty where the image has none.
  package let entrypoint: [String]
  /// The command's remaining words, which a job's own replace.
  package let command: [String]
  /// An absolute path; `/` where the image has none.
  package let workingDirectory: String

  package init(
    environment: [String] = [], entrypoint: [String] = [], command: [String] = [],
    workingDirectory: String = "/"
  ) {
    self.environment = environment
    self.entrypoint = entrypoint
    self.command = command
    self.workingDirectory = workingDirectory
  }
}

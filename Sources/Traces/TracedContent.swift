package import Attestation
package import Content

/// One output of an execution, by the name that its statement gives it, hashed step by step.
package struct TracedContent: Hashable, Sendable {
  /// `stdout`, `stderr` or `out/<path>`.
  package let subject: String
  package let steps: StepDigests

  package init(subject: String, steps: StepDigests) {
    self.subject = subject
    self.steps = steps
  }

  /// As a subject of the statement.
  package var descriptor: ResourceDescriptor {
    ResourceDescriptor(name: subject, digest: steps.whole)
  }
}

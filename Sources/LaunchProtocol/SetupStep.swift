/// What the launcher and the cell do for a job, in the order in which the kernel sees it.
///
/// When one fails, its name and the kernel's error number travel back; neither can be mistaken
/// for something that the job did.
package enum SetupStep: UInt8, Sendable, CaseIterable {
  case createProcess = 1
  case mapUsers
  case startCell
  case joinControlGroup
  case privateMounts
  case timeNamespace
  case becomeJobUser
  case cgroupNamespace
  case hostname
  case keyring
  case boundingSet
  case processView
  case devices

  case rootFileSystem = 32
  case outputSpace
  case scratchSpace
  case sharedMemory
  case inputs
  case attachMounts
  case changeRoot
  case landlockRules

  case network = 56
  case prepareJob = 64
  case clocks
  case workingDirectory
  case addresses
  case processor
  case session
  case standardStreams
  case closeDescriptors
  case signalMask
  case resourceLimits
  case capabilities
  case noNewPrivileges
  case landlock
  case systemCallFilter
  case execute

  case readMessage = 96
  case superviseJob
}

/// A step that failed.
package struct SetupFailure: Error, Equatable, Sendable {
  package let step: SetupStep
  /// The value of `errno`.
  package let code: Int32
  /// The system call and what it was given.
  package let detail: String

  package init(_ step: SetupStep, code: Int32, detail: String) {
    self.step = step
    self.code = code
    self.detail = String(detail.prefix(Self.detailLimit))
  }

  /// Characters of a detail; at four bytes each they fit into what a reader accepts.
  private static let detailLimit = WireLimits.path / 4
}

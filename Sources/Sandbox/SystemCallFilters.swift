import LaunchProtocol
import Linux
import Synchronization

/// The compiled system call policies, each made when it is first needed.
///
/// Compiling takes longer than a whole job's start, so that the result is kept in the state
/// directory together with the policy that it was made from; it is used only while they are the
/// same to the letter.
final class SystemCallFilters: Sendable {
  /// What decides which policy a job gets.
  struct Kind: Hashable, Sendable {
    let determinism: DeterminismClass
    let hasNetwork: Bool
    /// The cell hears of every refusal.
    let recordsViolations: Bool

    /// Whether the filter leaves calls to the cell.
    var listens: Bool { determinism == .strict || recordsViolations }

    var name: String { determinism.rawValue + (hasNetwork ? "-network" : "") }

    var policy: SystemCallPolicy {
      let policy: SystemCallPolicy =
        switch determinism {
        case .standard: .standard
        case .strict: .strict
        }
      return hasNetwork ? policy.withStreamSockets : policy
    }
  }

  private let directory: String
  private let compiled: Mutex<[Kind: [UInt8]]> = Mutex([:])
  private let relay: Mutex<[UInt8]?> = Mutex(nil)

  /// - Parameter directory: must belong to us alone.
  init(directory: String) {
    self.directory = directory
  }

  func filter(for kind: Kind) throws(SystemError) -> [UInt8] {
    if let known = compiled.withLock({ $0[kind] }) { return known }
    var filter = try kept(kind.policy, as: "filter-\(kind.name)")
    if kind.recordsViolations {
      guard let program = FilterProgram(filter) else { throw .badMessage("filter-\(kind.name)") }
      filter = program.notifyingOfRefusals.bytes
    }
    compiled.withLock { $0[kind] = filter }
    return filter
  }

  /// What relays serve under.
  func relayFilter() throws(SystemError) -> [UInt8] {
    if let known = relay.withLock({ $0 }) { return known }
    let filter = try kept(.relay, as: "filter-relay")
    relay.withLock { $0 = filter }
    return filter
  }

  private func kept(_ policy: SystemCallPolicy, as name: String) throws(SystemError) -> [UInt8] {
    let heading = Array(
      "\(policy.text)compiler \(SystemCallPolicy.compilerVersion), libseccomp \(SystemCallPolicy.libraryVersion)\n\n"
        .utf8)
    let folder = try FileDescriptor.open(directory, [.readOnly, .directory])
    if let file = try? folder.open(name, [.readOnly, .noFollow]),
      let bytes = try? file.readAll(limit: 1 << 17), bytes.starts(with: heading),
      bytes.count > heading.count
    {
      return Array(bytes[heading.count...])
    }
    let filter = try policy.compiled()
    // Only the next start is slower if this fails.
    try? folder.write(heading + filter, to: name, .atomic)
    return filter
  }
}

extension SystemCallFilters.Kind {
  init(_ specification: ExecutionSpecification) {
    self.init(
      determinism: specification.determinism, hasNetwork: specification.network != .none,
      recordsViolations: specification.recordsViolations)
  }
}

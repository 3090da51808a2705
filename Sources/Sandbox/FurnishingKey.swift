import LaunchProtocol
import Linux

/// What a cell's file system was built for; jobs with equal keys can use the same.
struct FurnishingKey: Equatable, Sendable {
  /// The directories themselves: a path may have come to mean something else, or more.
  private let layers: [FileStatus]
  private let output: Furnishing.Space
  private let scratch: Furnishing.Space
  /// Memory, processes and processor share: its control group has these limits already.
  private let bounds: [UInt64]
  private let image: String?
  /// What the job's process gives up before it waits for its command.
  private let filter: SystemCallFilters.Kind

  /// Nil for a job with inputs, a network or bounded devices, which are made for it alone, and for a
  /// strict one, whose clocks and random bytes begin with it.
  ///
  /// - Parameter layers: paths of the root's directories, as they are now.
  init?(
    _ specification: ExecutionSpecification, layers: [String]
  ) throws(SystemError) {
    guard Self.isShared(specification) else { return nil }
    var statuses: [FileStatus] = []
    for path in layers { statuses.append(try FileStatus(ofPath: path)) }
    self.init(specification, statuses)
  }

  /// The same of directories that are open.
  init?(
    _ specification: ExecutionSpecification, _ layers: borrowing DescriptorList
  ) throws(SystemError) {
    guard Self.isShared(specification) else { return nil }
    self.init(specification, try layers.statuses())
  }

  private static func isShared(_ specification: ExecutionSpecification) -> Bool {
    specification.inputs.isEmpty && specification.network == .none
      && specification.determinism == .standard && specification.limits.ioBytesPerSecond == 0
  }

  private init(_ specification: ExecutionSpecification, _ layers: [FileStatus]) {
    self.layers = layers
    let limits = specification.limits
    output = limits.output
    scratch = limits.scratch
    bounds = [limits.memoryBytes, limits.processes, limits.milliCPUs]
    image = specification.image
    filter = SystemCallFilters.Kind(specification)
  }
}

import Audit
import Content
import Linux
import Transparency

/// The files and directories that an audit is given, told apart by what they hold.
struct AuditInputs: Sendable {
  /// Directories with a checkpoint in them: copies of the log.
  private(set) var logs: [String] = []
  /// Files that hold bundles, or should.
  private(set) var bundles: [String] = []
  /// Checkpoints that somebody kept, alone or in a proof of inclusion, with the file.
  private(set) var notes: [(path: String, bytes: [UInt8])] = []
  private(set) var fraudProofs: [(path: String, bytes: [UInt8])] = []

  static let bundleLimit = 24 << 20
  private static let bundleSuffix = ".assay"
  private static let deepest = 16
  private static let fraudProofSchema = Array("\"\(FraudProof.schema)\"".utf8)
  private static let proofHeader = Array("c2sp.org/tlog-proof@v1\n".utf8)

  init(_ paths: [String]) throws(CommandError) {
    for path in paths {
      do throws(SystemError) {
        let place = try FileDescriptor.open(path, [.readOnly, .nonBlocking])
        switch try place.status().kind {
        case .directory: try add(directory: path)
        case .regular: try add(place, path)
        default: throw SystemError.notRegular(path)
        }
      } catch {
        throw CommandError(.operationalError, "audit.unreadable", "\(path): \(error)")
      }
    }
    guard !logs.isEmpty || !bundles.isEmpty || !notes.isEmpty || !fraudProofs.isEmpty else {
      throw CommandError(
        .usage, "audit.nothing",
        "\(paths.joined(separator: ", ")): no log (a directory with a checkpoint), and no file "
          + "that ends in \(Self.bundleSuffix)")
    }
  }

  private mutating func add(directory path: String) throws(SystemError) {
    let names = try FileDescriptor.open(path, [.readOnly, .directory]).entries()
    if names.contains("checkpoint") { return logs.append(path) }
    try addBundles(below: path, depth: 0)
  }

  /// Every file of that suffix, ascending by name; links are not followed.
  private mutating func addBundles(below path: String, depth: Int) throws(SystemError) {
    let directory = try FileDescriptor.open(path, [.readOnly, .directory])
    for name in try directory.entries() {
      switch try directory.status(of: name).kind {
      case .directory where depth < Self.deepest:
        try addBundles(below: "\(path)/\(name)", depth: depth + 1)
      case .regular where name.hasSuffix(Self.bundleSuffix): bundles.append("\(path)/\(name)")
      default: continue
      }
    }
  }

  private mutating func add(
    _ file: borrowing FileDescriptor, _ path: String
  ) throws(SystemError) {
    let bytes = try file.readAll(limit: Self.bundleLimit, subject: path)
    if bytes.firstRange(of: Self.fraudProofSchema) != nil {
      fraudProofs.append((path, bytes))
    } else if bytes.starts(with: Self.proofHeader), let proof = LogProof(bytes) {
      notes.append((path, proof.checkpoint.bytes))
    } else if bytes.first == UInt8(ascii: "{") || path.hasSuffix(Self.bundleSuffix) {
      bundles.append(path)
    } else {
      notes.append((path, bytes))
    }
  }
}

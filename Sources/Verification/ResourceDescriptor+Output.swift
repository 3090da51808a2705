import Attestation
import Content

extension ResourceDescriptor {
  /// The path below `/out`, if this is an output file.
  var outputPath: RelativePath? {
    name.utf8.starts(with: "out/".utf8) ? RelativePath(String(name.dropFirst(4))) : nil
  }
}

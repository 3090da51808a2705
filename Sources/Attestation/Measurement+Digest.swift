package import Content

extension Measurement {
  /// Of the canonical form that statements contain; policies and evidence name a runtime by it.
  package var digest: Digest {
    var writer = CanonicalWriter()
    write(to: &writer)
    return Digest(of: writer.bytes)
  }
}

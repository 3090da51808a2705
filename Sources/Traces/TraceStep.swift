package import Attestation
package import Content
package import Transparency

/// One step of an execution's trace, as far as the runtime sees executions.
package enum TraceStep: Hashable, Sendable {
  /// A piece of `stdout`, `stderr` or `out/<path>`: the one from byte `index` · 65,536 on. The digest is
  /// that of everything up to its end.
  ///
  /// `{"digest":"sha256:…","index":0,"subject":"out/c.npy"}`
  case content(subject: String, index: Int64, digest: Digest)
  /// How the execution ended, after everything else.
  ///
  /// `{"termination":{"code":0,"kind":"exited"}}`
  case end(Termination)

  package var json: JSON {
    switch self {
    case .content(let subject, let index, let digest):
      .object([
        "digest": .string(digest.description), "index": .integer(index),
        "subject": .string(subject),
      ])
    case .end(let termination): .object(["termination": termination.json])
    }
  }

  package init(reading field: JSONField) throws(FieldError) {
    let fields = try field.object("digest", "index", "subject", "termination")
    if fields["termination"].value != nil {
      let fields = try field.object("termination")
      self = .end(try Termination(reading: fields["termination"]))
      return
    }
    self = .content(
      subject: try fields["subject"].string(),
      index: try fields["index"].integer(in: 0...JSON.largestInteger),
      digest: try fields["digest"].digest())
  }

  /// SHA-256 over 00 and the canonical JSON.
  package var leaf: MerkleHash {
    guard case .content(let subject, let index, let digest) = self else {
      return .leaf(json.canonicalBytes)
    }
    // The same bytes as those of `json`: there may be very many of these.
    var writer = CanonicalWriter(capacity: 128 + subject.utf8.count)
    writer.object { writer in
      writer.member("digest", digest)
      writer.member("index", index)
      writer.member("subject", subject)
    }
    return .leaf(writer.bytes)
  }
}

extension TraceStep: CustomStringConvertible {
  /// Whether both are the same piece of the same output, or both the end.
  package func isAbout(theSamePlaceAs other: TraceStep) -> Bool {
    switch (self, other) {
    case (.content(let subject, let index, _), .content(let otherSubject, let otherIndex, _)):
      subject == otherSubject && index == otherIndex
    case (.end, .end): true
    case (.content, .end), (.end, .content): false
    }
  }

  /// For example `bytes from 65536 of out/c.npy`, or `the end: exited 0`.
  package var description: String {
    switch self {
    case .content(let subject, let index, _):
      "bytes from \(index.multipliedReportingOverflow(by: Int64(StepDigests.stepByteCount)).partialValue) of \(subject)"
    case .end(let termination): "the end: \(termination)"
    }
  }
}

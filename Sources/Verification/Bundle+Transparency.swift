import Attestation
package import Content
import Evidence
import Transparency

extension Bundle {
  /// Of the sealed envelope, proofs left out: what a log enters.
  package var sealDigest: Digest { Digest(of: seal.canonicalBytes) }

  /// Whether a log that the reader believes has entered the seal. Where no log is pinned, whether
  /// the proofs lead at all from the seal to the checkpoints beside them.
  func logged(_ expectations: Expectations) -> BundleReport.Outcome {
    let entry: [UInt8]
    do throws(FieldError) {
      entry = try LogRecord.bundle(BundleRecord(of: self)).canonicalBytes
    } catch {
      return .failed("no log can have entered this bundle: \(error)")
    }
    let trusts = [expectations.transparency, expectations.policy?.transparency].compactMap { $0 }
    guard !trusts.isEmpty else { return unpinned(entry) }
    guard !proofs.isEmpty else { return .failed("the bundle has no proof that it is in a log") }
    let refusals = trusts.flatMap { self.refusals(of: entry, by: $0, expectations) }
    return refusals.isEmpty ? .passed : .failed(refusals.joined(separator: "; "))
  }

  /// Why none of the proofs convinces `trust`; nothing if one does.
  private func refusals(
    of entry: [UInt8], by trust: LogTrust, _ expectations: Expectations
  ) -> [String] {
    var refusals: [String] = []
    for proof in proofs {
      switch trust.check(
        proof, of: entry, now: expectations.now, clockSkew: expectations.clockSkew)
      {
      case .verified: return []
      case .rejected(let rejection): refusals.append("\(rejection)")
      }
    }
    return refusals
  }

  private func unpinned(_ entry: [UInt8]) -> BundleReport.Outcome {
    guard !proofs.isEmpty else { return .notChecked("no proof that the bundle is in a log") }
    var origins: [String] = []
    for proof in proofs {
      guard let checkpoint = Checkpoint(proof.checkpoint.unverifiedText),
        proof.proves(entry, in: checkpoint)
      else { return .failed("a proof does not lead from this bundle to its checkpoint") }
      origins.append("“\(checkpoint.origin)”")
    }
    return .notChecked(
      "said to be in \(origins.joined(separator: ", ")), whose key is not pinned")
  }
}

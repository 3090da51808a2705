import Content
package import Crypto
import Linux

/// What vendors publish about their hardware, and whom a verifier trusts beyond the pinned roots: all
/// of it handed in, none of it fetched.
package struct Collateral: Sendable {
  private static let largestFile = 4 << 20
  private static let mostFiles = 256

  /// Intel's, one document for each kind of platform.
  package private(set) var intel: [IntelCollateral] = []
  /// AMD's signing keys, for evidence that does not bring them.
  package private(set) var intermediates: [Certificate] = []
  package private(set) var revocationLists: [RevocationList] = []
  /// Who certifies attestation keys of TPMs.
  package private(set) var moduleRoots: [Certificate] = []
  package private(set) var moduleRevocationLists: [RevocationList] = []

  /// Nothing but the pinned roots.
  package init() {}

  /// Reads every file of a directory, by its name: `tdx*.json` (the format of dcap-qvl),
  /// `sev-snp*.pem`, `sev-snp*.crl`, `tpm2*.pem` and `tpm2*.crl` (lists in DER).
  ///
  /// - Throws: `malformed` where a file does not hold what its name says, or has another name, since
  ///   it would otherwise seem to count; `unavailable` where one cannot be read.
  package init(readingFrom directory: String) throws(EvidenceError) {
    for name in try Self.names(in: directory) {
      let bytes: [UInt8]
      do throws(SystemError) {
        bytes = try FileDescriptor.open("\(directory)/\(name)", .readOnly)
          .readAll(limit: Self.largestFile, subject: name)
      } catch {
        throw EvidenceError(.unavailable, "\(directory)/\(name): \(error)")
      }
      do throws(EvidenceError) {
        try add(bytes, called: name)
      } catch {
        throw EvidenceError(error.code, "\(directory)/\(name): \(error.detail)")
      }
    }
  }

  private static func names(in directory: String) throws(EvidenceError) -> [String] {
    let names: [String]
    do throws(SystemError) {
      names = try FileDescriptor.open(directory, [.readOnly, .directory]).entries()
    } catch {
      throw EvidenceError(.unavailable, "\(directory): \(error)")
    }
    guard names.count <= mostFiles else {
      throw EvidenceError(.malformed, "\(directory): \(names.count) files, at most \(mostFiles)")
    }
    return names.sorted()
  }

  private mutating func add(_ bytes: [UInt8], called name: String) throws(EvidenceError) {
    switch name {
    case _ where name.hasPrefix("tdx") && name.hasSuffix(".json"):
      intel.append(try Self.intel(bytes))
    case _ where name.hasPrefix("sev-snp") && name.hasSuffix(".pem"):
      intermediates += try CertificateText.certificates(bytes)
    case _ where name.hasPrefix("sev-snp") && name.hasSuffix(".crl"):
      revocationLists.append(try Self.list(bytes))
    case _ where name.hasPrefix("tpm2") && name.hasSuffix(".pem"):
      moduleRoots += try CertificateText.certificates(bytes)
    case _ where name.hasPrefix("tpm2") && name.hasSuffix(".crl"):
      moduleRevocationLists.append(try Self.list(bytes))
    default:
      throw EvidenceError(
        .malformed,
        "unknown name; expected tdx*.json, sev-snp*.pem, sev-snp*.crl, tpm2*.pem or tpm2*.crl")
    }
  }

  private static func intel(_ bytes: [UInt8]) throws(EvidenceError) -> IntelCollateral {
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: bytes, limits: JSON.Limits(bytes: largestFile, depth: 8))
    } catch {
      throw EvidenceError(.malformed, "\(error)")
    }
    return try IntelCollateral(document: JSONField(json))
  }

  private static func list(_ bytes: [UInt8]) throws(EvidenceError) -> RevocationList {
    do throws(CryptoError) {
      return try RevocationList(bytes)
    } catch {
      throw EvidenceError(.malformed, error.detail)
    }
  }
}

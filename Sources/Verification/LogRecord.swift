import Attestation
package import Content
import Transparency

/// What a log enters of a signed document: its digest, and what an auditor needs to find it by.
///
/// All of it follows from the document, so that who has the document can make the entry again and
/// check a proof of it. An entry is the canonical form (RFC 8785), always below 65,536 bytes; LOG.md
/// in `Transparency` has both forms.
package enum LogRecord: Hashable, Sendable {
  package static let schema = "urn:assay:schema:log-entry:v1"

  case statement(StatementRecord)
  case bundle(BundleRecord)

  private enum Kind: String, CaseIterable {
    case statement
    case bundle
  }

  /// Reads an entry, which must be in canonical form.
  package init(parsing entry: [UInt8]) throws(VerificationError) {
    let json: JSON
    do throws(JSONError) {
      json = try JSON(
        parsingCanonical: entry, limits: JSON.Limits(bytes: EntryBundle.largestEntry, depth: 4))
    } catch {
      throw .payload(error)
    }
    do throws(FieldError) {
      let field = JSONField(json)
      guard try field.tag("schema").string() == Self.schema else {
        throw try field.tag("schema").expected("“\(Self.schema)”")
      }
      switch try field.tag("kind").choice(of: Kind.self) {
      case .statement: self = .statement(try StatementRecord(reading: field))
      case .bundle: self = .bundle(try BundleRecord(reading: field))
      }
    } catch {
      throw .field(error)
    }
  }

  /// The entry.
  package var canonicalBytes: [UInt8] {
    var object: JSONObject
    switch self {
    case .statement(let record):
      object = record.members
      object["kind"] = .string(Kind.statement.rawValue)
    case .bundle(let record):
      object = record.members
      object["kind"] = .string(Kind.bundle.rawValue)
    }
    object["schema"] = .string(Self.schema)
    return JSON.object(object).canonicalBytes
  }

  /// Of the document that was entered.
  package var document: Digest {
    switch self {
    case .statement(let record): record.envelope
    case .bundle(let record): record.bundle
    }
  }
}

extension LogRecord {
  /// What a log enters of a document: for a statement's envelope, one record; for a bundle, one, and
  /// before it one for each envelope in it that its provider signed.
  ///
  /// - Throws: where the document is neither, or where its signature does not hold.
  package static func records(of document: [UInt8]) throws(VerificationError) -> [LogRecord] {
    let envelope: Envelope
    do throws(AttestationError) {
      envelope = try Envelope(parsing: document, largestPayload: Bundle.largestPayload)
    } catch {
      throw .envelope(error)
    }
    guard envelope.payloadType == Bundle.payloadType else {
      do throws(FieldError) {
        return [.statement(try StatementRecord(of: envelope))]
      } catch {
        throw .field(error)
      }
    }
    let bundle = try Bundle(parsing: document)
    guard bundle.isSealed else { throw .unsigned(bundle.requestor.hexadecimal) }
    do throws(FieldError) {
      // What its provider did not sign is the requestor's word alone, and is in the bundle's record.
      let statements = bundle.envelopes.compactMap { try? StatementRecord(of: $0) }
      return statements.map { .statement($0) } + [.bundle(try BundleRecord(of: bundle))]
    } catch {
      throw .field(error)
    }
  }
}

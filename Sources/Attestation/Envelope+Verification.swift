import Content
package import Crypto

extension Envelope {
  /// What verifying came to; a failed verification is a result, not an error.
  package enum Verification: Hashable, Sendable {
    case verified(VerifiedStatement)
    case rejected(Rejection)
  }

  /// Extensions that this reader understands; there are none yet.
  private static let knownExtensions: Set<String> = []
  private static let payloadLimits = JSON.Limits(bytes: largestPayload, depth: 8)

  /// As the other `verify`, with keys that are used only once.
  package func verify(
    trusting trusted: some Collection<PublicKey>, threshold: Int = 1
  ) -> Verification {
    verify(trusting: TrustedKeys(trusted), threshold: threshold)
  }

  /// Checks the signatures, then reads the payload; nothing of it is parsed before.
  ///
  /// - Parameters:
  ///   - trusted: the only keys whose signatures count.
  ///   - threshold: how many different ones of them must have signed; at least 1.
  package func verify(trusting trusted: TrustedKeys, threshold: Int = 1) -> Verification {
    precondition(threshold >= 1, "a threshold of no signature accepts anything")
    let signers = validSigners(among: trusted)
    guard signers.count >= threshold else {
      let detail = "\(signers.count) trusted keys signed, expected at least \(threshold)"
      return .rejected(Rejection(.untrustedSignature, detail))
    }
    guard payloadType == Self.statementType else {
      let detail = "found “\(payloadType)”, expected “\(Self.statementType)”"
      return .rejected(Rejection(.wrongPayloadType, detail))
    }
    do throws(Rejection) {
      let statement = try Self.statement(in: unverifiedPayload)
      let provider = statement.execution.provider
      guard signers.contains(provider) else {
        throw Rejection(.foreignProvider, "the statement speaks for \(provider.hexadecimal)")
      }
      return .verified(VerifiedStatement(statement: statement, signers: signers))
    } catch {
      return .rejected(error)
    }
  }

  /// The trusted keys that made one of the signatures, each counted once however often it signed.
  ///
  /// A key id is a hint that saves work: with one, only a key of that name is tried.
  private func validSigners(among trusted: TrustedKeys) -> Set<PublicKey> {
    let message = Self.preAuthenticationEncoding(of: unverifiedPayload, type: payloadType)
    var signers: Set<PublicKey> = []
    for signature in signatures {
      for entry in trusted.entries where signature.keyID == nil || signature.keyID == entry.keyID {
        if signers.contains(entry.key.publicKey) { continue }
        guard entry.key.isValid(signature.bytes, for: message) else { continue }
        signers.insert(entry.key.publicKey)
      }
    }
    return signers
  }

  private static func statement(in payload: [UInt8]) throws(Rejection) -> Statement {
    guard payload.count <= largestPayload else {
      throw Rejection(.malformedPayload, "larger than \(largestPayload) bytes")
    }
    let statement: Statement
    do throws(FieldError) {
      statement = try Statement(parsing: payload)
    } catch {
      throw rejection(of: payload, because: error)
    }
    for name in statement.execution.critical where !knownExtensions.contains(name) {
      throw Rejection(.unknownCritical, "found “\(name)”")
    }
    return statement
  }

  /// Names what is wrong with a payload that could not be read; first things first.
  private static func rejection(of payload: [UInt8], because error: FieldError) -> Rejection {
    do throws(JSONError) {
      let field = JSONField(try JSON(parsingCanonical: payload, limits: payloadLimits))
      do throws(FieldError) {
        return try refusal(of: field) ?? Rejection(.invalidStatement, "\(error)")
      } catch {
        return Rejection(.invalidStatement, "\(error)")
      }
    } catch {
      let reason: Rejection.Reason =
        error.reason == .notCanonical ? .notCanonical : .malformedPayload
      return Rejection(reason, "\(error)")
    }
  }

  /// What a reader of this version must look at before anything else.
  private static func refusal(of field: JSONField) throws(FieldError) -> Rejection? {
    let types = (try field.tag("_type").string(), try field.tag("predicateType").string())
    guard types == (Statement.type, Execution.predicateType) else {
      let detail = "found “\(types.0)” with “\(types.1)”"
      return Rejection(.unknownStatementType, detail)
    }
    let critical = try field.tag("predicate").tag("critical")
    for entry in try critical.elements(atMost: 16) {
      let name = try entry.string()
      if !knownExtensions.contains(name) { return Rejection(.unknownCritical, "found “\(name)”") }
    }
    return nil
  }
}

import CTss2
import Evidence

/// Return codes of tss2's functions.
enum ReturnCode {
  /// Throws `unavailable`, with the name of the call and tss2's words (`Tss2_RC_Decode`).
  static func check(_ code: TSS2_RC, _ call: StaticString) throws(EvidenceError) {
    guard code != 0 else { return }
    let text = unsafe Tss2_RC_Decode(code).map { unsafe String(cString: $0) }
    throw EvidenceError(.unavailable, "\(call): \(text ?? "error \(code)")")
  }
}

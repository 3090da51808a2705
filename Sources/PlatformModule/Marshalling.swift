import CTss2
import Evidence

/// Structures of a TPM's library as bytes, through tss2's own (un)marshalling: their unions and arrays
/// are no pleasure to fill in by hand.
enum Marshalling {
  /// Larger than any structure that is exchanged here.
  private static let capacity = 4096

  /// Fills `value` with what `bytes` say.
  static func read<Value>(
    _ bytes: [UInt8], into value: inout Value,
    _ unmarshal: (
      UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<Int>?, UnsafeMutablePointer<Value>?
    ) ->
      TSS2_RC
  ) throws(EvidenceError) {
    var offset = 0
    let code = unsafe unmarshal(bytes, bytes.count, &offset, &value)
    try ReturnCode.check(code, "unmarshal")
  }

  /// The bytes of what `value` points to.
  static func bytes<Value>(
    of value: UnsafePointer<Value>,
    _ marshal: (
      UnsafePointer<Value>?, UnsafeMutablePointer<UInt8>?, Int, UnsafeMutablePointer<Int>?
    ) ->
      TSS2_RC
  ) throws(EvidenceError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: capacity)
    var offset = 0
    let code = unsafe marshal(value, &buffer, buffer.count, &offset)
    try ReturnCode.check(code, "marshal")
    return Array(buffer[..<offset])
  }

  /// A number of 16 bits, big-endian.
  static func big(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }

  /// A length of 16 bits and the bytes (TPM2B).
  static func sized(_ bytes: [UInt8]) -> [UInt8] { big(UInt16(bytes.count)) + bytes }
}

import CLinux

/// The text that a C function has allocated for its caller, whose memory is given back (`free(3)`).
package func takeText(_ pointer: UnsafeMutablePointer<CChar>) -> String {
  defer { unsafe free(pointer) }
  return unsafe String(cString: pointer)
}

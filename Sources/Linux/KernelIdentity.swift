import CLinux

/// Which kernel runs on which kind of machine (`uname(2)`).
package struct KernelIdentity: Equatable, Sendable {
  /// For example `6.1.0-18-amd64`.
  package let release: String
  /// For example `x86_64`.
  package let machine: String

  package static func current() throws(SystemError) -> KernelIdentity {
    var raw = utsname()
    try systemCall("uname") { unsafe uname(&raw) }
    return KernelIdentity(
      release: text(of: raw.release), machine: text(of: raw.machine))
  }

  /// The text of a fixed array of C characters, which `uname` ends with NUL.
  private static func text<Characters>(of characters: Characters) -> String {
    unsafe withUnsafeBytes(of: characters) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

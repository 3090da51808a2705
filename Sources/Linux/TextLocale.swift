import CLinux

/// Runs `body` while this thread's C functions take text to be UTF-8 (`uselocale(3)`).
///
/// The process otherwise stays in the C locale, in which C libraries cannot convert names beyond
/// ASCII. Other threads are not affected.
package func withUTF8Locale<Result, Failure: Error>(
  _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  // C.UTF-8 is built into the C library; nil could only mean that memory is exhausted.
  guard let locale = unsafe newlocale(assay_locale_text_mask(), "C.UTF-8", nil) else {
    preconditionFailure("the C library has no C.UTF-8 locale")
  }
  let previous = unsafe uselocale(locale)
  defer {
    unsafe _ = uselocale(previous)
    unsafe freelocale(locale)
  }
  return try body()
}

import Content
import Linux

/// Why an image cannot be built, taken in, found or unpacked: what is wrong with what, and the mend.
package struct ImageError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: String, Sendable, CaseIterable {
    /// No such reference, image, blob, file or archive member.
    case notFound
    /// A reference or a name inside an image that is not well formed.
    case invalidReference
    /// Not a format that is taken in here.
    case unsupportedFormat
    /// A JSON document or an archive that breaks its own format.
    case invalidDocument
    /// Bytes that do not have the digest or size they are said to have.
    case mismatch
    /// More bytes, entries, layers or depth than the limits allow.
    case limitExceeded
    /// An entry that would act outside the root file system, or a root that could not be mounted on.
    case unsafeEntry
    /// No image for Linux on this machine's architecture.
    case wrongPlatform
    /// An executable that needs a loader or libraries that its image does not have.
    case notStatic
    /// A file that this machine cannot execute.
    case notExecutable
    /// Several images where one is asked for.
    case ambiguous
    /// The store is in use.
    case busy
    /// The operating system refused.
    case system
  }

  package let code: Code
  /// The path, reference, digest or entry name in question.
  package let subject: String
  /// What is wrong with it.
  package let detail: String
  /// What the user can do about it, where that is known.
  package let mend: String?

  package init(_ code: Code, _ subject: String, _ detail: String, mend: String? = nil) {
    self.code = code
    self.subject = subject
    self.detail = detail
    self.mend = mend
  }

  package var description: String {
    "\(subject): \(detail)" + (mend.map { "; \($0)" } ?? "")
  }
}

extension ImageError {
  /// The error for a failed system call on `subject`.
  init(_ error: SystemError, _ subject: String) {
    self.init(Self.code(for: error), subject, error.description)
  }

  private static func code(for error: SystemError) -> Code {
    if error.isNotFound { return .notFound }
    if error.isTooLarge { return .limitExceeded }
    return error.isCorrupt ? .mismatch : .system
  }

  /// Runs `body` and reports its failure as one about `subject`.
  static func about<Result: ~Copyable>(
    _ subject: @autoclosure () -> String, _ body: () throws(SystemError) -> Result
  ) throws(ImageError) -> Result {
    do throws(SystemError) {
      return try body()
    } catch {
      throw ImageError(error, subject())
    }
  }

  /// Reads a JSON document called `subject` with `body`, which gets the document itself.
  static func reading<Result>(
    _ bytes: [UInt8], of subject: String, _ body: (JSONField) throws(FieldError) -> Result
  ) throws(ImageError) -> Result {
    let document: JSON
    do throws(JSONError) {
      document = try JSON(parsing: bytes)
    } catch {
      throw ImageError(.invalidDocument, subject, error.description)
    }
    do throws(FieldError) {
      return try body(JSONField(document))
    } catch {
      throw ImageError(.invalidDocument, subject, error.description)
    }
  }
}

import CLinux

/// A system call that failed: which one, on what, and the kernel's reason.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The C function or system call, for example `openat`.
  package let operation: String
  /// The path or object it was given, where there is one.
  package let subject: String?
  /// The value of `errno` right after the call.
  package let code: Int32

  package init(_ operation: String, _ subject: String? = nil, code: Int32) {
    self.operation = operation
    self.subject = subject
    self.code = code
  }

  package var description: String {
    let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return subject.map { "\(operation) \($0): \(reason)" } ?? "\(operation): \(reason)"
  }
}

extension SystemError {
  /// The file or object does not exist (`ENOENT`).
  package var isNotFound: Bool { code == ENOENT }

  /// The process does not exist any more (`ESRCH`).
  package var isNoSuchProcess: Bool { code == ESRCH }

  /// Something of that name exists already (`EEXIST`, or `ENOTEMPTY` for a directory).
  package var exists: Bool { code == EEXIST || code == ENOTEMPTY }

  /// A path leads through a symbolic link although none is to be followed (`ELOOP`).
  package var passesThroughLink: Bool { code == ELOOP }

  /// A path leads through something that is no directory (`ENOTDIR`).
  package var isNotDirectory: Bool { code == ENOTDIR }

  /// The call would block (`EWOULDBLOCK`): somebody else holds what it needs.
  package var wouldBlock: Bool { code == EWOULDBLOCK }

  /// The kernel does not know what was asked for, or not in this case (`EINVAL`).
  package var isInvalid: Bool { code == EINVAL }

  /// A plain file was expected (`EINVAL`).
  package static func notRegular(_ path: String) -> SystemError {
    SystemError("open regular file", path, code: EINVAL)
  }

  /// More bytes than a limit allows (`EFBIG`).
  package static func tooLarge(_ operation: StaticString, _ subject: String) -> SystemError {
    SystemError("\(operation)", subject, code: EFBIG)
  }

  /// A file is larger than allowed (`EFBIG`).
  package var isTooLarge: Bool { code == EFBIG }

  /// Bytes do not have the digest they should have (`EBADMSG`).
  package var isCorrupt: Bool { code == EBADMSG }

  /// Stored bytes no longer have the digest they are named by (`EBADMSG`).
  package static func corrupt(_ path: String) -> SystemError {
    SystemError("verify digest", path, code: EBADMSG)
  }
}

/// Runs a system call that answers −1 on failure; the only place of the house that reads `errno`.
///
/// Repeats the call while it is interrupted by a signal (`EINTR`).
///
/// - Returns: the call's result, never negative.
@discardableResult
package func systemCall<Result: SignedInteger>(
  _ operation: StaticString, _ subject: @autoclosure () -> String? = nil, _ call: () -> Result
) throws(SystemError) -> Result {
  while true {
    let result = call()
    if result >= 0 { return result }
    let code = assay_errno()
    if code != EINTR { throw SystemError("\(operation)", subject(), code: code) }
  }
}

/// A product or function that was asked for with shapes or memory that cannot be right.
@usableFromInline
package struct KernelError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: Equatable, Sendable {
    /// A dimension or stride is negative, or the extent overflows.
    case dimensions
    /// The dimensions of the operands do not fit one another.
    case mismatch
    /// A span is shorter than its layout says.
    case span
    /// Elements of the output share memory with one another or with an input.
    case overlap
    /// The thread rounds in another way, or flushes denormal numbers.
    case arithmetic
    /// No such level, or one that this processor cannot run.
    case level
    /// The system gives no memory or no thread.
    case resources
  }

  package let code: Code
  /// The operand or setting, for example `right`.
  package let field: String
  package let value: String
  package let expected: String

  package init(_ code: Code, _ field: String, _ value: String, expected: String) {
    self.code = code
    self.field = field
    self.value = value
    self.expected = expected
  }

  @usableFromInline package var description: String { "\(field) is \(value), expected \(expected)" }
}

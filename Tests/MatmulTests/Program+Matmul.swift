import Linux
import TestSupport

extension Program {
  /// The workload as it was built.
  static let matmul = Result { () throws(SystemError) in try Program(named: "matmul") }

  /// The Python that has NumPy; nil where there is none.
  static let python = Repository.python(with: "numpy").map { Program(at: $0) }

  /// Runs `script`, which is Python, with `arguments`.
  static func python(_ script: String, _ arguments: [String]) throws -> Answer {
    guard let python else { throw SystemError("find", "python3", code: 2) }
    return try python.run(["-c", script] + arguments)
  }
}

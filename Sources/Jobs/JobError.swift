package import Content
package import Linux

/// Why a job file gave no specification.
package enum JobError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file is not JSON; where, counted from 1.
  case syntax(JSONError, line: Int, column: Int)
  /// A field does not hold what it should, or names something that is not there.
  case field(FieldError)
  /// The job file or the store cannot be read or written.
  case storage(SystemError)
  /// The image store failed, in its own words.
  case images(String)

  package var description: String {
    switch self {
    case .syntax(let error, let line, let column):
      let place = error.path.isEmpty ? "" : "\(error.path): "
      let name = error.name.map { " “\($0)”" } ?? ""
      return "\(place)line \(line), column \(column): the JSON \(error.reason.rawValue)\(name)"
    case .field(let error): return error.description
    case .storage(let error): return error.description
    case .images(let text): return text
    }
  }
}

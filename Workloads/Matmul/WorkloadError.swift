import Kernels
import Linux
import NumPyFormat

/// Why there is no product.
enum WorkloadError: Error, CustomStringConvertible {
  /// The command line is not one that this program understands.
  case usage(String)
  case file(path: String, SystemError)
  case format(path: String, NumPyFormatError)
  /// The matrices cannot be multiplied.
  case shapes(String)
  case kernel(KernelError)

  /// 2 for a mistake in the command line, 1 for everything that comes after.
  var exitCode: Int32 {
    if case .usage = self { 2 } else { 1 }
  }

  var description: String {
    switch self {
    case .usage(let message): "\(message)\n\(Request.usage)"
    case .file(let path, let error): error.subject == path ? "\(error)" : "\(path): \(error)"
    case .format(let path, let error): "\(path): \(error)"
    case .shapes(let message): message
    case .kernel(let error): "\(error)"
    }
  }
}

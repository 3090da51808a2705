/// What the command line asks for.
struct Request {
  static let usage = "usage: matmul A.npy B.npy C.npy"

  let left: String
  let right: String
  let product: String

  init(arguments: [String]) throws(WorkloadError) {
    var paths: [String] = []
    for argument in arguments {
      guard !argument.hasPrefix("-") else {
        throw .usage("unknown option \(argument)")
      }
      paths.append(argument)
    }
    guard paths.count == 3 else {
      throw .usage("\(paths.count) paths given, expected three: A, B and the product C")
    }
    left = paths[0]
    right = paths[1]
    product = paths[2]
  }
}

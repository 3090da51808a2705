/// What the command line asks for.
struct Request {
  static let usage = """
    usage: matmul [--transpose-b] [--threads N] A.npy B.npy C.npy
      --transpose-b  multiply by the transpose of B
      --threads N    threads to work with, 1 where not given; the result is the same
    """

  let left: String
  let right: String
  let product: String
  let transposesRight: Bool
  let threads: Int

  init(arguments: [String]) throws(WorkloadError) {
    var paths: [String] = []
    var rest = arguments[...]
    var transposesRight = false
    var threads = 1
    while let argument = rest.popFirst() {
      switch argument {
      case "--transpose-b": transposesRight = true
      case "--threads":
        let value = rest.popFirst()
        guard let value, let number = Int(value), (1...1024).contains(number) else {
          throw .usage("--threads is \(value ?? "missing"), expected a number from 1 to 1024")
        }
        threads = number
      case _ where argument.hasPrefix("-"): throw .usage("unknown option \(argument)")
      default: paths.append(argument)
      }
    }
    guard paths.count == 3 else {
      throw .usage("\(paths.count) paths given, expected three: A, B and the product C")
    }
    left = paths[0]
    right = paths[1]
    product = paths[2]
    self.transposesRight = transposesRight
    self.threads = threads
  }
}

/// What the command line asks for.
struct Request {
  static let usage = """
    usage: matmul [--profile NAME] [--threads N] [--transpose-b] A.npy B.npy C.npy
      --profile NAME assay-f32-v1 (the same bits everywhere) where not given, or blas-f32
                     (the system's C BLAS, compared with tolerances)
      --transpose-b  multiply by the transpose of B
      --threads N    threads to work with, 1 where not given; the result is the same
    """

  let left: String
  let right: String
  let product: String
  /// Which definition the result follows.
  let profile: Profile
  let transposesRight: Bool
  let threads: Int

  enum Profile: String, CaseIterable {
    case exact = "assay-f32-v1"
    case blas = "blas-f32"
  }

  init(arguments: [String]) throws(WorkloadError) {
    var paths: [String] = []
    var rest = arguments[...]
    var transposesRight = false
    var threads = 1
    var profile = Profile.exact
    while let argument = rest.popFirst() {
      switch argument {
      case "--transpose-b": transposesRight = true
      case "--profile":
        let value = rest.popFirst()
        guard let known = value.flatMap(Profile.init) else {
          let names = Profile.allCases.map(\.rawValue).joined(separator: " or ")
          throw .usage("--profile is \(value ?? "missing"), expected \(names)")
        }
        profile = known
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
    self.profile = profile
    self.transposesRight = transposesRight
    self.threads = threads
  }
}

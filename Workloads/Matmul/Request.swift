/// What the command line asks for.
struct Request {
  static let usage = """
    usage: matmul [--profile NAME] [--type TYPE] [--threads N] [--transpose-b] A.npy B.npy C.npy
    A and B are matrices, or batches of them (three dimensions), of which one may be a single matrix.
      --profile NAME assay-f32-v1 (the same bits everywhere) where not given, or blas-f32
                     (the system's C BLAS, compared with tolerances)
      --type TYPE    what A and B hold: float32 where not given; float16 or bfloat16 (widened to
                     float32, as C is); int8 (signed or not; C is int32 and wraps around)
      --transpose-b  multiply by the transpose of B, or of each matrix of it
      --threads N    threads to work with, 1 where not given; the result is the same
    """

  let left: String
  let right: String
  let product: String
  /// Which definition the result follows.
  let profile: Profile
  let type: Storage
  let transposesRight: Bool
  let threads: Int

  /// How the operands are stored.
  enum Storage: String, CaseIterable {
    case float32
    case float16
    case bfloat16
    case int8
  }

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
    var type = Storage.float32
    while let argument = rest.popFirst() {
      switch argument {
      case "--transpose-b": transposesRight = true
      case "--profile": profile = try Self.choice(argument, rest.popFirst())
      case "--type": type = try Self.choice(argument, rest.popFirst())
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
    guard profile == .exact || type == .float32 else {
      throw .usage("--type is \(type.rawValue), expected float32: a BLAS has no other")
    }
    left = paths[0]
    right = paths[1]
    product = paths[2]
    self.profile = profile
    self.type = type
    self.transposesRight = transposesRight
    self.threads = threads
  }
  private static func choice<Choice: RawRepresentable & CaseIterable>(
    _ option: String, _ value: String?
  ) throws(WorkloadError) -> Choice where Choice.RawValue == String {
    guard let known = value.flatMap(Choice.init) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: " or ")
      throw .usage("\(option) is \(value ?? "missing"), expected \(names)")
    }
    return known
  }
}

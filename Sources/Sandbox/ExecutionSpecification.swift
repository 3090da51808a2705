/// One isolated run of one command: what a job comes down to once image and inputs are on disk.
package struct ExecutionSpecification: Sendable {
  /// A file that the job finds below `/in`.
  package struct Input: Sendable, Equatable {
    /// Its path below `/in`.
    package let name: String
    /// A regular file of the host.
    package let hostPath: String

    package init(name: String, hostPath: String) {
      self.name = name
      self.hostPath = hostPath
    }
  }

  package struct Variable: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Directories of the host with the image's layers, the top one first. Nothing in the directories
  /// below them may change as long as the sandbox is there: a job may find that as an earlier one did.
  package let layers: [String]
  /// A file of the host with an EROFS image of the same content, in which `/dev`, `/in`, `/out`,
  /// `/proc` and `/tmp` are directories. It is used in place of the layers where the host can mount
  /// it.
  package let image: String?
  package let command: [String]
  /// Added to the fixed variables, which it may replace.
  package let environment: [Variable]
  package let workingDirectory: String
  package let inputs: [Input]
  package let limits: Limits
  package let determinism: DeterminismClass
  package let network: Network
  package let requirements: Requirements
  /// Whether the outcome tells which system calls were refused; each refusal costs time then.
  package let recordsViolations: Bool
  /// What a strict job's random bytes follow from: 32 bytes.
  package let seed: [UInt8]

  package init(
    layers: [String], image: String? = nil, command: [String], environment: [Variable] = [],
    workingDirectory: String = "/tmp", inputs: [Input] = [], limits: Limits = Limits(),
    determinism: DeterminismClass = .standard, network: Network = .none,
    requirements: Requirements = .all, recordsViolations: Bool = false,
    seed: [UInt8] = [UInt8](repeating: 0, count: 32)
  ) {
    self.layers = layers
    self.image = image
    self.command = command
    self.environment = environment
    self.workingDirectory = workingDirectory
    self.inputs = inputs
    self.limits = limits
    self.determinism = determinism
    self.network = network
    self.requirements = requirements
    self.recordsViolations = recordsViolations
    self.seed = seed
  }

  /// Variables that every job gets.
  package static let fixedEnvironment = [
    Variable("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
    Variable("HOME", "/tmp"), Variable("LANG", "C.UTF-8"), Variable("TZ", "UTC"),
  ]
}

extension ExecutionSpecification {
  /// Variables that a strict job gets besides, unless it names them itself.
  package static let strictEnvironment = [
    // The code that every processor of this architecture can run.
    Variable("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX512F,-AVX2,-AVX,-FMA,-FMA4"),
    Variable("MKL_CBWR", "COMPATIBLE"), Variable("OMP_NUM_THREADS", "1"),
    Variable("OPENBLAS_CORETYPE", "Nehalem"), Variable("OPENBLAS_NUM_THREADS", "1"),
    Variable("PYTHONHASHSEED", "0"),
  ]
}

/// How much of what could differ between two runs is held fixed.
package enum DeterminismClass: String, Sendable {
  /// Environment, user, host name, file mask and root file system.
  case standard
  /// Also the addresses of programs, one processor only, the number of threads that numeric
  /// libraries start and the code that they choose, the order of Python's sets, and what comes out
  /// of `/dev/random`, `/dev/urandom` and `getrandom(2)`.
  /// Clocks, the time stamp counter, `AT_RANDOM` and device numbers are not fixed; inode numbers
  /// are, on one host.
  case strict
}

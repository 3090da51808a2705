/// What this machine runs, in the words of OCI and of ELF.
enum Platform {
  static let system = "linux"

  #if arch(x86_64)
    static let architecture = "amd64"
    /// `e_machine` of an executable for this machine (`EM_X86_64`).
    static let executableMachine: UInt16 = 62
    /// The folder below `/lib` that Debian has for this machine's libraries.
    static let multiarchName = "x86_64-linux-gnu"
  #elseif arch(arm64)
    static let architecture = "arm64"
    /// `e_machine` of an executable for this machine (`EM_AARCH64`).
    static let executableMachine: UInt16 = 183
    /// The folder below `/lib` that Debian has for this machine's libraries.
    static let multiarchName = "aarch64-linux-gnu"
  #else
    #error("name this architecture as OCI and ELF do")
  #endif

  /// For messages: `linux/amd64`.
  static let description = "\(system)/\(architecture)"
}

import TestSupport
import Testing

/// The house's plan: which room may import which. The graph in the README says the same.
@Suite struct ImportTests {
  /// Rooms and products, each with everything that it may import besides the standard library.
  static let allowed: [String: Set<String>] = [
    "Sources/Linux": ["CLinux"],
    "Sources/Crypto": ["COpenSSL"],
    "Sources/Content": ["Crypto", "Linux"],
    "Sources/Age": ["Content", "Crypto", "Linux"],
    "Sources/Images": ["CArchive", "Content", "Crypto", "Linux"],
    "Sources/LaunchProtocol": [],
    "Sources/Relay": ["Linux"],
    "Sources/Sandbox": ["CSeccomp", "LaunchProtocol", "Linux"],
    "Sources/Cells": ["CLinux", "LaunchProtocol", "Linux"],
    "Sources/assay-launcher": ["CLinux", "Cells", "LaunchProtocol", "Linux", "Relay"],
    "Sources/Jobs": ["Content", "Crypto", "Linux"],
    "Sources/Attestation": ["Content", "Crypto", "Linux"],
    "Sources/Transparency": ["Content", "Crypto", "Linux"],
    "Sources/Evidence": ["Attestation", "Content", "Crypto", "Linux", "Transparency"],
    "Sources/Traces": ["Attestation", "Content", "Transparency"],
    "Sources/PlatformModule": ["CTss2", "Content", "Crypto", "Evidence"],
    "Sources/Verification": [
      "Attestation", "Content", "Crypto", "Evidence", "Jobs", "NumPyFormat", "Traces",
      "Transparency",
    ],
    "Sources/Audit": [
      "Attestation", "Content", "Crypto", "Evidence", "Jobs", "Transparency", "Verification",
    ],
    "Sources/Report": ["Audit", "Content", "Crypto", "Transparency", "Verification"],
    "Sources/Exchange": ["Age", "Attestation", "Content", "Crypto", "Evidence", "Jobs", "Linux"],
    "Sources/Provider": [
      "Age", "Attestation", "Content", "Crypto", "Evidence", "Exchange", "Images", "Jobs", "Linux",
      "Sandbox", "Traces",
    ],
    "Sources/Requestor": [
      "Age", "Attestation", "Content", "Crypto", "Evidence", "Exchange", "Jobs", "Linux", "Traces",
      "Verification",
    ],
    "Sources/NumPyFormat": [],
    "Sources/Microkernels": ["CVector"],
    "Sources/MicrokernelsBaseline": ["Microkernels"],
    "Sources/MicrokernelsAVX2": ["Microkernels"],
    "Sources/MicrokernelsAVX512": ["Microkernels"],
    "Sources/MicrokernelsVNNI": ["Microkernels"],
    "Sources/Kernels": [
      "Linux", "Microkernels", "MicrokernelsAVX2", "MicrokernelsAVX512", "MicrokernelsBaseline",
      "MicrokernelsVNNI",
    ],
    "Sources/LogService": [
      "CMicroHTTP", "Content", "Crypto", "Linux", "Transparency", "Verification",
    ],
    "Sources/assay-log-server": ["Content", "Linux", "LogService", "Transparency"],
    "Sources/assay-sandbox": ["Cells", "LaunchProtocol", "Linux", "Sandbox"],
    "Sources/assay": [
      "Attestation", "Audit", "Content", "Crypto", "Evidence", "Exchange", "Images", "Jobs",
      "Linux", "PlatformModule", "Provider", "Report", "Requestor", "Sandbox", "Transparency",
      "Verification",
    ],
    "Sources/adversary": [
      "Content", "Crypto", "Exchange", "Images", "Jobs", "Linux", "Provider", "Sandbox", "Traces",
    ],
    "Tests/Bystander": ["Linux", "Sandbox"],
    "Tests/LogWriter": ["Content", "Crypto", "Linux", "Transparency"],
    "Tests/KernelsDigest": ["Kernels", "Linux", "Microkernels"],
    "Workloads/Matmul": ["Kernels", "Linux", "NumPyFormat"],
    "Benchmarks": [
      "Attestation", "Audit", "COpenSSL", "Content", "Crypto", "Evidence", "Jobs", "Kernels",
      "Linux", "LogService", "Microkernels", "Sandbox", "Traces", "Transparency", "Verification",
    ],
  ]

  /// Part of the language, not of the house.
  static let language: Set<String> = ["Swift", "Synchronization", "_Concurrency"]

  @Test("Every import is in the table")
  func importsAreAllowed() throws {
    for file in try Self.sourceFiles() {
      let room = try #require(Self.room(of: file), "\(file) belongs to no room of the table")
      let permitted = try #require(Self.allowed[room]).union(Self.language)
      for name in try Self.imports(of: file) {
        #expect(permitted.contains(name), "\(file) imports \(name), which \(room) must not know")
      }
    }
  }

  @Test("Nobody imports Foundation")
  func noFoundation() throws {
    for file in try Self.sourceFiles() {
      #expect(try Self.imports(of: file).allSatisfy { !$0.hasPrefix("Foundation") }, "\(file)")
    }
  }

  static func sourceFiles() throws -> [String] {
    try ["Sources", "Workloads", "Benchmarks"].flatMap {
      try Repository.files(below: $0, endingIn: ".swift")
    }
  }

  static func room(of file: String) -> String? {
    allowed.keys.filter { file.hasPrefix($0 + "/") }.max { $0.count < $1.count }
  }

  /// Names after `import`, whatever access level or attribute stands before it.
  static func imports(of file: String) throws -> [String] {
    try Repository.lines(of: file).compactMap { line in
      let words = line.split(separator: " ")
      guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
        words[..<position].allSatisfy({
          ["package", "public", "internal", "private", "@preconcurrency"].contains($0)
        })
      else { return nil }
      return String(words[position + 1])
    }
  }
}

// swift-tools-version: 6.2
import PackageDescription

let features = ["ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility"]
/// One set of rules for every target: what it turns on is an error when broken.
let strict: [SwiftSetting] =
  features.map { .enableUpcomingFeature($0) } + [
    .swiftLanguageMode(.v6), .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    // CLinux shows what glibc hides without it; every module must then see the same declarations.
    .unsafeFlags(["-Xcc", "-D_GNU_SOURCE"]),
  ]
/// Numeric targets work on raw panels of floats, where every line would carry the `unsafe` mark.
let strictMemory: [SwiftSetting] = strict + [.strictMemorySafety()]

/// A job's executable and the launcher start fastest, and need nothing of the image, when static.
/// Debug information stays in the object files: providers hash these executables at every start.
func linking(_ flag: String) -> [LinkerSetting] {
  [.unsafeFlags([flag, "-Xlinker", "--strip-debug"], .when(configuration: .release))]
}
let (allStatic, staticRuntime) = (linking("-static-executable"), linking("-static-stdlib"))
typealias Dependency = Target.Dependency

func room(
  _ name: String, documents: [String] = [], settings: [SwiftSetting] = strictMemory,
  _ dependencies: Dependency...
) -> Target {
  .target(name: name, dependencies: dependencies, exclude: documents, swiftSettings: settings)
}

/// One CPU level of the kernels: the same source, compiled for another processor.
func level(_ name: String, cpu: String) -> Target {
  let settings = strict + [.unsafeFlags(["-Xcc", "-march=\(cpu)"], .when(platforms: [.linux]))]
  return .target(name: name, dependencies: ["Microkernels"], swiftSettings: settings)
}

func tool(
  _ name: String, path: String? = nil, documents: [String] = [],
  linking: [LinkerSetting] = staticRuntime, _ dependencies: Dependency...
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: path, exclude: documents,
    swiftSettings: strictMemory, linkerSettings: linking)
}

/// Test targets see what `TestSupport` shows, and `Crypto`, besides what they test.
func tests(_ name: String, documents: [String] = [], _ dependencies: Dependency...) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["Content", "Crypto", "Linux", "TestSupport"],
    exclude: documents, swiftSettings: strictMemory)
}
/// C libraries of the system, with what pkg-config calls them where it has to be asked.
let libraries: [(name: String, package: String?)] = [
  ("CSeccomp", "libseccomp"), ("COpenSSL", "libcrypto"), ("CArchive", nil), ("CTss2", "tss2-esys"),
  ("CVector", nil), ("CMicroHTTP", "libmicrohttpd"),
]
let package = Package(
  name: "assay",
  targets: libraries.map { .systemLibrary(name: $0.name, pkgConfig: $0.package) } + [
    .target(name: "CLinux"),
    room("Linux", "CLinux"),
    room("Crypto", "COpenSSL"),
    room("Content", "Crypto", "Linux"),
    room("Age", "Content", "Crypto", "Linux"),
    room("Images", "Content", "Crypto", "Linux", "CArchive"),
    room("LaunchProtocol"),
    room("Cells", "CLinux", "LaunchProtocol", "Linux"),
    room("Relay", "Linux"),
    room("Sandbox", "Linux", "LaunchProtocol", "CSeccomp"),
    room(
      "Attestation", documents: ["STATEMENT.md", "statement.schema.json"], "Content", "Crypto"),
    room("Transparency", documents: ["LOG.md"], "Content", "Crypto", "Linux"),
    room(
      "Evidence", documents: ["EVIDENCE.md", "policy.schema.json"], "Attestation", "Content",
      "Crypto", "Linux", "Transparency"),
    room("Traces", "Attestation", "Content", "Transparency"),
    room("PlatformModule", "CTss2", "Content", "Crypto", "Evidence"),
    room("Jobs", documents: ["job.schema.json"], "Content", "Crypto", "Linux"),
    room(
      "Verification",
      documents: ["verdict.schema.json", "bundle.schema.json", "log-entry.schema.json"],
      "Attestation", "Content", "Crypto", "Evidence", "Jobs", "NumPyFormat", "Traces",
      "Transparency"),
    room(
      "Audit", documents: ["FINDINGS.md", "audit.schema.json"], "Attestation", "Content", "Crypto",
      "Evidence", "Jobs", "Transparency", "Verification"),
    room("Report", "Audit", "Content", "Crypto", "Transparency", "Verification"),
    room("Exchange", "Age", "Attestation", "Content", "Crypto", "Evidence", "Jobs", "Linux"),
    room(
      "Provider", "Age", "Attestation", "Content", "Crypto", "Evidence", "Exchange", "Images",
      "Jobs", "Linux", "Sandbox", "Traces"),
    room(
      "Requestor", "Age", "Attestation", "Content", "Crypto", "Evidence", "Exchange", "Jobs",
      "Linux", "Traces", "Verification"),
    room("NumPyFormat"),
    room("Microkernels", settings: strict, "CVector"),
    level("MicrokernelsBaseline", cpu: "nehalem"),
    level("MicrokernelsAVX2", cpu: "haswell"),
    level("MicrokernelsAVX512", cpu: "skylake-avx512"),
    level("MicrokernelsVNNI", cpu: "cascadelake"),
    room(
      "Kernels", settings: strict, "Linux", "Microkernels", "MicrokernelsBaseline",
      "MicrokernelsAVX2", "MicrokernelsAVX512", "MicrokernelsVNNI"),
    room(
      "LogService", "CMicroHTTP", "Content", "Crypto", "Linux", "Transparency", "Verification"),
    tool("assay-log-server", "Content", "Linux", "LogService", "Transparency"),
    tool(
      "assay-launcher", linking: allStatic, "CLinux", "Cells", "LaunchProtocol", "Linux", "Relay"),
    tool("assay-sandbox", linking: allStatic, "Cells", "LaunchProtocol", "Linux", "Sandbox"),
    tool(
      "assay", documents: ["Schemas"], "Attestation", "Content", "Audit", "Crypto", "Evidence",
      "Exchange", "Images", "Jobs", "Linux", "PlatformModule", "Provider", "Report", "Requestor",
      "Sandbox", "Transparency", "Verification"),
    tool("adversary", "Content", "Exchange", "Jobs", "Linux", "Provider", "Sandbox", "Traces"),
    tool(
      "benchmarks", path: "Benchmarks",
      documents: ["peers-install", "Elementwise/onednn.c", "Elementwise/sleef.c"], "Attestation",
      "Audit", "COpenSSL", "Content", "Crypto", "Evidence", "Jobs", "Kernels", "Linux",
      "LogService", "Microkernels", "Sandbox", "Traces", "Transparency", "Verification"),
    tool("matmul", path: "Workloads/Matmul", linking: allStatic, "Kernels", "Linux", "NumPyFormat"),
    tool("matmul-blas", path: "Workloads/MatmulBLAS", "Kernels", "Linux", "NumPyFormat"),
    .target(
      name: "TestSupport", dependencies: ["Content", "Linux"], path: "Tests/TestSupport",
      swiftSettings: strictMemory),
    .executableTarget(name: "attacks", path: "Tests/Attacks", linkerSettings: allStatic),
    tool("log-writer", path: "Tests/LogWriter", "Content", "Crypto", "Linux", "Transparency"),
    tool("bystander", path: "Tests/Bystander", linking: allStatic, "Linux", "Sandbox"),
    tool(
      "kernels-digest", path: "Tests/KernelsDigest", linking: allStatic, "Kernels", "Linux",
      "Microkernels"),
    tests("LinuxTests"), tests("CryptoTests"), tests("ContentTests"), tests("AgeTests", "Age"),
    tests("ImagesTests", "Images"), tests("LaunchProtocolTests", "LaunchProtocol"),
    tests("SandboxTests", "CSeccomp", "LaunchProtocol", "Sandbox"), tests("RelayTests", "Relay"),
    tests("AttestationTests", "Attestation"), tests("TransparencyTests", "Transparency"),
    tests("TracesTests", "Attestation", "Traces"), tests("JobsTests", "Jobs"),
    tests("EvidenceTests", "Attestation", "Evidence"), tests("MatmulTests", "NumPyFormat"),
    tests("PlatformModuleTests", "Evidence", "PlatformModule"), tests("ProviderTests", "Provider"),
    tests(
      "VerificationTests", "Attestation", "Evidence", "Jobs", "NumPyFormat", "Traces",
      "Transparency", "Verification"),
    tests(
      "AuditTests", "Attestation", "Audit", "Evidence", "Jobs", "Report", "Traces", "Transparency",
      "Verification"),
    tests("RequestorTests", "Age", "Evidence", "Exchange", "Jobs", "Requestor"),
    tests("JourneyTests", documents: ["fake-tsm.c"], "NumPyFormat", "Transparency"),
    tests("NumPyFormatTests", "NumPyFormat"), tests("KernelsTests", "Kernels", "Microkernels"),
    tests("ConformanceTests", "Age", "Attestation", "Evidence", "Transparency"),
    tests("HostileTests", documents: ["guest-init"], "Images", "Sandbox"), tests("TidyTests"),
  ]
)

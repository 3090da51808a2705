// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every target: what it turns on is an error when broken.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]
/// Numeric targets work on raw panels of floats, where every line would carry the `unsafe` mark.
let strictMemory: [SwiftSetting] = strict + [.strictMemorySafety()]

/// A job's executable and the launcher start fastest, and need nothing of the image, when fully static.
let fullyStatic: [LinkerSetting] = [
  .unsafeFlags(["-static-executable"], .when(configuration: .release))
]
let staticRuntime: [LinkerSetting] = [
  .unsafeFlags(["-static-stdlib"], .when(configuration: .release))
]

func room(
  _ name: String, documents: [String] = [], _ dependencies: Target.Dependency...
) -> Target {
  .target(name: name, dependencies: dependencies, exclude: documents, swiftSettings: strictMemory)
}

func numeric(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tool(
  _ name: String, path: String? = nil, linking: [LinkerSetting] = staticRuntime,
  _ dependencies: Target.Dependency...
) -> Target {
  .executableTarget(
    name: name, dependencies: dependencies, path: path, swiftSettings: strictMemory,
    linkerSettings: linking)
}

func tests(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strictMemory)
}

let package = Package(
  name: "assay",
  targets: [
    .target(name: "CLinux"),
    .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp"),
    .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto"),
    .systemLibrary(name: "CArchive"),

    room("Linux", "CLinux"),
    room("Crypto", "COpenSSL"),
    room("Content", "Crypto", "Linux"),
    room("Images", "Content", "Crypto", "Linux", "CArchive"),
    room(
      "Attestation", documents: ["STATEMENT.md", "statement.schema.json"], "Content", "Crypto"),
    room("Jobs", documents: ["job.schema.json"], "Content", "Crypto", "Linux"),
    room(
      "Verification", documents: ["verdict.schema.json", "bundle.schema.json"], "Attestation",
      "Content", "Crypto", "Jobs"),
    room("Exchange", "Attestation", "Content", "Crypto", "Jobs", "Linux"),
    room(
      "Requestor", "Attestation", "Content", "Crypto", "Exchange", "Jobs", "Linux", "Verification"),
    room("NumPyFormat"),

    tool(
      "benchmarks", path: "Benchmarks", "Attestation", "COpenSSL", "Content", "Crypto", "Linux"),
    tool("matmul", path: "Workloads/Matmul", linking: fullyStatic, "NumPyFormat", "Linux"),

    .target(
      name: "TestSupport", dependencies: ["Content", "Linux"], path: "Tests/TestSupport",
      swiftSettings: strictMemory),
    tests("CryptoTests", "Crypto", "TestSupport"),
    tests("ContentTests", "Content", "Crypto", "Linux", "TestSupport"),
    tests("ImagesTests", "Images", "Content", "Linux", "TestSupport"),
    tests("AttestationTests", "Attestation", "Content", "Crypto", "Linux", "TestSupport"),
    tests("ConformanceTests", "Attestation", "Content", "Crypto", "TestSupport"),
    tests("JobsTests", "Jobs", "Content", "Crypto", "Linux", "TestSupport"),
    tests(
      "VerificationTests", "Verification", "Attestation", "Content", "Crypto", "Jobs", "Linux",
      "TestSupport"),
    tests("NumPyFormatTests", "NumPyFormat"),
    tests("MatmulTests", "CLinux", "Linux", "NumPyFormat"),
    tests("TidyTests", "Linux", "TestSupport"),
  ]
)

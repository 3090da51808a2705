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

func room(_ name: String, _ dependencies: Target.Dependency...) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strictMemory)
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
    .systemLibrary(name: "CArchive", pkgConfig: "libarchive"),

    room("Linux", "CLinux"),
    room("LaunchProtocol"),
    room("Sandbox", "Linux", "LaunchProtocol", "CSeccomp"),
    tool("assay-launcher", linking: fullyStatic, "Linux", "CLinux", "LaunchProtocol"),
    room("Crypto", "COpenSSL"),
    room("Content", "Crypto", "Linux"),

    tests("LinuxTests", "Linux"),
    tests("LaunchProtocolTests", "LaunchProtocol"),
    tests("SandboxTests", "Sandbox", "Linux"),
    tests("TidyTests", "Linux"),
  ]
)

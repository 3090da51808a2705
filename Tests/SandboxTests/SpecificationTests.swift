import Linux
import Sandbox
import Testing

@Suite struct SpecificationTests {
  static let good = ExecutionSpecification(layers: ["/nowhere"], command: ["true"])

  static let bad: [(field: String, specification: ExecutionSpecification)] = [
    ("layers", .init(layers: [], command: ["true"])),
    ("layers", .init(layers: ["relative"], command: ["true"])),
    ("command", .init(layers: ["/l"], command: [])),
    ("command", .init(layers: ["/l"], command: [""])),
    ("command", .init(layers: ["/l"], command: ["a\0b"])),
    ("workingDirectory", .init(layers: ["/l"], command: ["a"], workingDirectory: "tmp")),
    ("environment", .init(layers: ["/l"], command: ["a"], environment: [.init("A=B", "c")])),
    ("environment", .init(layers: ["/l"], command: ["a"], environment: [.init("", "c")])),
    ("environment.A", .init(layers: ["/l"], command: ["a"], environment: [.init("A", "\0")])),
    (
      "inputs", .init(layers: ["/l"], command: ["a"], inputs: [.init(name: "../x", hostPath: "/x")])
    ),
    (
      "inputs",
      .init(
        layers: ["/l"], command: ["a"],
        inputs: [.init(name: "x", hostPath: "/x"), .init(name: "x/y", hostPath: "/x")])
    ),
    (
      "inputs",
      .init(
        layers: ["/l"], command: ["a"],
        inputs: [.init(name: "x", hostPath: "/x"), .init(name: "x", hostPath: "/y")])
    ),
    ("inputs.x", .init(layers: ["/l"], command: ["a"], inputs: [.init(name: "x", hostPath: "x")])),
    (
      "limits.memoryBytes",
      .init(layers: ["/l"], command: ["a"], limits: Limits(memoryBytes: 1))
    ),
    (
      "limits.outputBytes",
      .init(layers: ["/l"], command: ["a"], limits: Limits(outputBytes: .max))
    ),
  ]

  private static func endpoint(_ text: String, _ port: UInt16 = 443) -> InternetEndpoint {
    InternetEndpoint(InternetAddress(text) ?? .unspecified, port: port)
  }

  static let badNetworks: [[InternetEndpoint]] =
    [
      [], (1...17).map { endpoint("203.0.113.5", $0) },
      [endpoint("203.0.113.5"), endpoint("203.0.113.5")], [endpoint("203.0.113.5", 0)],
    ]
    + ["127.0.0.1", "::1", "169.254.169.254", "::ffff:10.0.0.1", "0.0.0.0", "ff02::1"].map {
      [endpoint($0)]
    }

  @Test("A network that cannot or must not be is refused", arguments: badNetworks)
  func refusedNetwork(endpoints: [InternetEndpoint]) async throws {
    let busybox = try #require(Busybox.shared, "no launcher or no busybox")
    let error = await #expect(throws: SandboxError.self) {
      try await busybox.run(busybox.specification("true", network: .allow(endpoints)))
    }
    #expect(error?.code == .invalidSpecification(field: "network"))
  }

  @Test("The strict class knows nobody outside")
  func strictNetwork() async throws {
    let busybox = try #require(Busybox.shared, "no launcher or no busybox")
    let error = await #expect(throws: SandboxError.self) {
      try await busybox.run(
        busybox.specification(
          "true", determinism: .strict, network: .allow([Self.endpoint("203.0.113.5")])))
    }
    #expect(error?.code == .invalidSpecification(field: "network"))
    let outcome = try await busybox.run(
      busybox.specification("true", determinism: .strict, network: .loopback))
    #expect(outcome.termination == .exited(code: 0))
  }

  @Test("A specification that cannot work is refused with the field's name", arguments: bad)
  func refused(field: String, specification: ExecutionSpecification) async throws {
    let busybox = try #require(Busybox.shared, "no launcher or no busybox")
    let error = await #expect(throws: SandboxError.self) { try await busybox.run(specification) }
    #expect(error?.code == .invalidSpecification(field: field))
  }

  @Test("A missing image layer or input is an error of the system")
  func missingFiles() async throws {
    let busybox = try #require(Busybox.shared, "no launcher or no busybox")
    let missing = ExecutionSpecification(
      layers: ["/nowhere"], command: ["true"], requirements: Busybox.requirements)
    let error = await #expect(throws: SandboxError.self) { try await busybox.run(missing) }
    #expect(error?.cause?.isNotFound == true)
    let input = busybox.specification("true", inputs: [.init(name: "x", hostPath: "/nowhere")])
    let inputError = await #expect(throws: SandboxError.self) { try await busybox.run(input) }
    #expect(inputError?.cause?.isNotFound == true)
  }

  @Test(
    "A job that requires a layer that the host lacks is refused before anything runs",
    .enabled(if: !Busybox.hasGroups, "only an ordinary user lacks layers here"))
  func refusal() async throws {
    let busybox = try #require(Busybox.shared, "no launcher or no busybox")
    let specification = ExecutionSpecification(layers: [busybox.layer], command: ["true"])
    let error = await #expect(throws: SandboxError.self) { try await busybox.run(specification) }
    guard case .isolationUnavailable(let reasons) = error?.code else {
      Issue.record("unexpected error \(String(describing: error))")
      return
    }
    #expect(Set(reasons.keys) == Layer.controlGroupLayers)
  }
}

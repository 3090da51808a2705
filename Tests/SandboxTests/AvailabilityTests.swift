import Linux
import Sandbox
import Testing

@Suite struct AvailabilityTests {
  @Test("Every layer is listed once; one that is missing has a reason and a mend")
  func listing() {
    let list = Sandbox.availability()
    #expect(list.map(\.layer) == Layer.allCases)
    for entry in list {
      #expect(entry.available == (entry.reason == nil))
      #expect(entry.available == (entry.mend == nil))
    }
    let missing = Set(list.filter { !$0.available && $0.layer.isGeneral }.map(\.layer))
    #expect(missing == (Busybox.hasGroups ? [] : Layer.controlGroupLayers))
  }

  @Test("The trial finds what the listing promises, and every limit has its means or a mend")
  func trial() async throws {
    let busybox = try #require(Busybox.shared, "no launcher or no busybox")
    #expect(try await busybox.sandbox.tryLayers() == Sandbox.availability())
    let networks = try await busybox.sandbox.tryNetworks()
    #expect(networks.map(\.name) == ["none", "loopback", "allow"])
    for network in networks { #expect(network.available, "\(network)") }
    for limit in busybox.sandbox.limits() {
      #expect(limit.available == (limit.reason == nil) && limit.available == (limit.mend == nil))
    }
  }

  @Test("The profile is the same for the same confinement, and differs with it")
  func profile() throws {
    let busybox = try #require(Busybox.shared, "no launcher or no busybox")
    let standard = busybox.specification("true")
    let profile = try busybox.sandbox.profile(for: standard)
    #expect(try profile == busybox.sandbox.profile(for: standard))
    #expect(profile.text.contains("layer landlock\n"))
    #expect(profile.mountTable.contains("mount / overlay ro,nodev,nosuid\n"))
    let strict = try busybox.sandbox.profile(
      for: busybox.specification("true", determinism: .strict))
    #expect(strict.filter != profile.filter)
    #expect(strict.text != profile.text)
    let endpoint = InternetEndpoint(try #require(InternetAddress("203.0.113.5")), port: 443)
    let networks = try [Network.none, .loopback, .allow([endpoint])].map {
      try busybox.sandbox.profile(for: busybox.specification("true", network: $0))
    }
    #expect(networks[0] == profile)
    #expect(networks[1].filter == networks[2].filter && networks[1].filter != profile.filter)
    #expect(networks[1].text.contains("\nnetwork loopback\n"))
    #expect(networks[2].text.contains("\nnetwork tcp 203.0.113.5:443\n"))
  }
}

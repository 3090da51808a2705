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
    let missing = Set(list.filter { !$0.available }.map(\.layer))
    #expect(missing == (Busybox.hasGroups ? [] : Layer.controlGroupLayers))
  }

  @Test("The trial finds what the listing promises, and every limit has its means or a mend")
  func trial() async throws {
    let busybox = try #require(Busybox.shared, "no launcher or no busybox")
    #expect(try await busybox.sandbox.tryLayers() == Sandbox.availability())
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
  }
}

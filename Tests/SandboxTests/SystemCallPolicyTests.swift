import Sandbox
import Testing

@Suite struct SystemCallPolicyTests {
  @Test("Both policies compile, to the same bytes every time, and differ")
  func compiles() throws {
    let standard = try SystemCallPolicy.standard.compiled()
    #expect(standard.count % 8 == 0)
    #expect(standard.count > 100 * 8)
    #expect(standard == (try SystemCallPolicy.standard.compiled()))
    #expect(standard != (try SystemCallPolicy.strict.compiled()))
    let relay = try SystemCallPolicy.relay.compiled()
    #expect(relay.count < standard.count && relay.count < 32 << 10)
  }
}

import Sandbox
import Testing

/// Jobs that attack, each with what has to come of it; a sibling job and the host stay untouched.
@Suite(.serialized, .besideSibling) struct AttackTests {
  let arena: Arena

  init() throws {
    arena = try Arena.shared.get()
  }

  @Test("An attack comes to nothing", arguments: Attack.all)
  func attack(_ attack: Attack) async throws {
    try await run(attack, on: nil)
  }

  @Test(
    "Nor does one on files where the root is an EROFS image",
    .enabled(if: ImageArena.isPossible, ImageArena.absence),
    arguments: Attack.onHostView + Attack.onDescriptors + Attack.onSpace + Attack.onOutputs)
  func attackOnImage(_ attack: Attack) async throws {
    try await run(attack, on: try ImageArena.image.get())
  }

  private func run(_ attack: Attack, on image: String?) async throws {
    let requirements: Requirements = attack.needsGroups ? .all : Arena.requirements
    let specification = arena.specification(
      attack.command, limits: attack.limits, image: image, requirements: requirements)
    if attack.needsGroups && !Arena.hasGroups {
      let error = await #expect(throws: SandboxError.self) { try await arena.run(specification) }
      guard case .isolationUnavailable(let missing) = error?.code else {
        Issue.record("unexpected error \(String(describing: error))")
        return
      }
      #expect(Set(missing.keys) == Layer.controlGroupLayers)
      return
    }
    let (outcome, files) = try await arena.run(specification)
    #expect(outcome.termination == attack.termination, "\(outcome.errors)\(outcome.output)")
    if case .exactly(let words) = attack.words { #expect(outcome.output == words) }
    #expect(outcome.refusedOutputs == attack.refused)
    if let expected = attack.files { #expect(files == expected) }
    #expect(try arena.canary.isUntouched())
    // However busy the host is: what would go on for ever was ended, and nothing hung.
    #expect(outcome.usage.wallMicroseconds < 180_000_000)
  }

  @Test("A refusal that is recorded is the same refusal", arguments: Attack.onSystemCalls)
  func recorded(_ attack: Attack) async throws {
    let outcome = try await arena.run(
      ExecutionSpecification(
        layers: [arena.layer], command: attack.command, limits: attack.limits,
        requirements: Arena.requirements, recordsViolations: true)
    ).outcome
    #expect(outcome.termination == attack.termination, "\(outcome.errors)\(outcome.output)")
    if case .exactly(let words) = attack.words { #expect(outcome.output == words) }
    // Some of these the filter lets through, and the kernel refuses.
    #expect(outcome.violations.map { $0.count <= 1 } == true, "\(outcome.violations ?? [])")
  }

  @Test("The table covers every call that the program can make")
  func completeness() async throws {
    let outcome = try await arena.run(arena.specification(["/bin/attacks", "list-calls"])).outcome
    #expect(
      outcome.output.split(separator: "\n").map(String.init).sorted() == Attack.callNames.sorted())
    #expect(Attack.all.count >= 60)
  }
}

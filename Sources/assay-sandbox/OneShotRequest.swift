import Sandbox

/// The command line of `assay-sandbox`.
struct OneShotRequest {
  let stateDirectory: String
  let specification: ExecutionSpecification

  /// Nil if it makes no sense.
  init?(_ words: [String]) {
    var roots: [String] = []
    var state: String?
    var requirements = Requirements.all
    var rest = words[...]
    reading: while let word = rest.popFirst() {
      switch word {
      case "--": break reading
      case "--unenforced-limits": requirements = .withoutControlGroups
      case "--root":
        guard let root = rest.popFirst() else { return nil }
        roots.append(root)
      case "--state":
        guard state == nil, let directory = rest.popFirst() else { return nil }
        state = directory
      default: return nil
      }
    }
    guard let state, !roots.isEmpty, !rest.isEmpty else { return nil }
    stateDirectory = state
    specification = ExecutionSpecification(
      layers: roots, command: Array(rest), requirements: requirements)
  }
}

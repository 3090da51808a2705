package import Content

/// The outputs that a job declares; what else it leaves below `/out` is not collected.
package struct Outputs: Hashable, Sendable {
  private static let most = 1024

  /// In ascending order, each once.
  package let declarations: [OutputDeclaration]
  /// The same, to look up: a statement may have thousands of outputs to hold against it.
  private let index: Set<OutputDeclaration>

  /// Reads a list in any order.
  ///
  /// - Throws: where an entry is malformed, stands twice, or uses a declared file as a directory.
  package init(declared field: JSONField) throws(FieldError) {
    let fields = try field.elements(atMost: Self.most)
    var declarations: [OutputDeclaration] = []
    var seen: Set<RelativePath> = []
    for field in fields {
      guard case .string(let text)? = field.value, let output = OutputDeclaration(text) else {
        throw field.expected(
          "\(RelativePath.rule); a whole directory ends in “/”, such as “results/”")
      }
      guard seen.insert(output.path).inserted else {
        throw field.expected("each output once, as a file or as a directory")
      }
      declarations.append(output)
    }
    self.declarations = declarations.sorted()
    index = Set(declarations)
    let conflicts = RelativePath.below(files: files, among: declarations.map(\.path))
    for (field, output) in zip(fields, declarations) where conflicts.contains(output.path) {
      throw field.expected("a path of which no directory is itself a declared file")
    }
  }

  /// Reads a specification's list, which is in ascending order.
  package init(reading field: JSONField) throws(FieldError) {
    try self.init(declared: field)
    guard json == field.value else { throw field.expected("outputs in ascending order") }
  }

  /// The files that must be there when the job succeeds.
  package var files: [RelativePath] {
    declarations.compactMap {
      if case .file(let path) = $0 { path } else { nil }
    }
  }

  /// Whether the file at `path` is declared, by itself or with its directory.
  package func cover(_ path: RelativePath) -> Bool {
    index.contains(.file(path)) || path.directories.contains { index.contains(.directory($0)) }
  }

  package var json: JSON { .strings(declarations.map(\.description)) }
}

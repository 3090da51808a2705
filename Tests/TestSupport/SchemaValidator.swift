package import Linux

/// PyPI's `jsonschema`, which judges documents by the schemas that this house publishes.
package enum SchemaValidator {
  /// A Python that has it; nil where there is none.
  package static let python: String? = Repository.python(with: "jsonschema")

  /// Arguments: the pointer to a definition, or nothing; schemas, the one to judge by first, then
  /// `--`, then the documents.
  private static let script = """
    import json, sys, jsonschema, referencing
    cut = sys.argv.index("--")
    schemas = [json.load(open(path)) for path in sys.argv[2:cut]]
    for schema in schemas:
        jsonschema.Draft202012Validator.check_schema(schema)
    registry = referencing.Registry().with_contents([(s["$id"], s) for s in schemas])
    wanted = {"$ref": schemas[0]["$id"] + sys.argv[1]}
    validator = jsonschema.Draft202012Validator(wanted, registry=registry)
    for path in sys.argv[cut + 1:]:
        print("valid" if validator.is_valid(json.load(open(path))) else "invalid")
    """

  /// Whether each of `documents` is valid by the first of `schemas`; the others are those that it
  /// refers to. Schemas are paths below the checkout.
  ///
  /// - Parameter definition: one of the schema's `$defs` to judge by instead of the whole.
  package static func judge(
    _ documents: [[UInt8]], by schemas: [String], definition: String? = nil
  ) throws(SystemError) -> [Bool] {
    guard let python else { throw SystemError("find", "jsonschema", code: 2) }
    let directory = try TemporaryDirectory()
    let handle = try FileDescriptor.open(directory.path, [.readOnly, .directory])
    let pointer = definition.map { "#/$defs/\($0)" } ?? ""
    var arguments =
      [python, "-c", script, pointer] + schemas.map { "\(Repository.root)/\($0)" } + ["--"]
    for (index, document) in documents.enumerated() {
      try handle.write(document, to: "\(index).json", .atomic)
      arguments.append("\(directory.path)/\(index).json")
    }
    return try Repository.output(of: arguments).split(separator: "\n").map { $0 == "valid" }
  }
}

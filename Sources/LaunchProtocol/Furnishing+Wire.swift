extension Furnishing {
  func encode(into writer: inout WireWriter) {
    root.encode(into: &writer)
    writer.write(list: inputTrees) { $1.encode(into: &$0) }
    writer.write(list: inputs) {
      $0.write($1.name)
      $0.write($1.tree)
      $0.write($1.file)
    }
    for space in [output, scratch] {
      writer.write(space.bytes)
      writer.write(space.files)
    }
    writer.write(landlock != nil)
    landlock?.encode(into: &writer)
    writer.write(seed)
    confinement.encode(into: &writer)
    writer.write(network != nil)
    network?.encode(into: &writer)
  }

  init(from reader: inout WireReader) throws(WireError) {
    root = try Tree(from: &reader)
    inputTrees = try reader.list("input trees", limit: WireLimits.inputs) {
      reader throws(WireError) in
      try Tree(from: &reader)
    }
    inputs = try reader.list("inputs", limit: WireLimits.inputs) { reader throws(WireError) in
      Input(
        name: try reader.text("input name", limit: WireLimits.path),
        tree: try reader.number(UInt16.self),
        file: try reader.text("input file", limit: WireLimits.path))
    }
    output = try Space(from: &reader)
    scratch = try Space(from: &reader)
    landlock = try reader.flag("landlock") ? LandlockRules(from: &reader) : nil
    seed = try reader.raw("seed", limit: WireLimits.seed)
    confinement = try Confinement(from: &reader)
    network = try reader.flag("network") ? NetworkPlan(from: &reader) : nil
  }
}

extension Furnishing.Tree {
  fileprivate func encode(into writer: inout WireWriter) {
    switch self {
    case .descriptor(let position):
      writer.write(UInt8(0))
      writer.write(position)
    case .layers(let paths):
      writer.write(UInt8(1))
      writer.write(list: paths) { $0.write($1) }
    }
  }

  fileprivate init(from reader: inout WireReader) throws(WireError) {
    switch try reader.number(UInt8.self) {
    case 0: self = .descriptor(try reader.number(UInt16.self))
    case 1:
      self = .layers(
        try reader.list("layers", limit: WireLimits.layers) { reader throws(WireError) in
          try reader.text("layer", limit: WireLimits.path)
        })
    case let tag: throw .unknownValue(field: "tree", value: UInt64(tag))
    }
  }
}

extension Furnishing.Space {
  fileprivate init(from reader: inout WireReader) throws(WireError) {
    bytes = try reader.number(UInt64.self)
    files = try reader.number(UInt64.self)
  }
}

extension LandlockRules {
  fileprivate func encode(into writer: inout WireWriter) {
    writer.write(files)
    writer.write(network)
    writer.write(scopes)
    writer.write(list: exceptions) {
      $0.write($1.path)
      $0.write($1.access)
    }
    writer.write(list: ports) { $0.write($1) }
  }

  fileprivate init(from reader: inout WireReader) throws(WireError) {
    files = try reader.number(UInt64.self)
    network = try reader.number(UInt64.self)
    scopes = try reader.number(UInt64.self)
    exceptions = try reader.list("exceptions", limit: WireLimits.rules) {
      reader throws(WireError) in
      Exception(
        path: try reader.text("exception", limit: WireLimits.path),
        access: try reader.number(UInt64.self))
    }
    ports = try reader.list("ports", limit: WireLimits.endpoints) { reader throws(WireError) in
      try reader.number(UInt16.self)
    }
  }
}

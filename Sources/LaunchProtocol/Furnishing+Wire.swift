extension Furnishing {
  func encode(into writer: inout WireWriter) {
    switch root {
    case .descriptor(let position):
      writer.write(UInt8(0))
      writer.write(position)
    case .layers(let paths):
      writer.write(UInt8(1))
      writer.write(list: paths) { $0.write($1) }
    }
    writer.write(list: inputs) { writer, input in
      writer.write(input.name)
      switch input.source {
      case .descriptor(let position):
        writer.write(UInt8(0))
        writer.write(position)
      case .path(let path):
        writer.write(UInt8(1))
        writer.write(path)
      }
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
    root = try Self.root(&reader)
    inputs = try reader.list("inputs", limit: WireLimits.inputs, Self.input)
    output = try Space(from: &reader)
    scratch = try Space(from: &reader)
    landlock = try reader.flag("landlock") ? LandlockRules(from: &reader) : nil
    seed = try reader.raw("seed", limit: WireLimits.seed)
    confinement = try Confinement(from: &reader)
    network = try reader.flag("network") ? NetworkPlan(from: &reader) : nil
  }

  private static func root(_ reader: inout WireReader) throws(WireError) -> Root {
    switch try reader.number(UInt8.self) {
    case 0: return .descriptor(try reader.number(UInt16.self))
    case 1:
      let layers = try reader.list("layers", limit: WireLimits.layers) {
        reader throws(WireError) in
        try reader.text("layer", limit: WireLimits.path)
      }
      return .layers(layers)
    case let tag: throw .unknownValue(field: "root", value: UInt64(tag))
    }
  }

  private static func input(_ reader: inout WireReader) throws(WireError) -> Input {
    let name = try reader.text("input name", limit: WireLimits.path)
    switch try reader.number(UInt8.self) {
    case 0: return Input(name: name, source: .descriptor(try reader.number(UInt16.self)))
    case 1:
      return Input(name: name, source: .path(try reader.text("input", limit: WireLimits.path)))
    case let tag: throw .unknownValue(field: "input source", value: UInt64(tag))
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

package import Content

/// One step from a document down to a value in it.
package enum Step: Hashable {
  case name(String)
  case index(Int)
}

extension JSON {
  /// Ways to every value in this document, itself excluded.
  package var paths: [[Step]] {
    switch self {
    case .object(let object):
      object.members.flatMap { member in
        [[.name(member.name)]] + member.value.paths.map { [.name(member.name)] + $0 }
      }
    case .array(let elements):
      elements.enumerated().flatMap { index, element in
        [[.index(index)]] + element.paths.map { [.index(index)] + $0 }
      }
    default: []
    }
  }

  package subscript(path: ArraySlice<Step>) -> JSON? {
    switch (self, path.first) {
    case (_, nil): self
    case (.object(let object), .name(let name)?): object[name]?[path.dropFirst()]
    case (.array(let elements), .index(let index)?): elements[index][path.dropFirst()]
    default: nil
    }
  }

  /// This document with another value at `path`; nil removes it.
  package func replacing(_ path: ArraySlice<Step>, with value: JSON?) -> JSON {
    guard let step = path.first else { return value ?? .null }
    let isLast = path.count == 1
    switch (self, step) {
    case (.object(var object), .name(let name)):
      object[name] = isLast ? value : object[name]?.replacing(path.dropFirst(), with: value)
      return .object(object)
    case (.array(var elements), .index(let index)):
      if isLast && value == nil {
        elements.remove(at: index)
      } else {
        elements[index] = elements[index].replacing(path.dropFirst(), with: value)
      }
      return .array(elements)
    default: return self
    }
  }

  /// This document with another value at the dotted path, for example `predicate.lease.nonce`.
  package func replacing(_ path: String, with value: JSON?) -> JSON {
    let steps = path.split(separator: ".").map { part in
      Int(part).map { Step.index($0) } ?? .name(String(part))
    }
    return replacing(steps[...], with: value)
  }

  /// Another value of the same kind.
  package var changed: JSON {
    switch self {
    case .null: .boolean(true)
    case .boolean(let value): .boolean(!value)
    case .number(let value): .number(value + 1)
    case .string(let text):
      .string(text.hasSuffix("0") ? text.dropLast() + "1" : text.dropLast() + "0")
    case .array(let elements):
      .array(elements.isEmpty ? [.string("x")] : Array(elements.dropLast()))
    case .object: .object(["x": .null])
    }
  }
}

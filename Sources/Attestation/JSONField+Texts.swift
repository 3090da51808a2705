import Content

extension JSONField {
  /// An array of at most `limit` strings.
  func texts(atMost limit: Int) throws(FieldError) -> [String] {
    var texts: [String] = []
    for element in try elements(atMost: limit) { texts.append(try element.string()) }
    return texts
  }

  /// An array of at most `limit` resource descriptors.
  func descriptors(atMost limit: Int) throws(FieldError) -> [ResourceDescriptor] {
    var descriptors: [ResourceDescriptor] = []
    for element in try elements(atMost: limit) {
      descriptors.append(try ResourceDescriptor(reading: element))
    }
    return descriptors
  }
}

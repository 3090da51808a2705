/// What a client asks, as far as it has been read.
package struct HTTPRequest: Sendable {
  package let method: String
  /// Decoded, without what stands behind a question mark.
  package let path: String
  /// What the client says that the body has; nil where it does not say.
  package let contentLength: Int?
  /// Whole once the request is answered, empty before.
  package internal(set) var body: [UInt8] = []

  package init(method: String, path: String, contentLength: Int? = nil, body: [UInt8] = []) {
    self.method = method
    self.path = path
    self.contentLength = contentLength
    self.body = body
  }
}

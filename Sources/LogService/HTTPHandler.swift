/// What a server does with requests. Called from several threads at once.
package protocol HTTPHandler: Sendable {
  /// Decides on a request whose head has come: how large a body it may bring (0 for none), or the
  /// refusal that it gets at once.
  func admit(_ head: HTTPRequest) -> HTTPAdmission

  /// Answers a request that was admitted and has come as a whole.
  func answer(_ request: HTTPRequest) -> HTTPAnswer
}

package enum HTTPAdmission: Sendable {
  case accepted(largestBody: Int)
  case refused(HTTPResponse)
}

package enum HTTPAnswer: Sendable {
  case now(HTTPResponse)
  /// The answer takes its time: the function is called once, and calls what it is given once, from
  /// any thread. The connection waits, and no thread does.
  case later(@Sendable (_ reply: @escaping @Sendable (HTTPResponse) -> Void) -> Void)
}

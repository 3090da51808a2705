import Synchronization

/// One request and its answer.
final class HTTPExchange: Sendable {
  private enum Phase: Sendable {
    case reading
    /// The handler has the request.
    case waiting
    case answered(HTTPResponse)
  }

  private struct State: Sendable {
    var request: HTTPRequest
    var phase = Phase.reading
    /// Bytes that were taken from the server's budget for bodies.
    var reserved = 0
  }

  private let largestBody: Int
  private let budget: BodyBudget
  private let state: Mutex<State>

  init(_ head: HTTPRequest, largestBody: Int, budget: BodyBudget) {
    self.largestBody = largestBody
    self.budget = budget
    state = Mutex(State(request: head))
  }

  deinit {
    budget.release(state.withLock { $0.reserved })
  }

  /// Takes room for a body of which the client says how large it is.
  func reserve(_ count: Int) -> Bool {
    guard budget.reserve(count) else { return false }
    state.withLock { $0.reserved += count }
    return true
  }

  /// Adds to the body; false where it grows too large.
  func append(_ bytes: [UInt8]) -> Bool {
    state.withLock { state in
      let size = state.request.body.count + bytes.count
      guard size <= largestBody else { return false }
      if size > state.reserved {
        // Without a length beforehand, room is taken in pieces.
        let piece = min(largestBody, size * 2) - state.reserved
        guard budget.reserve(piece) else { return false }
        state.reserved += piece
      }
      state.request.body += bytes
      return true
    }
  }

  enum Step: Sendable {
    case handle(HTTPRequest)
    case wait
    case send(HTTPResponse)
  }

  /// What is to be done now that the request is whole.
  func next() -> Step {
    state.withLock { state in
      switch state.phase {
      case .reading:
        state.phase = .waiting
        return .handle(state.request)
      case .waiting: return .wait
      case .answered(let response): return .send(response)
      }
    }
  }

  func answer(_ response: HTTPResponse) {
    state.withLock { $0.phase = .answered(response) }
  }
}

/// The bytes that all bodies may have together.
final class BodyBudget: Sendable {
  private let rest: Atomic<Int>

  init(_ bytes: Int) {
    rest = Atomic(bytes)
  }

  func reserve(_ count: Int) -> Bool {
    if rest.subtract(count, ordering: .relaxed).newValue >= 0 { return true }
    release(count)
    return false
  }

  func release(_ count: Int) {
    rest.add(count, ordering: .relaxed)
  }
}

import Synchronization

/// How a run came out: the first that is said about it, for the one who waits.
final class Ending: Sendable {
  typealias Result = Swift.Result<FinishedRun, SandboxError>

  private enum State {
    case open
    case awaited(CheckedContinuation<Result, Never>)
    case noted(Result)
  }

  private let state: Mutex<State> = Mutex(.open)

  /// What was said; nil as long as nothing was.
  var noted: Result? {
    state.withLock { state in
      if case .noted(let result) = state { result } else { nil }
    }
  }

  /// Says how it came out; only the first word counts.
  func note(_ result: Result) {
    let waiting = state.withLock { state -> CheckedContinuation<Result, Never>? in
      switch state {
      case .noted: return nil
      case .open:
        state = .noted(result)
        return nil
      case .awaited(let continuation):
        state = .noted(result)
        return continuation
      }
    }
    waiting?.resume(returning: result)
  }

  /// Waits until something is said; to be called once.
  func result() async -> Result {
    if let noted { return noted }
    return await withCheckedContinuation { continuation in
      let noted = state.withLock { state -> Result? in
        if case .noted(let result) = state { return result }
        state = .awaited(continuation)
        return nil
      }
      if let noted { continuation.resume(returning: noted) }
    }
  }
}

import Linux
import Synchronization
package import Transparency

/// A witness over HTTP (C2SP tlog-witness): `POST /add-checkpoint`.
package final class WitnessHandler: HTTPHandler {
  private static let path = "/add-checkpoint"
  /// 63 hashes and a checkpoint have about 4 KiB; extra signatures may come with it.
  private static let largestRequest = 64 << 10

  /// Comparing and writing are one step.
  private let witness: Mutex<Witness<PosixStorage>>

  package init(_ witness: Witness<PosixStorage>) {
    self.witness = Mutex(witness)
  }

  package func admit(_ head: HTTPRequest) -> HTTPAdmission {
    guard head.path == Self.path else {
      return .refused(.failure(404, "not-found", "a witness has nothing but \(Self.path)"))
    }
    guard head.method == "POST" else {
      return .refused(.failure(405, "method", "expected POST").with("Allow", "POST"))
    }
    return .accepted(largestBody: Self.largestRequest)
  }

  package func answer(_ request: HTTPRequest) -> HTTPAnswer {
    let now = UInt64(max(0, Clock.wallMilliseconds()) / 1000)
    let answer = witness.withLock { $0.answer(request.body, at: now) }
    let type =
      if case .conflict = answer { "text/x.tlog.size" } else { "text/plain; charset=utf-8" }
    return .now(.text(answer.status, answer.body, type: type))
  }
}

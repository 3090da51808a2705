import Content
package import Crypto
package import Evidence
package import Exchange
package import Jobs
import Linux
import Synchronization

/// A provider that is a program of its own: requests on its standard input, replies on its
/// standard output (`LineChannel`), one at a time.
package final class ProcessProvider: ProviderEndpoint {
  package let name: String
  package let key: PublicKey
  private let session: Mutex<RunningProgram>

  /// How long a provider may take beyond the job's own wall-clock limit, and to say who it is.
  private static let graceMicroseconds: Int64 = 30_000_000

  /// Starts the program and asks who it is.
  package init(command: [String]) throws(ProviderFailure) {
    var session = try Self.start(command)
    let deadline = Clock.monotonicMicroseconds() + Self.graceMicroseconds
    guard case .description(let name, let key) = try session.ask(.describe, deadline: deadline)
    else { throw ProviderFailure(.invalidRequest, "\(command[0]) did not describe itself") }
    self.name = name
    self.key = key
    self.session = Mutex(session)
  }

  private static func start(_ command: [String]) throws(ProviderFailure) -> RunningProgram {
    do throws(SystemError) {
      return try RunningProgram(command: command)
    } catch {
      throw ProviderFailure(.internalError, "provider program: \(error)")
    }
  }

  package func execute(
    _ lease: Lease, of job: JobSpecification, sealed: SealedInputs?
  ) async throws(ProviderFailure) -> ProviderAnswer {
    let answer = try await reply(
      to: .execute(lease, job, sealed), wallTime: job.resources.wallTime)
    guard case .executed(let shown) = answer else { throw unexpected(answer) }
    return shown
  }

  package func session(answering nonce: [UInt8]) async throws(ProviderFailure) -> Session? {
    let answer = try await reply(to: .challenge(nonce), wallTime: 0)
    guard case .session(let session) = answer else { throw unexpected(answer) }
    return session
  }

  /// What the program says; nothing but its own account of a failure is thrown.
  private func reply(
    to request: ProviderRequest, wallTime: Int64
  ) async throws(ProviderFailure) -> ProviderReply {
    let answer: Result<ProviderReply, ProviderFailure>
    do throws(SystemError) {
      // The exchange blocks on the pipe, so it happens off Swift's cooperative pool.
      answer = try await Thread.run { self.ask(request, wallTime: wallTime) }
    } catch {
      throw ProviderFailure(.internalError, "\(error)")
    }
    return try answer.get()
  }

  private func unexpected(_ answer: ProviderReply) -> ProviderFailure {
    if case .failed(let failure) = answer { return failure }
    return ProviderFailure(.invalidRequest, "\(name) answered something that was not asked")
  }

  private func ask(
    _ request: ProviderRequest, wallTime: Int64
  ) -> Result<ProviderReply, ProviderFailure> {
    let deadline = Clock.monotonicMicroseconds() + wallTime * 1000 + Self.graceMicroseconds
    return session.withLock { session in
      Result { () throws(ProviderFailure) in try session.ask(request, deadline: deadline) }
    }
  }
}

/// The running program and the pipes to it.
private struct RunningProgram: ~Copyable {
  private let process: ChildProcess
  private var channel: LineChannel

  init(command: [String]) throws(SystemError) {
    let process = try ChildProcess(command)
    let replies = try process.standardOutput.duplicate()
    let requests = try process.standardInput.duplicate()
    self.process = process
    channel = LineChannel(reading: replies, writing: requests)
  }

  mutating func ask(
    _ request: ProviderRequest, deadline: Int64
  ) throws(ProviderFailure) -> ProviderReply {
    do {
      try channel.send(request.json.canonicalBytes)
      guard let line = try channel.receive(deadline: deadline) else {
        throw ProviderFailure(.internalError, "the provider's program ended without an answer")
      }
      return try ProviderReply(reading: JSONField(JSON(parsingCanonical: line)))
    } catch let failure as ProviderFailure {
      throw failure
    } catch let error as SystemError where error.isTimeout {
      throw ProviderFailure(.timedOut, "no answer before the deadline")
    } catch {
      throw ProviderFailure(.internalError, "unusable answer: \(error)")
    }
  }
}

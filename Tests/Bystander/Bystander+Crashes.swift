import Linux
import Sandbox

extension Bystander {
  /// A program that does nothing for longer than anybody waits.
  var sleeper: ExecutionSpecification {
    ExecutionSpecification(
      layers: [layer], command: ["/bin/sleep", "100000"],
      limits: Limits(wallMilliseconds: 3_600_000), requirements: Self.requirements)
  }

  func start(_ specification: ExecutionSpecification, in sandbox: Sandbox) -> Job {
    let job = Job()
    Task {
      do throws(SandboxError) {
        let outcome = try await sandbox.run(specification, collecting: Self.ignore)
        job.end("\(outcome.termination)")
      } catch {
        job.end(error.code == .launcherLost ? Job.lost : "\(error)")
      }
    }
    return job
  }

  /// Starts a job that never ends, prints our number and the launcher's, and waits.
  func hold() async throws {
    let sandbox = try makeSandbox()
    let job = start(sleeper, in: sandbox)
    try await Self.untilRunning(1)
    let numbers = "\(CurrentProcess.identifier) \(try launcherNumber(of: sandbox))"
    CurrentProcess.printOutput("holding \(numbers)\n")
    try await Self.until("the job has ended") { job.ending != nil }
  }

  /// Ends the sandbox under jobs: each is ended and reported, and nothing stays.
  func closeUnderJobs() async throws {
    let sandbox = try makeSandbox()
    let jobs = (0..<5).map { _ in start(sleeper, in: sandbox) }
    try await Self.untilRunning(jobs.count)
    sandbox.close()
    for job in jobs { try await Self.expectLoss(of: job) }
    try Self.expectNothingLeft()
    let late = start(sleeper, in: sandbox)
    try await Self.expectLoss(of: late)
    CurrentProcess.printOutput("every job was ended\n")
  }

  /// Kills the launcher under jobs: that is reported at once, and the next job runs.
  func crash() async throws {
    let sandbox = try makeSandbox()
    let before = try await sandbox.run(specification("exit 4"), collecting: Self.ignore)
    try Self.expect(before.termination == .exited(code: 4), "\(before)")
    for _ in 0..<3 {
      let jobs = try await startAgain(2, in: sandbox)
      Signals.kill(try launcherNumber(of: sandbox))
      for job in jobs { try await Self.expectLoss(of: job) }
      try await runAgain(in: sandbox)
    }
    for _ in 0..<3 { try await crashMakers(in: sandbox) }
    for round in 0..<30 { try await crash(sandbox, afterMicroseconds: round * 150) }
    sandbox.close()
    try Self.expectNothingLeft()
    CurrentProcess.printOutput("every job was reported\n")
  }

  /// Kills what makes cells for the launcher, or where that does so itself the cells, under jobs.
  private func crashMakers(in sandbox: Sandbox) async throws {
    let jobs = try await startAgain(2, in: sandbox)
    let launcher = try launcherNumber(of: sandbox)
    for process in try HostState.children(of: launcher) { Signals.kill(process) }
    for job in jobs { try await Self.expectLoss(of: job) }
    try await runAgain(in: sandbox)
    try Self.expect(sandbox.launcherProcess == launcher, "the launcher was started again")
  }

  private static func expectNothingLeft() throws {
    let left = try HostState.controlGroups(ownedBy: CurrentProcess.identifier)
    try expect(left.isEmpty, "groups are left: \(left)")
    let processes = try HostState.descendants(of: CurrentProcess.identifier)
    try expect(processes.isEmpty, "processes are left: \(processes)")
  }

  /// Jobs that run. One that gets a cell which has just died with its maker is reported, and another takes
  /// its place.
  private func startAgain(_ count: Int, in sandbox: Sandbox) async throws -> [Job] {
    var jobs: [Job] = []
    try await Self.until("no \(count) jobs run") {
      for ending in jobs.compactMap(\.ending) { try Self.expect(ending == Job.lost, ending) }
      jobs.removeAll { $0.ending != nil }
      while jobs.count < count { jobs.append(start(sleeper, in: sandbox)) }
      return try Self.sleeping().count == count
    }
    return jobs
  }

  /// A job for which no cell of the dead launcher is left.
  private func runAgain(in sandbox: Sandbox) async throws {
    for _ in 0..<10 {
      let job = start(specification("exit 5"), in: sandbox)
      try await Self.until("the next job is not reported") { job.ending != nil }
      if job.ending == "\(Termination.exited(code: 5))" { return }
      try Self.expect(job.ending == Job.lost, "\(job.ending ?? "")")
    }
    throw Failure(description: "no job runs any more")
  }

  /// Kills the launcher while it makes cells, and whichever follows it, until the job is lost: a
  /// cell that survived its launcher would keep it for ever.
  private func crash(_ sandbox: Sandbox, afterMicroseconds delay: Int) async throws {
    let job = start(sleeper, in: sandbox)
    try await Task.sleep(for: .microseconds(delay))
    for _ in 0..<2400 where job.ending == nil {
      if let launcher = sandbox.launcherProcess { Signals.kill(launcher) }
      for _ in 0..<10 where job.ending == nil { try await Task.sleep(for: .milliseconds(5)) }
    }
    try await Self.expectLoss(of: job)
  }

  static func expectLoss(of job: Job) async throws {
    try await until("a job is still not reported") { job.ending != nil }
    try expect(job.ending == Job.lost, "\(job.ending ?? "")")
  }

  func launcherNumber(of sandbox: Sandbox) throws -> Int32 {
    guard let number = sandbox.launcherProcess else {
      throw Failure(description: "there is no launcher")
    }
    return number
  }

  /// Waits until so many sleepers run.
  static func untilRunning(_ count: Int) async throws {
    try await until("no \(count) jobs run") { try sleeping().count == count }
  }

  /// Processes of the sleepers that run.
  static func sleeping() throws -> [Int32] {
    try HostState.descendants(of: CurrentProcess.identifier).filter {
      HostState.commandLine(of: $0) == ["/bin/sleep", "100000"]
    }
  }

  /// Waits up to two minutes, busy hosts being what they are.
  static func until(_ complaint: String, _ condition: () throws -> Bool) async throws {
    for _ in 0..<6000 {
      if try condition() { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw Failure(description: "\(complaint) after two minutes")
  }
}

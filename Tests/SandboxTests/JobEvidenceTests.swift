import LaunchProtocol
import Sandbox
import Testing

@Suite struct JobEvidenceTests {
  struct Row: Sendable {
    let evidence: JobEvidence
    let termination: Termination?
    let exhausted: [Limit]

    init(
      _ termination: Termination?, _ exhausted: [Limit], status: JobEnding.Status?,
      expired: Limit? = nil, memoryKills: UInt64 = 0, processRefusals: UInt64 = 0,
      outputFull: Bool = false, scratchFull: Bool = false, outputExceeded: Limit? = nil
    ) {
      var evidence = JobEvidence(
        status: status, expired: expired, memoryKills: memoryKills,
        processRefusals: processRefusals)
      evidence.outputFull = outputFull
      evidence.scratchFull = scratchFull
      evidence.outputExceeded = outputExceeded
      self.evidence = evidence
      self.termination = termination
      self.exhausted = exhausted
    }
  }

  static let rows = [
    Row(.exited(code: 0), [], status: .exited(0)),
    Row(.exited(code: 9), [], status: .exited(9)),
    Row(.signalled(11), [], status: .signalled(11)),
    Row(nil, [], status: nil),
    Row(.limit(.wallTime), [.wallTime], status: .signalled(15), expired: .wallTime),
    Row(.limit(.wallTime), [.wallTime], status: .exited(0), expired: .wallTime),
    Row(.limit(.cpuTime), [.cpuTime], status: nil, expired: .cpuTime),
    Row(.limit(.cpuTime), [.cpuTime], status: .signalled(24)),
    Row(.limit(.fileSize), [.fileSize], status: .signalled(25)),
    Row(.limit(.memory), [.memory], status: .exited(0), memoryKills: 1),
    Row(.limit(.memory), [.memory], status: nil, memoryKills: 1),
    Row(.limit(.wallTime), [.wallTime, .memory], status: nil, expired: .wallTime, memoryKills: 2),
    Row(.exited(code: 0), [.processes], status: .exited(0), processRefusals: 3),
    Row(.limit(.processes), [.processes], status: .exited(2), processRefusals: 3),
    Row(.limit(.processes), [.processes], status: .signalled(6), processRefusals: 3),
    Row(.exited(code: 0), [.output], status: .exited(0), outputFull: true),
    Row(.limit(.output), [.output], status: .exited(1), outputFull: true),
    Row(.limit(.scratch), [.scratch], status: .exited(1), scratchFull: true),
    Row(.limit(.output), [.output], status: .exited(0), outputExceeded: .output),
    Row(.limit(.outputFiles), [.outputFiles], status: .exited(0), outputExceeded: .outputFiles),
  ]

  @Test("What is known of the end decides the termination", arguments: rows)
  func classification(row: Row) {
    #expect(row.evidence.termination == row.termination)
    #expect(row.evidence.exhausted == row.exhausted)
  }
}

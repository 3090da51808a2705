import Kernels
import Microkernels
import TestSupport
import Testing

/// The number of threads shows in the time only.
@Suite struct ThreadTests {
  @Test("One, two, three and seven threads give the same bits", arguments: [1, 2, 3, 7])
  func sameBits(threads: Int) throws {
    var generator = SeededGenerator()
    let engine = try Engine(level: .chosen(), threads: threads)
    for (rows, columns, depth) in [
      (700, 90, 1100), (130, 400, 129), (2, 5000, 300), (1500, 3, 600), (90, 777, 1100),
    ] {
      for style in [LayoutStyle.plain, .rightTransposed, .allTransposed] {
        let problem = Problem(
          rows: rows, columns: columns, depth: depth, style: style, using: &generator)
        let computed = try problem.compute(on: engine, accumulate: true)
        #expect(
          computed.firstDifference(from: problem.reference(accumulate: true)) == nil,
          "\(rows) × \(columns) × \(depth), \(style), seed \(generator.seed)")
      }
    }
  }

  @Test("Many callers share one engine")
  func manyCallers() async throws {
    let engine = try Engine(level: .chosen(), threads: 2)
    await withTaskGroup(of: Bool.self) { group in
      for seed in 0..<6 {
        group.addTask {
          var generator = SeededGenerator(seed: UInt64(seed))
          let problem = Problem(
            rows: 200, columns: 150, depth: 170, style: .plain, using: &generator)
          let computed = try? problem.compute(on: engine, accumulate: false)
          return computed?.firstDifference(from: problem.reference(accumulate: false)) == nil
            && computed != nil
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test("No number of threads that cannot be", arguments: [0, -1, 5000])
  func wrongCounts(threads: Int) {
    let error = #expect(throws: KernelError.self) {
      try Engine(level: .chosen(), threads: threads)
    }
    #expect(error?.code == .resources)
  }
}

import Audit
import Content
import TestSupport
import Testing

@Suite struct ActivityPlotTests {
  @Test("Whatever is added is counted, in no more stretches than allowed")
  func totals() throws {
    var random = SeededGenerator()
    for _ in 0..<20 {
      var plot = ActivityPlot(kinds: 3, mostStretches: 10)
      var totals = [0, 0, 0]
      let span = Int64.random(in: 1...1 << 40, using: &random)
      for _ in 0..<300 {
        let kind = Int.random(in: 0..<3, using: &random)
        let milliseconds = Int64.random(in: -span...span, using: &random)
        plot.add(kind, at: try #require(Timestamp(milliseconds: milliseconds)))
        totals[kind] += 1
      }
      let stretches = plot.stretches
      #expect(stretches.count <= 10, "seed \(random.seed)")
      #expect((0..<3).map { kind in stretches.reduce(0) { $0 + $1.counts[kind] } } == totals)
      #expect(zip(stretches, stretches.dropFirst()).allSatisfy { $0.start < $1.start })
    }
  }

  @Test("The first and the last moment that can be written fit into one plot")
  func extremes() throws {
    var plot = ActivityPlot(kinds: 1, mostStretches: 2)
    plot.add(0, at: .earliest)
    plot.add(0, at: try #require(Timestamp(milliseconds: 253_402_300_799_999)))
    #expect(plot.stretches.reduce(0) { $0 + $1.counts[0] } == 2)
  }
}

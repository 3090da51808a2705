import Content
import Crypto
import Evidence
import Linux
import Verification

/// How long a bundle of three envelopes takes from its bytes to its report.
enum BundleTimes {
  private static let rounds = 60
  /// What speaks against the captured TPM besides: it measured another runtime, and is not pinned.
  private static let foreign: Set<Evidence::Finding.Reason> = [.runtimeNotMeasured, .untrustedKey]

  static func measure(_ report: inout Report) throws {
    let sample = try SampleBundle()
    let plain = try sample.seal(hardware: [:])
    let simple = try time(plain, sample.expectations(Collateral()), accepted: true)
    report.results.append(
      Figure(name: "bundle of three, identities vouch", value: simple, unit: "ms"))
    guard let (hardware, collateral) = try HardwareSample.read() else {
      // Stated rather than passed over: without captured evidence this figure cannot be had.
      CurrentProcess.printError("benchmarks: no vectors, so bundle_verify_ms is not measured\n")
      return
    }
    let sealed = try sample.seal(hardware: hardware)
    // The captured evidence binds other keys than ours; everything else of it holds and is checked.
    let vouched = try time(sealed, sample.expectations(collateral), accepted: false)
    let logs = try SampleLogs()
    let bundle = try logs.enter(sealed)
    let trust = try logs.trust()
    let full = try time(bundle, sample.expectations(collateral, trust), accepted: false)
    report.results += [
      Figure(name: "bundle of three, hardware vouches", value: vouched, unit: "ms"),
      Figure(name: "the same with proofs by three cosigned logs", value: full, unit: "ms"),
      Figure(name: "its size", value: Double(bundle.count) / 1024, unit: "KiB"),
    ]
    report.summarize("bundle_verify_ms", full)
  }

  /// The median over rounds, in milliseconds.
  private static func time(
    _ bytes: [UInt8], _ expectations: Bundle.Expectations, accepted: Bool
  ) throws -> Double {
    var times: [Double] = []
    for _ in 0..<rounds {
      let start = Clock.monotonicMicroseconds()
      let report = try Bundle(parsing: bytes).verify(expectations)
      times.append(Double(Clock.monotonicMicroseconds() - start) / 1000)
      precondition(report.verdict.votes == 3, "three agree")
      precondition((report[.policy] == .passed) == accepted, "\(report.refusals)")
      precondition(
        expectations.transparency == nil || report[.transparency] == .passed, "the logs convince")
      precondition(
        accepted
          || report.standings.allSatisfy {
            $0.appraisals.last?.reasons.subtracting(foreign) == [.reportData]
          },
        "\(report.standings.flatMap(\.appraisals))")
    }
    return Sample(times).median
  }
}

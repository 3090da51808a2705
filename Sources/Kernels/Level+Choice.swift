import Linux
package import Microkernels
import MicrokernelsAVX2
import MicrokernelsAVX512
import MicrokernelsBaseline

extension Level {
  /// Every level that this processor runs, the fastest first.
  package static var available: [Level] {
    var levels: [Level] = []
    if Processor.supports(.avx512vnni) { levels.append(.avx512vnni) }
    if Processor.supports(.avx512) { levels.append(.avx512) }
    if Processor.supports(.avx2) { levels.append(.avx2) }
    return levels + [.baseline]
  }

  /// The level called `name`, or the fastest one where no name is given.
  ///
  /// - Throws: `.level` if there is no such level, or if this processor cannot run it.
  package static func named(_ name: String?) throws(KernelError) -> Level {
    let levels = available
    guard let found = name.map({ name in levels.first { $0.name == name } }) ?? levels.first
    else {
      throw KernelError(
        .level, "kernel level", "'\(name ?? "")'",
        expected: levels.map(\.name).joined(separator: ", "))
    }
    return found
  }

  /// The fastest level, or the one that the environment variable `ASSAY_KERNELS` names.
  package static func chosen() throws(KernelError) -> Level {
    try named(Environment.value(of: "ASSAY_KERNELS"))
  }
}

extension Level {
  /// AVX-512 with dot products of bytes: what is made of floats is as on `avx512`.
  package static let avx512vnni = Level(
    name: "avx512vnni", panelWidth: Level.avx512.panelWidth, tileHeight: Level.avx512.tileHeight,
    copyWidth: Level.avx512.copyWidth, entries: Level.avx512.entries,
    elements: Level.avx512.elements)

  /// The same level with other functions for products, which copy no B.
  func computing(with entries: Entries) -> Level {
    Level(
      name: name, panelWidth: panelWidth, tileHeight: tileHeight, copyWidth: nil, entries: entries,
      elements: elements)
  }
}

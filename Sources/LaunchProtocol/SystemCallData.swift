/// A system call as a filter sees it (`struct seccomp_data`).
package struct SystemCallData: Equatable, Sendable {
  package let number: UInt32
  /// The interface of the processor that it came by, as `AUDIT_ARCH_X86_64`.
  package let architecture: UInt32
  package let instructionPointer: UInt64
  /// Six of them, none of which is to be trusted.
  package let arguments: [UInt64]

  package init(
    number: UInt32, architecture: UInt32, instructionPointer: UInt64, arguments: [UInt64]
  ) {
    self.number = number
    self.architecture = architecture
    self.instructionPointer = instructionPointer
    self.arguments = arguments
  }

  /// The 32 bits at a byte offset, on a little-endian machine; nil outside of the structure or
  /// between two words.
  func word(at offset: UInt32) -> UInt32? {
    func half(_ value: UInt64) -> UInt32 {
      UInt32(truncatingIfNeeded: offset % 8 == 0 ? value : value >> 32)
    }
    guard offset % 4 == 0 else { return nil }
    switch offset {
    case 0: return number
    case 4: return architecture
    case 8, 12: return half(instructionPointer)
    default:
      let position = Int(offset / 8) - 2
      return arguments.indices.contains(position) ? half(arguments[position]) : nil
    }
  }
}

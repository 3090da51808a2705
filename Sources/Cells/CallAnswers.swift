import CLinux
import LaunchProtocol
import Linux

/// Answers the system calls that the job's filter does not decide: refused ones with the error that
/// the filter has for them, and counted; `getrandom(2)` of a strict job with bytes that follow from
/// the job.
///
/// Never is a call let through: the filter's word stands, whatever arguments the job gave.
final class CallAnswers {
  /// More bytes than this a call does not get; callers have to ask again in any case.
  private static let randomLimit: UInt64 = 256 << 10
  /// Threads whose places in their streams are kept at the same time.
  private static let threadLimit = 1 << 16

  let listener: SystemCallListener
  private let program: FilterProgram
  private let stream: RandomStream
  /// By the number of the calling thread: bytes that it has got.
  private var positions: [Int32: UInt64] = [:]
  /// How often `positions` was full.
  private var epoch: UInt32 = 0
  private var counts: [UInt32: UInt64] = [:]
  private var others: UInt64 = 0

  init(listener: consuming SystemCallListener, program: FilterProgram, seed: [UInt8]) {
    self.listener = listener
    self.program = program
    stream = RandomStream(seed: seed)
  }

  /// Answers one call, if one waits.
  func answerNext() throws(SystemError) {
    guard let notification = try listener.receive() else { return }
    let call = SystemCallData(
      number: notification.number, architecture: notification.architecture,
      instructionPointer: notification.instructionPointer, arguments: notification.arguments)
    switch program.notifiedError(of: call) {
    case 0?: try answerRandom(notification)
    // The kernel and we read the same filter; should we ever differ, nothing is let through.
    case let code: try refuse(notification, code: code ?? ENOSYS)
    }
  }

  private func refuse(
    _ notification: CallNotification, code: Int32
  ) throws(SystemError) {
    if counts[notification.number] != nil || counts.count < WireLimits.refusedCalls {
      counts[notification.number, default: 0] += 1
    } else {
      others += 1
    }
    try listener.refuse(notification, code: code)
  }

  /// What was refused so far.
  func refusals(killed: UInt64) -> Refusals {
    Refusals(
      calls: counts.sorted { $0.key < $1.key }.map { RefusedCall(number: $0.key, count: $0.value) },
      others: others, killed: killed)
  }

  // MARK: getrandom

  private func answerRandom(_ notification: CallNotification) throws(SystemError) {
    let arguments = notification.arguments
    let flags = UInt32(truncatingIfNeeded: arguments[2])
    // GRND_NONBLOCK is 1, GRND_RANDOM 2, GRND_INSECURE 4; the latter two exclude each other.
    guard flags <= 5 else { return try listener.refuse(notification, code: EINVAL) }
    let count = Int(min(arguments[1], Self.randomLimit))
    let position = position(of: notification.thread)
    let bytes = stream.bytes(
      count, from: position, nonce: (0, UInt32(bitPattern: notification.thread), epoch &+ 1))
    // A caller that is gone has no memory; its number may be that of another process of the job.
    guard listener.isWaiting(notification) else { return }
    do throws(SystemError) {
      let written =
        count == 0 ? 0 : try write(bytes, toMemoryOf: notification.thread, at: arguments[0])
      positions[notification.thread] = position + UInt64(written)
      try listener.answer(notification, value: Int64(written))
    } catch {
      // Where we may not write, libraries turn to the device file.
      try listener.refuse(notification, code: error.code == EFAULT ? EFAULT : ENOSYS)
    }
  }

  private func position(of thread: Int32) -> UInt64 {
    if let known = positions[thread] { return known }
    if positions.count == Self.threadLimit {
      positions.removeAll(keepingCapacity: true)
      epoch &+= 1
    }
    return 0
  }
}

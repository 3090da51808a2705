import Content
import Crypto
import Linux
import Transparency

/// Appends batches to a log, and says after each how many entries are acknowledged; killed and failed
/// by WriterCrashTests.
///
/// usage: `log-writer LOG KEY ORIGIN BATCH…`: entry number n is the text `entry n`.
@main struct LogWriterProgram {
  static func main() {
    let arguments = CommandLine.arguments
    do {
      let key = try KeyFile.signingKey(at: arguments[2])
      let storage = try PosixStorage(writing: arguments[1])
      var writer = try open(storage, origin: arguments[3], key)
      for batch in arguments.dropFirst(4) {
        let first = Int(writer.size)
        let entries = (first..<(first + (Int(batch) ?? 1))).map { Array("entry \($0)".utf8) }
        let indices = try writer.append(entries)
        CurrentProcess.printOutput("\(indices.upperBound)\n")
      }
    } catch {
      CurrentProcess.printError("\(error)\n")
      CurrentProcess.exit(1)
    }
    CurrentProcess.exit(0)
  }

  private static func open(
    _ storage: PosixStorage, origin: String, _ key: SigningKey
  ) throws(LogError) -> LogWriter<PosixStorage> {
    do throws(LogError) {
      return try LogWriter(opening: storage, origin: origin, key: key)
    } catch {
      guard error.code == .missing else { throw error }
      return try LogWriter(creating: storage, origin: origin, key: key)
    }
  }
}

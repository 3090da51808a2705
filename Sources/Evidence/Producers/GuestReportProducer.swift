import Linux

/// Produces evidence of SEV-SNP or TDX through the kernel.
package struct GuestReportProducer: EvidenceProducer {
  /// Others may use the interface at the same time; how often to begin anew.
  private static let attempts = 8

  private let interface: any ReportInterface
  private let entry: String
  package let kind: EvidenceKind

  /// - Parameters:
  ///   - kind: `sevSNP` or `tdx`, as the machine is.
  ///   - entry: a name that nobody else uses at the same time, for example with the process's number.
  package init(kind: EvidenceKind, interface: any ReportInterface, entry: String) {
    self.kind = kind
    self.interface = interface
    self.entry = entry
  }

  package func produce(_ binding: Binding) throws(EvidenceError) -> Evidence {
    guard let provider = Self.providers[kind] else {
      throw EvidenceError(.unsupported, "the kernel makes no evidence of kind \(kind.rawValue)")
    }
    try attempt("make an entry") { () throws(SystemError) in try interface.makeEntry(entry) }
    let result: Result<Evidence, EvidenceError>
    do throws(EvidenceError) {
      result = .success(try report(binding.reportData, provider))
    } catch {
      result = .failure(error)
    }
    // The entry goes in either case; an earlier failure says more than one of removing it.
    do throws(SystemError) {
      try interface.removeEntry(entry)
    } catch let failure where (try? result.get()) != nil {
      throw EvidenceError(.unavailable, "remove an entry: \(failure)")
    } catch {}
    return try result.get()
  }

  /// What the kernel calls the two.
  private static let providers: [EvidenceKind: String] = [.sevSNP: "sev_guest", .tdx: "tdx_guest"]

  private func report(_ data: [UInt8], _ provider: String) throws(EvidenceError) -> Evidence {
    let found = try text("provider")
    guard found == provider else {
      throw EvidenceError(
        .unavailable, "the kernel's provider is “\(found)”, expected “\(provider)”")
    }
    for _ in 0..<Self.attempts {
      // Each write advances the generation; the report is of our data if only ours did.
      let before = try generation()
      try attempt("write inblob") { () throws(SystemError) in
        try interface.write(data, to: "inblob", of: entry)
      }
      guard let blob = try answer() else { continue }
      let auxiliary = try? interface.read("auxblob", of: entry)
      guard try generation() == before + 1 else { continue }
      return try evidence(blob, auxiliary ?? [])
    }
    throw EvidenceError(.contended, "somebody else wrote to the kernel's entry, again and again")
  }

  /// What the kernel answers; nil where somebody else has written since (`EWOULDBLOCK`).
  private func answer() throws(EvidenceError) -> [UInt8]? {
    try attempt("read outblob") { () throws(SystemError) in
      do throws(SystemError) {
        return try interface.read("outblob", of: entry)
      } catch {
        if error.wouldBlock { return nil }
        throw error
      }
    }
  }

  private func evidence(
    _ blob: [UInt8], _ auxiliary: [UInt8]
  ) throws(EvidenceError) -> Evidence {
    guard kind == .sevSNP else {
      return Evidence(kind: kind, parts: [.quote: try Self.checked(blob, IntelQuote.init)])
    }
    var parts: [Evidence.Part: [UInt8]] = [.report: try Self.checked(blob, SNPReport.init)]
    if let certificates = try SNPCertificateTable.leaf(auxiliary) {
      parts[.certificates] = certificates
    }
    return Evidence(kind: kind, parts: parts)
  }

  /// `blob`, if it can be read at all: nobody is to get what is no report.
  private static func checked<Value>(
    _ blob: [UInt8], _ parse: ([UInt8]) throws(EvidenceError) -> Value
  ) throws(EvidenceError) -> [UInt8] {
    _ = try parse(blob)
    return blob
  }

  private func generation() throws(EvidenceError) -> Int {
    let text = try text("generation")
    guard let number = Int(text), (0..<Int.max).contains(number) else {
      throw EvidenceError(.malformed, "the kernel's generation is “\(text)”")
    }
    return number
  }

  /// The one line of a file.
  private func text(_ file: String) throws(EvidenceError) -> String {
    let bytes = try attempt("read \(file)") { () throws(SystemError) in
      try interface.read(file, of: entry)
    }
    return String(decoding: bytes.prefix(64).prefix { $0 != 0x0A }, as: UTF8.self)
  }

  private func attempt<Value>(
    _ what: String, _ body: () throws(SystemError) -> Value
  ) throws(EvidenceError) -> Value {
    do throws(SystemError) {
      return try body()
    } catch {
      throw EvidenceError(.unavailable, "\(what): \(error)")
    }
  }
}

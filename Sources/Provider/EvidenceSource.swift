package import Evidence
import Synchronization

/// Hardware that vouches for the sessions of one or several providers, one after the other: it has
/// one interface.
package final class EvidenceSource: Sendable {
  private let producer: Mutex<any EvidenceProducer>

  package init(_ producer: sending any EvidenceProducer) {
    self.producer = Mutex(producer)
  }

  func produce(_ binding: Binding) throws(EvidenceError) -> Evidence {
    try producer.withLock { producer throws(EvidenceError) in try producer.produce(binding) }
  }
}

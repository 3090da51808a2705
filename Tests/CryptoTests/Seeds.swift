import Crypto

extension SecretBytes {
  /// A secret that a test writes down; real ones never pass through an array.
  init(_ bytes: [UInt8]) {
    self.init(capacity: bytes.count)
    unsafe append { room in
      unsafe room.copyBytes(from: bytes)
      return bytes.count
    }
  }

  var copy: [UInt8] { unsafe withBytes { unsafe Array($0) } }
}

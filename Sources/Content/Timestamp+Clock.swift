import Linux

extension Timestamp {
  /// The wall clock's time, for executables; rooms get the time as a parameter.
  ///
  /// A clock outside the years 0 to 9999 reads as the epoch, which every verifier finds stale.
  package static func now() -> Timestamp {
    Timestamp(milliseconds: Clock.wallMilliseconds()) ?? .epoch
  }
}

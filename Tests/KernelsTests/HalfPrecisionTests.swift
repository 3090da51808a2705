import Kernels
import Testing

@Suite struct HalfPrecisionTests {
  @Test(
    "Widening and narrowing every stored number gives it back",
    arguments: [HalfPrecision.bfloat16, .binary16])
  func roundTrip(format: HalfPrecision) {
    for stored in UInt16.min ... .max {
      let value = format.widened(stored)
      if value.isNaN {
        #expect(value.bitPattern == Float.nan.bitPattern)
        #expect(format.widened(format.narrowed(value)).isNaN)
      } else {
        #expect(format.narrowed(value) == stored, "\(stored)")
      }
    }
  }

  @Test(
    "Numbers between two stored ones go to the nearer, ties to the even one",
    arguments: [HalfPrecision.bfloat16, .binary16])
  func rounding(format: HalfPrecision) {
    let infinity: UInt16 = format == .bfloat16 ? 0x7f80 : 0x7c00
    for stored in 0..<(infinity - 1) {
      let low = format.widened(stored)
      let middle = low / 2 + format.widened(stored + 1) / 2
      // Below the smallest denormal float32 there is no middle.
      guard middle > low else { continue }
      #expect(format.narrowed(middle) == stored + (stored & 1), "\(stored)")
      #expect(format.narrowed(middle.nextDown) == stored, "\(stored)")
      #expect(format.narrowed(middle.nextUp) == stored + 1, "\(stored)")
      #expect(format.narrowed(-middle.nextUp) == (stored + 1) | 0x8000, "\(stored)")
    }
  }

  @Test("What is too large becomes infinite")
  func overflow() {
    #expect(HalfPrecision.binary16.narrowed(65519.996) == 0x7bff)
    #expect(HalfPrecision.binary16.narrowed(65520) == 0x7c00)
    #expect(HalfPrecision.binary16.narrowed(-.infinity) == 0xfc00)
    #expect(HalfPrecision.bfloat16.narrowed(.greatestFiniteMagnitude) == 0x7f80)
    #expect(HalfPrecision.bfloat16.narrowed(.infinity) == 0x7f80)
  }
}

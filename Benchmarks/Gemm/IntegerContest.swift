import Kernels
import Linux

/// One shape of an integer product, C = A·B with A unsigned and B signed bytes, for our engine and for
/// every library that has a function for it.
struct IntegerContest {
  let size: Int
  /// Whether A is signed too, which fewer libraries have.
  let isSigned: Bool

  private typealias Bytes = UnsafeRawPointer
  private typealias Words = UnsafeMutablePointer<Int32>

  func run(_ engine: Engine, _ contest: Contest) -> MatrixContest.Result {
    let operands = FloatBuffer(size * size / 2 + 32)
    let target = FloatBuffer(size * size)
    let bytes = unsafe UnsafeRawPointer(operands.start)
    let sums = unsafe UnsafeMutableRawPointer(target.start).assumingMemoryBound(to: Int32.self)
    let work = 2 * Double(size) * Double(size) * Double(size)
    var contestants = [
      Contestant(name: "assay", work: work) { unsafe ours(engine, bytes, sums) }
    ]
    unsafe ours(engine, bytes, sums)
    let exact = unsafe Array(UnsafeBufferPointer(start: sums, count: size * size))
    for peer in peers() {
      unsafe peer.multiply(bytes, sums)
      // Exact numbers leave no room for taste: who differs computes something else.
      guard unsafe exact == Array(UnsafeBufferPointer(start: sums, count: size * size)) else {
        CurrentProcess.printError("\(peer.name) is left out: another product at \(size)\n")
        continue
      }
      contestants.append(
        Contestant(name: peer.name, work: work) { unsafe peer.multiply(bytes, sums) })
    }
    let rates = contest.rates(contestants)
    return MatrixContest.Result(
      ours: rates[0], peak: 0, peers: zip(contestants, rates).dropFirst().map { ($0.name, $1) })
  }

  private func ours(_ engine: Engine, _ bytes: Bytes, _ target: Words) {
    let layout = Layout(rows: size, columns: size)
    let right = unsafe UnsafeBufferPointer(
      start: (bytes + size * size).assumingMemoryBound(to: Int8.self), count: size * size)
    let room = unsafe UnsafeMutableBufferPointer(start: target, count: size * size)
    do throws(KernelError) {
      if isSigned {
        let left = unsafe UnsafeBufferPointer(
          start: bytes.assumingMemoryBound(to: Int8.self), count: size * size)
        unsafe try engine.multiply(left, layout, right, layout, into: room, layout)
      } else {
        let left = unsafe UnsafeBufferPointer(
          start: bytes.assumingMemoryBound(to: UInt8.self), count: size * size)
        unsafe try engine.multiply(left, layout, right, layout, into: room, layout)
      }
    } catch {
      preconditionFailure("\(error)")
    }
  }

  @safe private struct Peer {
    let name: String
    let multiply: (Bytes, Words) -> Void
  }

  private func peers() -> [Peer] { [mkl(), oneDNN()].compactMap(\.self) }

  /// Row-major, MKL's left-hand side is the unsigned one.
  private func mkl() -> Peer? {
    typealias Function =
      @convention(c) (
        Int32, Int32, Int32, Int32, Int32, Int32, Int32, Float, UnsafeRawPointer, Int32, Int8,
        UnsafeRawPointer, Int32, Int8, Float, UnsafeMutablePointer<Int32>, Int32,
        UnsafePointer<Int32>
      ) -> Void
    guard !isSigned,
      let multiply = unsafe DynamicLibrary("\(MatrixLibrary.folder)/libmkl_rt.so.3")?
        .function("cblas_gemm_s8u8s32", as: Function.self)
    else { return nil }
    let count = Int32(size)
    return unsafe Peer(name: "MKL") { bytes, target in
      var zero: Int32 = 0
      // CblasRowMajor, CblasNoTrans twice, CblasFixOffset.
      unsafe multiply(
        101, 111, 111, 173, count, count, count, 1, bytes, count, 0,
        bytes + Int(count) * Int(count), count, 0, 0, target, count, &zero)
    }
  }

  private func oneDNN() -> Peer? {
    typealias Function =
      @convention(c) (
        CChar, CChar, CChar, Int, Int, Int, Float, UnsafeRawPointer, Int, Int8, UnsafeRawPointer,
        Int, Int8, Float, UnsafeMutablePointer<Int32>, Int, UnsafePointer<Int32>
      ) -> Int32
    guard
      let multiply = unsafe DynamicLibrary("libdnnl.so.2")?.function(
        isSigned ? "dnnl_gemm_s8s8s32" : "dnnl_gemm_u8s8s32", as: Function.self)
    else { return nil }
    let count = size
    let (plain, fixed) = (CChar(UInt8(ascii: "N")), CChar(UInt8(ascii: "F")))
    return unsafe Peer(name: "oneDNN") { bytes, target in
      var zero: Int32 = 0
      unsafe _ = multiply(
        plain, plain, fixed, count, count, count, 1, bytes, count, 0, bytes + count * count, count,
        0, 0, target, count, &zero)
    }
  }
}

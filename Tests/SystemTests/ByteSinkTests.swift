import Model
import Testing

@testable import System

@Suite struct ByteSinkTests {
  /// What a destination was handed.
  private final class Received {
    var pieces: [[UInt8]] = []
  }

  @Test func `without a destination everything is kept`() throws {
    var sink = ByteSink()
    var buffer = Array("b".utf8)
    sink.append("a")
    sink.append(emptying: &buffer)
    try sink.finish()
    #expect(sink.bytes == Array("ab".utf8) && buffer.isEmpty)
  }

  @Test func `pieces are handed on in order, and no more than one is held`() throws {
    let received = Received()
    var sink = ByteSink { (piece) throws(Diagnostic) in received.pieces.append(piece) }
    var expected: [UInt8] = []
    for number in 0..<5_000 {
      var buffer = Array("\(number),".utf8)
      expected += buffer + buffer
      sink.append(buffer)
      sink.append(emptying: &buffer)
      #expect(sink.bytes.count < ByteSink.pieceSize)
    }
    var long = [UInt8](repeating: 0x78, count: 3 * ByteSink.pieceSize)
    expected += long
    sink.append(emptying: &long)
    try sink.finish()
    #expect(Array(received.pieces.joined()) == expected)
    #expect(received.pieces.allSatisfy { !$0.isEmpty })
  }

  @Test func `the first failure is thrown at the end, and nothing is handed on after it`() {
    let received = Received()
    var sink = ByteSink { (piece) throws(Diagnostic) in
      received.pieces.append(piece)
      throw Diagnostic(.outputFailed, "failure \(received.pieces.count)")
    }
    for _ in 0..<3 { sink.append([UInt8](repeating: 0, count: ByteSink.pieceSize)) }
    #expect(throws: Diagnostic(.outputFailed, "failure 1")) { try sink.finish() }
    #expect(received.pieces.count == 1)
  }
}

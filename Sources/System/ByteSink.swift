package import Model

/// Collects output bytes and hands them on in pieces, so that a result of a gigabyte is never held in memory whole.
///
/// Writers append and do not throw. The first failure of the destination is kept, and nothing is written after it.
/// `finish` throws it, because output that was written in part must not count as written.
package struct ByteSink {
  /// Takes one piece of output, in order; none is empty.
  package typealias Destination = ([UInt8]) throws(Diagnostic) -> Void

  /// Bytes after which a piece is handed on.
  package static let pieceSize = 1 << 16

  /// What was appended and not yet handed on; everything, where there is no destination.
  package private(set) var bytes: [UInt8] = []
  private let destination: Destination?
  private var failure: Diagnostic?

  /// Keeps all bytes in memory.
  package init() { destination = nil }

  /// Hands pieces of about 64 KiB to a destination.
  package init(to destination: @escaping Destination) { self.destination = destination }

  package mutating func append(_ text: String) { append(Array(text.utf8)) }

  package mutating func append(_ more: [UInt8]) {
    bytes += more
    if bytes.count >= ByteSink.pieceSize { handOn() }
  }

  /// Appends a buffer of a writer, which is empty afterwards and keeps its capacity.
  package mutating func append(emptying buffer: inout [UInt8]) {
    guard destination != nil else {
      if bytes.isEmpty { swap(&bytes, &buffer) } else { bytes += buffer }
      return buffer.removeAll(keepingCapacity: true)
    }
    handOn()
    swap(&bytes, &buffer)
    handOn()
    swap(&bytes, &buffer)
  }

  /// Hands on the rest. Throws the first failure of the destination.
  package mutating func finish() throws(Diagnostic) {
    handOn()
    if let failure { throw failure }
  }

  private mutating func handOn() {
    guard let destination, !bytes.isEmpty else { return }
    if failure == nil {
      do throws(Diagnostic) { try destination(bytes) } catch { failure = error }
    }
    bytes.removeAll(keepingCapacity: true)
  }
}

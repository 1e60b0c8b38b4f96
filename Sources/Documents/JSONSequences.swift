package import Interning
package import Model

/// The elements of an array, in order.
package struct JSONList: Sequence, Sendable {
  let document: JSONDocument
  /// Tape indices.
  let range: Range<Int>
  /// The pieces of an array of a long file, whose elements are not in the document; nil for any other array.
  var pieces: Pieces?

  /// The elements of a long array, which are in several documents.
  final class Pieces: Sendable {
    private let skeleton: JSONDocument
    private let offset: Int
    private let all: [JSONSplitter.Piece]

    /// Nil when the array at an offset of the skeleton is not a long one.
    init?(of skeleton: JSONDocument, at offset: Int) {
      guard let long = skeleton.streamed else { return nil }
      (self.skeleton, self.offset, all) = (skeleton, offset, long.pieces(at: offset))
      if all.isEmpty { return nil }
    }

    var count: Int { all.count }

    /// Reads and parses a piece. Nil after the last one, and when a piece is invalid, which `StreamedJSON.finish` then
    /// throws.
    subscript(index: Int) -> JSONDocument? {
      index < all.count ? skeleton.streamed?.document(all[index], of: offset, in: skeleton) : nil
    }

    fileprivate func element(_ index: Int) -> JSONValue? {
      skeleton.streamed?.element(index, of: offset, in: skeleton)
    }
    fileprivate var countRead: Int { skeleton.streamed?.countRead(of: offset) ?? 0 }
  }

  package struct Iterator: IteratorProtocol {
    fileprivate var document: JSONDocument
    fileprivate var at: Int
    fileprivate var end: Int
    fileprivate let pieces: Pieces?
    /// The index of the next piece.
    fileprivate var piece = 0

    package mutating func next() -> JSONValue? {
      while at >= end { guard enterPiece() else { return nil } }
      let index = at
      at = document.tape.after(index)
      return JSONValue(document: document, index: index)
    }

    private mutating func enterPiece() -> Bool {
      guard let document = pieces?[piece] else { return false }
      (self.document, at, end, piece) = (document, 1, document.tape.count, piece + 1)
      return true
    }
  }

  package func makeIterator() -> Iterator {
    Iterator(document: document, at: range.lowerBound, end: range.upperBound, pieces: pieces)
  }

  /// Whether the elements are those of a long array, which are not in memory.
  package var isLong: Bool { pieces != nil }

  /// An element of a long array whose elements were all read before, in constant time; nil when there is none.
  package func elementRead(at index: Int) -> JSONValue? { pieces?.element(index) }

  /// The number of elements of a long array, all of which were read before; 0 for any other array.
  package var countRead: Int { pieces?.countRead ?? 0 }

  /// Whether there are no elements. A long array is empty only if it is all white space; one that cannot be read is not
  /// empty.
  package var isEmpty: Bool {
    guard let pieces else { return range.isEmpty }
    return pieces.count == 1 && pieces[0]?.tape.count == 1
  }
  package var first: JSONValue? {
    var iterator = makeIterator()
    return iterator.next()
  }
  /// The number of elements, in linear time.
  package var count: Int { reduce(0) { count, _ in count + 1 } }
  package var underestimatedCount: Int { 0 }
}

/// The members of an object, in the order of the document.
package struct JSONMembers: Sequence, Sendable {
  let document: JSONDocument
  /// Tape indices.
  let range: Range<Int>

  package struct Iterator: IteratorProtocol {
    fileprivate let document: JSONDocument
    fileprivate var at: Int
    fileprivate let end: Int

    package mutating func next() -> (key: String, value: JSONValue)? {
      guard at < end else { return nil }
      defer { at = document.tape.after(at + 1) }
      return (document.text(of: document.tape[at]), JSONValue(document: document, index: at + 1))
    }
  }

  package func makeIterator() -> Iterator {
    Iterator(document: document, at: range.lowerBound, end: range.upperBound)
  }

  package var isEmpty: Bool { range.isEmpty }

  /// Calls a function for each member, with the bytes of its name.
  package func forEachName(_ body: (_ name: Span<UInt8>, _ value: JSONValue) throws(Diagnostic) -> Void)
    throws(Diagnostic)
  {
    var at = range.lowerBound
    while at < range.upperBound {
      let name = document.bytes(of: document.tape[at])
      try body(name.span, JSONValue(document: document, index: at + 1))
      at = document.tape.after(at + 1)
    }
  }

  /// Calls a function for each member, with its name interned.
  package func forEach(
    interned body: (_ name: InternedString, _ value: JSONValue) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    var at = range.lowerBound
    while at < range.upperBound {
      if let name = document.interned(at: at, orScalar: false) {
        try body(name, JSONValue(document: document, index: at + 1))
      }
      at = document.tape.after(at + 1)
    }
  }

  /// Calls a function for each member that is a string, a number or a boolean, with name and value interned.
  package func forEachScalar(_ body: (_ name: InternedString, _ value: InternedString) -> Void) {
    var at = range.lowerBound
    while at < range.upperBound {
      if let name = document.interned(at: at, orScalar: false),
        let value = document.interned(at: at + 1, orScalar: true)
      {
        body(name, value)
      }
      at = document.tape.after(at + 1)
    }
  }

  /// The number of members, in linear time.
  package var count: Int {
    var (count, at) = (0, range.lowerBound)
    while at < range.upperBound { (count, at) = (count + 1, document.tape.after(at + 1)) }
    return count
  }
}

package import Interning
package import Model

/// The elements of an array, in order.
package struct JSONList: Sequence, Sendable {
  let document: JSONDocument
  /// Tape indices.
  let range: Range<Int>
  /// Of a long file's array, whose elements are not in the document.
  var pieces: Pieces?

  /// An array of several documents.
  final class Pieces: Sendable {
    private let frame: JSONDocument
    private let offset: Int
    private let all: [JSONSplitter.Piece]

    /// Nil when the array that stands at an offset is none of these.
    init?(of frame: JSONDocument, at offset: Int) {
      guard let long = frame.streamed else { return nil }
      (self.frame, self.offset, all) = (frame, offset, long.pieces(at: offset))
      if all.isEmpty { return nil }
    }

    var count: Int { all.count }

    /// Nil also when the piece is no JSON, and `StreamedJSON.finish` tells why.
    subscript(index: Int) -> JSONDocument? {
      index < all.count ? frame.streamed?.document(all[index], of: offset, in: frame) : nil
    }
  }

  package struct Iterator: IteratorProtocol {
    fileprivate var document: JSONDocument
    fileprivate var at: Int
    fileprivate var end: Int
    fileprivate let pieces: Pieces?
    /// Of the piece that is to come.
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

  /// A long array is empty only if it is all white space. One that cannot be read is not.
  package var isEmpty: Bool {
    guard let pieces else { return range.isEmpty }
    return pieces.count == 1 && pieces[0]?.tape.count == 1
  }
  package var first: JSONValue? {
    var iterator = makeIterator()
    return iterator.next()
  }
  /// Counted by walking over the elements.
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

  /// The members, their names interned.
  package func forEach(interned body: (_ name: InternedString, _ value: JSONValue) throws(Diagnostic) -> Void) throws(Diagnostic)
  {
    var at = range.lowerBound
    while at < range.upperBound {
      if let name = document.interned(at: at, orScalar: false) {
        try body(name, JSONValue(document: document, index: at + 1))
      }
      at = document.tape.after(at + 1)
    }
  }

  /// The members that are texts, numbers or booleans, interned.
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

  /// Counted by walking over the members.
  package var count: Int {
    var (count, at) = (0, range.lowerBound)
    while at < range.upperBound { (count, at) = (count + 1, document.tape.after(at + 1)) }
    return count
  }
}

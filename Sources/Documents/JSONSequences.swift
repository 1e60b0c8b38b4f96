import Model

/// The elements of an array, in order.
package struct JSONList: Sequence, Sendable {
  let document: JSONDocument
  /// Tape indices.
  let range: Range<Int>
  /// Of a long file's array, whose elements are not in the document.
  var pieces: [JSONSplitter.Piece] = []

  package struct Iterator: IteratorProtocol {
    fileprivate var document: JSONDocument
    fileprivate var at: Int
    fileprivate var end: Int
    /// The pieces that are still to come.
    fileprivate var rest: ArraySlice<JSONSplitter.Piece> = []
    fileprivate var list: (frame: JSONDocument, offset: Int)?

    package mutating func next() -> JSONValue? {
      while at >= end { guard enterPiece() else { return nil } }
      defer { at = document.tape.after(at) }
      return JSONValue(document: document, index: at)
    }

    /// A piece that is no JSON ends the list, and `LongText.finish` tells why.
    private mutating func enterPiece() -> Bool {
      guard let piece = rest.popFirst(), let list, let document = list.frame.document(piece, of: list.offset) else {
        rest = []
        return false
      }
      (self.document, at, end) = (document, 1, document.tape.count)
      return true
    }
  }

  package func makeIterator() -> Iterator {
    guard !pieces.isEmpty else { return Iterator(document: document, at: range.lowerBound, end: range.upperBound) }
    return Iterator(document: document, at: 0, end: 0, rest: pieces[...], list: (document, offset))
  }

  /// Of the array, where it has pieces.
  private var offset: Int { document.tape[range.lowerBound - 1].offset }

  /// A long array is empty only if it is all white space. One that cannot be read is not.
  package var isEmpty: Bool {
    guard pieces.count == 1 else { return range.isEmpty && pieces.isEmpty }
    return document.document(pieces[0], of: offset)?.tape.count == 1
  }
  package var first: JSONValue? {
    var iterator = makeIterator()
    return iterator.next()
  }
  /// Counted by walking over the elements.
  package var count: Int { reduce(0) { count, _ in count + 1 } }
  package var underestimatedCount: Int { 0 }
}

extension JSONDocument {
  /// Elements of the long array that stands at an offset; nil when they are no JSON.
  fileprivate func document(_ piece: JSONSplitter.Piece, of list: Int) -> JSONDocument? {
    input.long?.document(piece, of: list, in: self)
  }
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
  /// The members that are texts, numbers or booleans, interned.
  package func forEachScalar(_ body: (_ name: Text, _ value: Text) -> Void) {
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

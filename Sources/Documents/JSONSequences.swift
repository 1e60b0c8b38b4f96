/// The elements of an array, in order.
package struct JSONList: Sequence, Sendable {
  let document: JSONDocument
  /// Tape indices.
  let range: Range<Int>

  package struct Iterator: IteratorProtocol {
    fileprivate let document: JSONDocument
    fileprivate var at: Int
    fileprivate let end: Int

    package mutating func next() -> JSONValue? {
      guard at < end else { return nil }
      defer { at = document.tape.after(at) }
      return JSONValue(document: document, index: at)
    }
  }

  package func makeIterator() -> Iterator {
    Iterator(document: document, at: range.lowerBound, end: range.upperBound)
  }

  package var isEmpty: Bool { range.isEmpty }
  package var first: JSONValue? { isEmpty ? nil : JSONValue(document: document, index: range.lowerBound) }
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
  /// Counted by walking over the members.
  package var count: Int {
    var (count, at) = (0, range.lowerBound)
    while at < range.upperBound { (count, at) = (count + 1, document.tape.after(at + 1)) }
    return count
  }
}

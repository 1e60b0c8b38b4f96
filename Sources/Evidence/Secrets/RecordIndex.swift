import Documents
import Interning
import Model

/// Finds the record of a report that a result was read from, by the result's position.
///
/// Readers read lists in order, so each list is gone through once however many results are looked up. The elements of long
/// lists, which are not in memory, are read one by one.
final class RecordIndex {
  private let content: Content
  /// The lists by their pointers, each with the element that is next.
  private var lists: [String: Cursor] = [:]
  /// How often a list was begun again, which takes time; after that, records are not found.
  private var restarts = 0
  /// The list that holds the last record, and its elements if it is long. The results of one list follow one another.
  private var list: (pointer: InternedString, value: JSONValue, long: JSONList?)?
  /// The last record: often several results are read from one.
  private var last: (position: SourcePosition, texts: SecretTexts)?

  private struct Cursor {
    /// The elements after the current one; nil for a long list, whose elements are not in memory.
    var rest: JSONList.Iterator?
    var index = -1
    var current: JSONValue?

    mutating func advance(to index: Int) {
      while self.index < index {
        current = rest?.next()
        self.index += 1
        if current == nil { break }
      }
    }
  }

  init(_ content: Content) { self.content = content }

  /// The secret texts of the record at a position; none if it is not found.
  func secrets(at position: SourcePosition) -> SecretTexts {
    if let last, last.position == position { return last.texts }
    let texts = found(at: position)
    last = (position, texts)
    return texts
  }

  private func found(at position: SourcePosition) -> SecretTexts {
    var texts = SecretTexts()
    switch content {
    case .json: if let record = record(at: position) { texts.add(record) }
    case .xml(let root):
      for element in root.document.elements(onLine: position.line ?? 0) { texts.add(element) }
    case .table(let table):
      guard let row = table.row(onLine: position.line ?? 0) else { break }
      for (name, field) in zip(table.header, table.fields(of: row)) { texts.add(field, ofColumn: name) }
    case .text: break
    }
    return texts
  }

  /// The record of a JSON report at a position; nil if it is not found.
  func record(at position: SourcePosition) -> JSONValue? {
    guard case .json(let root) = content else { return nil }
    guard let (pointer, index) = position.element else { return value(at: position.pointer ?? "", in: root) }
    if list?.pointer != pointer {
      guard let found = value(at: pointer.wrappedValue, in: root), found.kind == .array else {
        return value(at: position.pointer ?? "", in: root)
      }
      list = (pointer, found, elements(of: found).flatMap { $0.isLong ? $0 : nil })
    }
    if let long = list?.long { return long.elementRead(at: index) }
    return list.flatMap { element(index, of: $0.value, at: $0.pointer.wrappedValue) }
  }

  private func value(at pointer: String, in root: JSONValue) -> JSONValue? {
    var (value, path) = (root, "")
    for token in pointer.split(separator: "/") {
      let next =
        value.kind == .array ? Int(token).flatMap { element($0, of: value, at: path) } : value[member: unescaped(token)]
      guard let next else { return nil }
      (value, path) = (next, "\(path)/\(token)")
    }
    return value
  }

  private func element(_ index: Int, of list: JSONValue, at path: String) -> JSONValue? {
    if let cursor = lists[path], cursor.index == index { return cursor.current }
    guard let cursor = moved(lists[path], to: index, in: list) else { return nil }
    lists[path] = cursor
    return cursor.current
  }

  private func moved(_ known: Cursor?, to index: Int, in list: JSONValue) -> Cursor? {
    if var cursor = known, cursor.rest != nil, cursor.index < index {
      cursor.advance(to: index)
      return cursor
    }
    guard let elements = elements(of: list) else { return nil }
    if elements.isLong { return Cursor(index: index, current: elements.elementRead(at: index)) }
    if known != nil { restarts += 1 }
    guard restarts < 1000 else { return nil }
    var cursor = Cursor(rest: elements.makeIterator())
    cursor.advance(to: index)
    return cursor
  }

  private func elements(of list: JSONValue) -> JSONList? {
    do throws(Diagnostic) { return try list.elements() } catch { return nil }
  }
}

/// A reference token of a JSON pointer as a name (RFC 6901 §4).
private func unescaped(_ token: Substring) -> String {
  guard token.utf8.contains(UInt8(ascii: "~")) else { return String(token) }
  return token.split(separator: "~1", omittingEmptySubsequences: false).joined(separator: "/")
    .split(separator: "~0", omittingEmptySubsequences: false).joined(separator: "~")
}

import Interning

/// A position in a file that Gatehouse read: a policy, a report or CODEOWNERS.
///
/// Lines and columns count from 1; a column counts Unicode scalars. `pointer` is a JSON
/// pointer (RFC 6901), set for JSON.
public struct SourcePosition: Hashable, Codable, Sendable {
  @Interned package var file: String
  @CompactInt package var line: Int?
  @CompactInt package var column: Int?
  // The pointers of a report's results differ in their last component only, so the rest is stored once.
  @InternedOptional private var list: String?
  @CompactInt private var index: Int?

  package init(file: String, line: Int? = nil, column: Int? = nil, pointer: String? = nil) {
    self.init(file: InternedString(file), line: line, column: column)
    self.pointer = pointer
  }

  package init(file: InternedString, line: Int? = nil, column: Int? = nil) {
    (_file, _line, _column, _list, _index) = (file, CompactInt(line), CompactInt(column), .none, CompactInt(nil))
  }

  /// The position of an element of a list. Its pointer is the pointer of the list, `/` and the index.
  package init(file: InternedString, list: InternedString, index: Int) {
    (_file, _line, _column, _list, _index) = (file, CompactInt(nil), CompactInt(nil), .init(list), CompactInt(index))
  }

  package var pointer: String? {
    get { index.map { "\(list ?? "")/\($0)" } ?? list }
    set {
      let end = newValue?.lastIndex(of: "/")
      index = newValue.flatMap { text in end.flatMap { SourcePosition.index(text[text.index(after: $0)...]) } }
      list = index == nil ? newValue : newValue.flatMap { text in end.map { String(text[..<$0]) } }
    }
  }

  /// The pointer of the list that holds the element; nil for the position of anything but an element of a list.
  package var listPointer: InternedOptional<String> { index == nil ? .none : $list }

  /// The list that holds the element, and its index; nil for the position of anything but an element of a list.
  package var element: (list: InternedString, index: Int)? {
    guard let index else { return nil }
    return ($list.interned ?? .empty, index)
  }

  /// The index that a pointer component spells; nil when it has leading zeros (RFC 6901 §4), so that equal pointers are
  /// equal values.
  private static func index(_ text: Substring) -> Int? {
    guard let index = Int32(text), index >= 0, String(index) == text else { return nil }
    return Int(index)
  }
}

extension SourcePosition: CustomStringConvertible {
  /// `file:line:column`, as far as known. Editors and terminals make this form clickable.
  public var description: String {
    guard let line else { return pointer.map { "\(file)#\($0)" } ?? file }
    guard let column else { return "\(file):\(line)" }
    return "\(file):\(line):\(column)"
  }
}

extension SourcePosition: Comparable {
  public static func < (one: SourcePosition, other: SourcePosition) -> Bool {
    if one.$file != other.$file { return one.$file < other.$file }
    let (spot, next) = ((one.line ?? 0, one.column ?? 0), (other.line ?? 0, other.column ?? 0))
    return spot != next ? spot < next : (one.pointer ?? "") < (other.pointer ?? "")
  }
}

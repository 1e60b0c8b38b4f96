/// Where something is *written*: a file Gatehouse read (a policy, a report, CODEOWNERS) and the spot inside it.
///
/// Lines and columns count from 1; a column counts Unicode scalars. `pointer` is an RFC 6901 JSON pointer, set for JSON.
package struct Place: Hashable, Sendable {
  package var file: String
  package var line: Int?
  package var column: Int?
  package var pointer: String?

  package init(file: String, line: Int? = nil, column: Int? = nil, pointer: String? = nil) {
    (self.file, self.line, self.column, self.pointer) = (file, line, column, pointer)
  }
}

extension Place: CustomStringConvertible {
  /// `file:line:column`, as far as known: the form that editors and terminals make clickable.
  package var description: String {
    guard let line else { return pointer.map { "\(file)#\($0)" } ?? file }
    guard let column else { return "\(file):\(line)" }
    return "\(file):\(line):\(column)"
  }
}

extension Place: Comparable {
  package static func < (one: Place, other: Place) -> Bool {
    (one.file, one.line ?? 0, one.column ?? 0, one.pointer ?? "")
      < (other.file, other.line ?? 0, other.column ?? 0, other.pointer ?? "")
  }
}

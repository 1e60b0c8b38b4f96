import Documents
import Model

/// An object of the JSON report or an element of the XML report; both have the same names, except for lists.
protocol DependencyCheckRecord {
  /// The string or number of a member; nil if it is missing or empty.
  func word(_ name: StaticString) -> String?
  func part(_ name: StaticString) -> Self?
  func part(_ name: StaticString, inXML element: StaticString) -> Self?
  /// The objects in the member `list`; in XML the elements `item` in `parent`.
  func parts(_ list: StaticString, in parent: String, _ item: String) throws(Diagnostic) -> [Self]
  /// The strings in the member `list`; in XML the texts of the elements `item` in `parent`.
  func words(_ list: StaticString, in parent: String, _ item: String) throws(Diagnostic) -> [String]
  func position(_ pointer: String, in report: ReportBuilder) -> SourcePosition
  func mismatch(_ expected: String) -> Diagnostic
}

extension JSONValue: DependencyCheckRecord {
  func word(_ name: StaticString) -> String? { stated(name) }
  func part(_ name: StaticString) -> JSONValue? { self[name].flatMap { $0.kind == .object ? $0 : nil } }
  func part(_ name: StaticString, inXML element: StaticString) -> JSONValue? { part(name) }
  func parts(_ list: StaticString, in parent: String, _ item: String) throws(Diagnostic) -> [JSONValue] {
    Array(try self.list(list))
  }
  func words(_ list: StaticString, in parent: String, _ item: String) throws(Diagnostic) -> [String] { try texts(list) }
  func position(_ pointer: String, in report: ReportBuilder) -> SourcePosition {
    SourcePosition(file: report.input.name, pointer: report.pointer + pointer)
  }
}

extension XMLElement: DependencyCheckRecord {
  func word(_ name: StaticString) -> String? { text(name.description) ?? attribute(name.description) }
  func part(_ name: StaticString) -> XMLElement? { child(name.description) }
  func part(_ name: StaticString, inXML element: StaticString) -> XMLElement? { part(element) }
  func parts(_ list: StaticString, in parent: String, _ item: String) -> [XMLElement] {
    child(parent)?.children(item) ?? []
  }
  func words(_ list: StaticString, in parent: String, _ item: String) -> [String] {
    parts(list, in: parent, item).compactMap(\.text)
  }
  func position(_ pointer: String, in report: ReportBuilder) -> SourcePosition { position }
}

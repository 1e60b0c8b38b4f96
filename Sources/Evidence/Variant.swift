import Documents
import Model
import System

/// One way in which a tool writes its report: how to know it, and how to read it.
package struct Variant: Sendable {
  /// How it is recognised, in words; printed by `--list-formats`. What a report must have stands in backquotes, and `;` parts
  /// the ways to be recognised: by these names the nearest format of a report that fits none is found.
  package let signature: String
  let reading: Reading

  enum Reading: Sendable {
    case json(@Sendable (JSONValue) -> Bool, @Sendable (JSONValue, inout ReportBuilder) throws(Diagnostic) -> Void)
    case xml(@Sendable (XMLElement) -> Bool, @Sendable (XMLElement, inout ReportBuilder) throws(Diagnostic) -> Void)
    case table(@Sendable (CSVTable) -> Bool, @Sendable (CSVTable, inout ReportBuilder) throws(Diagnostic) -> Void)
    case text(@Sendable (Input) -> Bool, @Sendable (Input, inout ReportBuilder) throws(Diagnostic) -> Void)
  }

  /// JSON: one document, or, where the tool writes its records one after the other, an array of them.
  ///
  /// `recognises` looks at a few keys near the root only.
  static func json(
    _ signature: String, recognises: @escaping @Sendable (JSONValue) -> Bool,
    read: @escaping @Sendable (JSONValue, inout ReportBuilder) throws(Diagnostic) -> Void
  ) -> Variant { Variant(signature: signature, reading: .json(recognises, read)) }

  /// XML, by its outermost element.
  static func xml(
    _ signature: String, recognises: @escaping @Sendable (XMLElement) -> Bool,
    read: @escaping @Sendable (XMLElement, inout ReportBuilder) throws(Diagnostic) -> Void
  ) -> Variant { Variant(signature: signature, reading: .xml(recognises, read)) }

  /// Comma-separated values, by the names of the columns. A row that has fewer fields than the header is refused, but for the
  /// last `optional` columns, which the tool leaves out where they are empty.
  static func table(
    _ signature: String, optional: Int = 0, recognises: @escaping @Sendable (CSVTable) -> Bool,
    read: @escaping @Sendable (CSVTable, inout ReportBuilder) throws(Diagnostic) -> Void
  ) -> Variant {
    let whole: @Sendable (CSVTable, inout ReportBuilder) throws(Diagnostic) -> Void = { table, report throws(Diagnostic) in
      if let lack = table.lack, lack.fields > optional { throw lack.complaint }
      try read(table, &report)
    }
    return Variant(signature: signature, reading: .table(recognises, whole))
  }

  /// Any other text, by how it begins.
  static func text(
    _ signature: String, recognises: @escaping @Sendable (Input) -> Bool,
    read: @escaping @Sendable (Input, inout ReportBuilder) throws(Diagnostic) -> Void
  ) -> Variant { Variant(signature: signature, reading: .text(recognises, read)) }
}

extension Variant {
  /// Whether this content is of this shape.
  func fits(_ content: Content) -> Bool {
    switch (reading, content) {
    case (.json(let recognises, _), .json(let root)): recognises(root)
    case (.xml(let recognises, _), .xml(let root)): recognises(root)
    case (.table(let recognises, _), .table(let table)): recognises(table)
    case (.text(let recognises, _), .text(let input)): recognises(input)
    case (.json, _), (.xml, _), (.table, _), (.text, _): false
    }
  }

  /// Adds everything the content says.
  func read(_ content: Content, into report: inout ReportBuilder) throws(Diagnostic) {
    switch (reading, content) {
    case (.json(_, let read), .json(let root)): try read(root, &report)
    case (.xml(_, let read), .xml(let root)): try read(root, &report)
    case (.table(_, let read), .table(let table)): try read(table, &report)
    case (.text(_, let read), .text(let input)): try read(input, &report)
    case (.json, _), (.xml, _), (.table, _), (.text, _): break
    }
  }
}

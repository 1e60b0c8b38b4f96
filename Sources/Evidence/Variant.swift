import Documents
import Model
import System

/// One encoding and layout of a format: how reports are recognised and read.
package struct Variant: Sendable {
  /// How reports are recognised, as a sentence for people; `--list-formats` prints it.
  ///
  /// Names that a report must have are in backquotes, and `;` separates alternatives. `signatureKeys` parses them to
  /// find the closest format of a report that no format recognises.
  package let signature: String
  let reading: Reading

  enum Reading: Sendable {
    case json(@Sendable (JSONValue) -> Bool, @Sendable (JSONValue, inout ReportBuilder) throws(Diagnostic) -> Void)
    case xml(@Sendable (XMLElement) -> Bool, @Sendable (XMLElement, inout ReportBuilder) throws(Diagnostic) -> Void)
    case table(@Sendable (CSVTable) -> Bool, @Sendable (CSVTable, inout ReportBuilder) throws(Diagnostic) -> Void)
    case text(@Sendable (Input) -> Bool, @Sendable (Input, inout ReportBuilder) throws(Diagnostic) -> Void)
  }

  /// A variant in JSON: one document, or, if the tool writes one record after the other, an array of them.
  ///
  /// - Parameter recognises: decides from a few keys near the root.
  static func json(
    _ signature: String, recognises: @escaping @Sendable (JSONValue) -> Bool,
    read: @escaping @Sendable (JSONValue, inout ReportBuilder) throws(Diagnostic) -> Void
  ) -> Variant { Variant(signature: signature, reading: .json(recognises, read)) }

  /// A variant in XML, recognised by its root element.
  static func xml(
    _ signature: String, recognises: @escaping @Sendable (XMLElement) -> Bool,
    read: @escaping @Sendable (XMLElement, inout ReportBuilder) throws(Diagnostic) -> Void
  ) -> Variant { Variant(signature: signature, reading: .xml(recognises, read)) }

  /// A variant in comma-separated values, recognised by the names of its columns. A row with fewer fields than the
  /// header is an error, except for the last `optional` columns, which the tool omits when they are empty.
  static func table(
    _ signature: String, optional: Int = 0, recognises: @escaping @Sendable (CSVTable) -> Bool,
    read: @escaping @Sendable (CSVTable, inout ReportBuilder) throws(Diagnostic) -> Void
  ) -> Variant {
    let whole: @Sendable (CSVTable, inout ReportBuilder) throws(Diagnostic) -> Void = {
      table, report throws(Diagnostic) in
      if let lack = table.lack, lack.fields > optional { throw lack.complaint }
      try read(table, &report)
    }
    return Variant(signature: signature, reading: .table(recognises, whole))
  }

  /// A variant in any other text, recognised by its beginning.
  static func text(
    _ signature: String, recognises: @escaping @Sendable (Input) -> Bool,
    read: @escaping @Sendable (Input, inout ReportBuilder) throws(Diagnostic) -> Void
  ) -> Variant { Variant(signature: signature, reading: .text(recognises, read)) }
}

extension Variant {
  /// Whether the content is of this variant.
  func fits(_ content: Content) -> Bool {
    switch (reading, content) {
    case (.json(let recognises, _), .json(let root)): recognises(root)
    case (.xml(let recognises, _), .xml(let root)): recognises(root)
    case (.table(let recognises, _), .table(let table)): recognises(table)
    case (.text(let recognises, _), .text(let input)): recognises(input)
    case (.json, _), (.xml, _), (.table, _), (.text, _): false
    }
  }

  /// Adds the observations of the content to the report.
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

import Documents
import Model
import System

/// One way to write VEX statements. Each is one file in this folder and one line in `VEXFormat.all`.
package struct VEXFormat: Sendable {
  /// The standard's own lower-case name.
  package let name: String
  /// What it is, for people.
  package let title: String
  /// Whether these bytes are this dialect. Looks at a few keys near the root only.
  package let recognises: @Sendable (JSONValue) -> Bool
  /// Adds every statement that is sound, and a diagnostic for each that is not. Throws where the document as a whole is unsound.
  package let read: @Sendable (JSONDocument, inout VEXDocument) throws(Diagnostic) -> Void

  package init(
    name: String, title: String, recognises: @escaping @Sendable (JSONValue) -> Bool,
    read: @escaping @Sendable (JSONDocument, inout VEXDocument) throws(Diagnostic) -> Void
  ) {
    (self.name, self.title, self.recognises, self.read) = (name, title, recognises, read)
  }

  /// Every dialect. A reader that is not listed here does not exist; a test compares this list with the folder.
  package static let all: [VEXFormat] = [.openVEX]
}

/// The statements of a VEX document, and what was refused of it.
package struct VEXDocument: Sendable {
  package var statements: [Statement] = []
  /// One for each statement that was refused, as errors: what cannot be read might have taken back another statement.
  package var diagnostics: [Diagnostic] = []
}

/// Reads a VEX document of whatever dialect. Throws where none knows it, or where it is unsound as a whole.
package func readVEXDocument(_ input: Input) throws(Diagnostic) -> VEXDocument {
  let document = try JSONDocument(input)
  guard let dialect = VEXFormat.all.first(where: { $0.recognises(document.root) }) else {
    throw Diagnostic(
      .formatUnknown, "no VEX dialect knows this document", at: document.root.place,
      because: ["known dialects: \(VEXFormat.all.map(\.title).joined(separator: ", "))"],
      help: "convert it, for example with vexctl, to one of these in JSON")
  }
  var read = VEXDocument()
  try dialect.read(document, &read)
  return read
}

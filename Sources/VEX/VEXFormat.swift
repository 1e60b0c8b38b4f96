import Documents
import Model
import System

/// A format of VEX documents. Each is one file in this folder and one element of `VEXFormat.all`.
package struct VEXFormat: Sendable {
  /// The standard's name in lower case.
  package let name: String
  /// The name of the format in messages.
  package let title: String
  /// Whether a document has this format. Only a few keys near the root are checked.
  package let recognises: @Sendable (JSONValue) -> Bool
  /// Adds all valid statements, and a diagnostic for each invalid one. Throws when the document as a whole is invalid.
  package let read: @Sendable (JSONDocument, inout VEXDocument) throws(Diagnostic) -> Void

  package init(
    name: String, title: String, recognises: @escaping @Sendable (JSONValue) -> Bool,
    read: @escaping @Sendable (JSONDocument, inout VEXDocument) throws(Diagnostic) -> Void
  ) {
    (self.name, self.title, self.recognises, self.read) = (name, title, recognises, read)
  }

  /// All formats. A format that is not listed is never used; a test compares the list with the files in the folder.
  package static let all: [VEXFormat] = [.openVEX]
}

/// The statements of a VEX document, and diagnostics for those that were rejected.
package struct VEXDocument: Sendable {
  package var statements: [Statement] = []
  /// One error for each rejected statement: it might have withdrawn another statement.
  package var diagnostics: [Diagnostic] = []
}

/// Reads a VEX document in any supported format. Throws when no format matches or the document as a whole is invalid.
package func readVEXDocument(_ input: Input) throws(Diagnostic) -> VEXDocument {
  let document = try JSONDocument(input.inUTF8())
  guard let dialect = VEXFormat.all.first(where: { $0.recognises(document.root) }) else {
    throw Diagnostic(
      .formatUnknown, "no VEX dialect knows this document", at: document.root.position,
      because: ["known dialects: \(VEXFormat.all.map(\.title).joined(separator: ", "))"],
      help: "convert it, for example with vexctl, to one of these in JSON")
  }
  var read = VEXDocument()
  try dialect.read(document, &read)
  return read
}

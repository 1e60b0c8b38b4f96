/// The stable name of a diagnostic or a reason, and what it means: kebab-case, says what is wrong, never used again for
/// something else.
///
/// Each module declares the codes of its own messages in its `DiagnosticCodes.swift`; `DiagnosticCode.all` collects them.
/// `docs/codes.md` lists them, and `gatehouse explain CODE` prints one.
package struct DiagnosticCode: Hashable, Sendable {
  /// `waiver-expired`.
  package let name: String
  /// What the code means and what to do, in a sentence or two.
  package let meaning: String

  package init(_ name: String, _ meaning: String) { (self.name, self.meaning) = (name, meaning) }

  package static func == (one: DiagnosticCode, other: DiagnosticCode) -> Bool { one.name == other.name }
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

// Stored by name; the meaning belongs to the program that reads it.
extension DiagnosticCode: Codable {
  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self), "")
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}

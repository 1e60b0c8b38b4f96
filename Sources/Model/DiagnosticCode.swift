/// The stable name of a kind of diagnostic or reason, with its meaning. The name is kebab-case, says what is wrong, and
/// is never reused for another meaning.
///
/// Each module declares the codes of its own messages in its `DiagnosticCodes.swift`; `DiagnosticCode.all` collects
/// them. `docs/codes.md` lists them, and `gatehouse explain CODE` prints one.
package struct DiagnosticCode: Hashable, Sendable {
  /// The name, for example `waiver-expired`.
  package let name: String
  /// What the code means and what to do about it, in one or two sentences.
  package let meaning: String

  package init(_ name: String, _ meaning: String) { (self.name, self.meaning) = (name, meaning) }

  package static func == (one: DiagnosticCode, other: DiagnosticCode) -> Bool { one.name == other.name }
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

// Only the name is encoded. The meaning comes from the version of the program that decodes it.
extension DiagnosticCode: Codable {
  package init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self), "")
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}

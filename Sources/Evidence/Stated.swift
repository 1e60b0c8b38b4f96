import Documents
import Model

extension JSONValue {
  /// A text or number that the format promises. Throws where it is missing or empty: a record without it cannot be told from
  /// another, and a report is read in full or not at all.
  func required(_ key: StaticString) throws(Diagnostic) -> String {
    guard let text = scalar(key), !text.isEmpty else { throw mismatch("an object with `\(key)`") }
    return text
  }

  /// The text of a member; nil also where it is there and empty, which many tools write for "not known".
  func stated(_ key: StaticString) -> String? { scalar(key).flatMap { $0.isEmpty ? nil : $0 } }

  /// The texts and numbers of a list, one alone counting as a list of one. Empty where the member is missing.
  func texts(_ key: StaticString) throws(Diagnostic) -> [String] {
    guard let value = self[key] else { return [] }
    guard value.kind == .array else { return value.scalar.map { [$0] } ?? [] }
    return try value.elements().compactMap(\.scalar)
  }
}

extension Sequence<String> {
  /// Each text once, in the order of its first appearance, without the empty ones.
  var distinct: [String] {
    var (kept, seen): ([String], Set<String>) = ([], [])
    for text in self where !text.isEmpty {
      // A short list is searched sooner than a set is filled.
      if kept.count == 16, seen.isEmpty { seen = Set(kept) }
      if kept.count < 16 ? !kept.contains(text) : seen.insert(text).inserted { kept.append(text) }
    }
    return kept
  }
}

extension String {
  /// A path from the root of what was scanned, as a path inside it.
  var withoutLeadingSlash: String {
    utf8.first == UInt8(ascii: "/") ? String(self[utf8.index(after: startIndex)...]) : self
  }
}

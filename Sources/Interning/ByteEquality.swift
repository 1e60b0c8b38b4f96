// Paths, names of files, issuers and identifiers are bytes: `==` of `String` also holds for texts that are canonically
// equivalent in Unicode (`é` as one scalar or two, `K` and the Kelvin sign), and those are different names to git, to
// the file system and to registries. `hasPrefix` and `split` of `String` work on grapheme clusters, so they do not see a
// `/` that a combining mark follows.

extension StringProtocol {
  /// Whether two texts have the same UTF-8 bytes.
  public func isSame(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

  /// Whether the bytes of the text begin with those of `prefix`.
  public func begins(with prefix: some StringProtocol) -> Bool { utf8.starts(with: prefix.utf8) }

  /// Whether the bytes of the text end with those of `suffix`.
  public func ends(with suffix: some StringProtocol) -> Bool {
    utf8.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  /// Whether the bytes of the text come before those of `other` in lexicographic order.
  public func precedes(_ other: some StringProtocol) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}

extension Sequence where Element: StringProtocol {
  /// Whether an element has the same UTF-8 bytes as the text.
  public func containsSame(as text: some StringProtocol) -> Bool { contains { $0.isSame(as: text) } }
}

/// A text that is compared and hashed by its UTF-8 bytes, as the key of sets and dictionaries.
public struct ExactText: Hashable, Comparable, Sendable {
  public let text: String

  public init(_ text: String) { self.text = text }

  public static func == (one: ExactText, other: ExactText) -> Bool { one.text.isSame(as: other.text) }
  public static func < (one: ExactText, other: ExactText) -> Bool { one.text.precedes(other.text) }

  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { unsafe hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

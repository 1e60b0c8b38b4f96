import Interning
import Model
import System

/// The normalized names of vulnerabilities: one entry for each distinct list of names, because many results share a
/// list.
struct Names: Sendable {
  struct Entry: Sendable {
    /// The CVE in upper case, or all CVEs of an advisory joined by spaces; nil when there is none.
    let vulnerability: InternedString?
    /// Whether the list has names other than CVEs.
    let hasOthers: Bool
    /// The names sorted with CVEs first, then GHSA ids, then others, without duplicates that differ only in case.
    let canonical: Interned<[String]>
    /// The first of the canonical names.
    let first: InternedString?
    /// The first of the canonical names in upper case, for comparisons.
    let firstKey: InternedString?
  }

  private let entries: MemoTable<[String], Entry>

  init(_ lists: some Sequence<Interned<[String]>>) { entries = MemoTable(lists) { Entry($0) } }

  /// The entry of an observation's list of names.
  subscript(one: Observation) -> Entry { entries[one.$ids] }
}

extension Names.Entry {
  fileprivate init(_ list: Interned<[String]>) {
    let names = list.wrappedValue.map { Name($0) }
    let isSorted = names.indices.dropFirst().allSatisfy { names[$0 - 1].isKey(before: names[$0]) }
    let sorted = isSorted ? names : distinct(names.sorted())
    vulnerability = cve(names)
    hasOthers = names.contains { $0.authority != .cve }
    canonical = isSorted ? list : Interned(sorted.map(\.text))
    first = (sorted.first?.text).map { InternedString($0) }
    firstKey = vulnerability ?? first.map(uppercasedASCII)
  }
}

extension Names {
  /// The CVE of an observation. When the observation has no names, its rule id if that is a CVE.
  func vulnerability(of one: Observation) -> InternedString? {
    if let vulnerability = self[one].vulnerability { return vulnerability }
    return self[one].hasOthers ? nil : cve([Name(one.ruleId)])
  }

  /// The names of an observation other than CVEs, in upper case; its rule id when it has none.
  func others(of one: Observation) -> [InternedString] {
    guard self[one].hasOthers else { return [uppercasedASCII(one.$ruleId)] }
    return one.ids.filter { Name($0).authority != .cve }.map { InternedString(uppercasedASCII($0)) }
  }
}

/// A name of a vulnerability. Names are ordered by authority, and then by bytes ignoring case.
private struct Name: Comparable {
  /// The issuer of a name. Names of later cases refer to names of earlier ones.
  enum Authority: Int { case cve, ghsa, other }

  let authority: Authority
  let text: String

  init(_ text: String) {
    self.text = text
    let bytes = text.utf8Span.span
    authority =
      order(bytes, "CVE-".utf8Span.span, upTo: 4) == 0
      ? .cve : order(bytes, "GHSA-".utf8Span.span, upTo: 5) == 0 ? .ghsa : .other
  }

  /// Whether the name precedes another one, ignoring case.
  func isKey(before other: Name) -> Bool {
    if authority != other.authority { return authority.rawValue < other.authority.rawValue }
    return order(text.utf8Span.span, other.text.utf8Span.span) < 0
  }

  /// Whether two names are equal, ignoring case.
  func hasKey(of other: Name) -> Bool { order(text.utf8Span.span, other.text.utf8Span.span) == 0 }

  static func < (one: Name, other: Name) -> Bool {
    if one.hasKey(of: other) { return InternedString(one.text) < InternedString(other.text) }
    return one.isKey(before: other)
  }
}

/// Compares two names ignoring the case of ASCII letters. Negative when `one` comes first, 0 when they are equal.
private func order(_ one: Span<UInt8>, _ other: Span<UInt8>, upTo limit: Int = .max) -> Int {
  let (mine, theirs) = (min(one.count, limit), min(other.count, limit))
  for index in 0..<min(mine, theirs) {
    let (a, b) = (uppercasedASCII(one[index]), uppercasedASCII(other[index]))
    if a != b { return a < b ? -1 : 1 }
  }
  return mine - theirs
}

private func uppercasedASCII(_ byte: UInt8) -> UInt8 { (97...122).contains(byte) ? byte & 0xDF : byte }

/// Sorted names without those that differ from their predecessor only in case.
private func distinct(_ names: [Name]) -> [Name] {
  names.indices.filter { $0 == 0 || !names[$0 - 1].hasKey(of: names[$0]) }.map { names[$0] }
}

/// The union of several lists of names, in canonical order: CVEs first, then GHSA ids, then others.
func canonicalNames(_ lists: [[String]]) -> [String] { distinct(lists.joined().map { Name($0) }.sorted()).map(\.text) }

/// Whether a name precedes another one, ignoring case.
func isKey(_ one: InternedString, before other: InternedString) -> Bool {
  one != other && Name(one.wrappedValue).isKey(before: Name(other.wrappedValue))
}

/// The CVE among names, in upper case. Several CVEs are joined by spaces. Nil when there is none.
private func cve(_ names: [Name]) -> InternedString? {
  guard let first = names.first(where: { $0.authority == .cve }) else { return nil }
  if !names.contains(where: { $0.authority == .cve && !$0.hasKey(of: first) }) {
    return InternedString(uppercasedASCII(first.text))
  }
  let numbers = Set(names.lazy.filter { $0.authority == .cve }.map { uppercasedASCII($0.text) })
  return InternedString(numbers.sorted().joined(separator: " "))
}

import Interning
import Model
import System

/// The names of vulnerabilities, one entry for each list of names that was said: many results say the same list.
struct Names: Sendable {
  struct Entry: Sendable {
    /// The CVE, or all CVEs of an advisory as one text; nil: it bears none. In one spelling: ids are compared without case.
    let vulnerability: InternedString?
    let hasOthers: Bool
    /// CVE first, then GHSA, then the others; of several spellings the first in order.
    let canonical: Interned<[String]>
    let first: InternedString?
    /// The same in one spelling.
    let firstKey: InternedString?
  }

  private let entries: MemoTable<[String], Entry>

  init(_ lists: some Sequence<Interned<[String]>>) { entries = MemoTable(lists) { Entry($0) } }

  subscript(one: Observation) -> Entry { _read { yield entries[one.$ids] } }
}

extension Names.Entry {
  fileprivate init(_ list: Interned<[String]>) {
    let names = list.wrappedValue.map { Name($0) }
    let isInOrder = names.indices.dropFirst().allSatisfy { names[$0 - 1].isKey(before: names[$0]) }
    let inOrder = isInOrder ? names : distinct(names.sorted())
    vulnerability = vulnerabilityNumber(names)
    hasOthers = names.contains { $0.authority != .cve }
    canonical = isInOrder ? list : Interned(inOrder.map(\.text))
    first = (inOrder.first?.text).map { InternedString($0) }
    firstKey = vulnerability ?? first.map(uppercasedASCII)
  }
}

extension Names {
  /// The CVE that an observation names; that of its rule where it has no name at all.
  func vulnerability(of one: Observation) -> InternedString? {
    if let vulnerability = self[one].vulnerability { return vulnerability }
    return self[one].hasOthers ? nil : vulnerabilityNumber([Name(one.ruleId)])
  }

  /// The other names of an observation, in one spelling; its rule where it has none.
  func others(of one: Observation) -> [InternedString] {
    guard self[one].hasOthers else { return [uppercasedASCII(one.$ruleId)] }
    return one.ids.filter { Name($0).authority != .cve }.map { InternedString(uppercasedASCII($0)) }
  }
}

/// A name of a vulnerability, which goes before others by who gives it and by its bytes, without regard to case.
private struct Name: Comparable {
  /// Who gives a name: the later ones point to the earlier.
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

  func isKey(before other: Name) -> Bool {
    if authority != other.authority { return authority.rawValue < other.authority.rawValue }
    return order(text.utf8Span.span, other.text.utf8Span.span) < 0
  }

  func hasKey(of other: Name) -> Bool { order(text.utf8Span.span, other.text.utf8Span.span) == 0 }

  static func < (one: Name, other: Name) -> Bool {
    if one.hasKey(of: other) { return InternedString(one.text) < InternedString(other.text) }
    return one.isKey(before: other)
  }
}

/// Below 0 when the one comes first, 0 when they are the same, as if all ASCII letters were in upper case.
private func order(_ one: Span<UInt8>, _ other: Span<UInt8>, upTo most: Int = .max) -> Int {
  let (mine, theirs) = (min(one.count, most), min(other.count, most))
  for index in 0..<min(mine, theirs) {
    let (a, b) = (uppercasedASCII(one[index]), uppercasedASCII(other[index]))
    if a != b { return a < b ? -1 : 1 }
  }
  return mine - theirs
}

private func uppercasedASCII(_ byte: UInt8) -> UInt8 { (97...122).contains(byte) ? byte & 0xDF : byte }

/// Of several spellings, which are neighbours, the first stays.
private func distinct(_ names: [Name]) -> [Name] {
  names.indices.filter { $0 == 0 || !names[$0 - 1].hasKey(of: names[$0]) }.map { names[$0] }
}

/// All names of the vulnerability: CVE first, then GHSA, then the others.
func canonicalNames(_ lists: [[String]]) -> [String] { distinct(lists.joined().map { Name($0) }.sorted()).map(\.text) }

/// Whether a name goes before another.
func isKey(_ one: InternedString, before other: InternedString) -> Bool {
  one != other && Name(one.wrappedValue).isKey(before: Name(other.wrappedValue))
}

/// The CVE among names; where there are several, all as one text.
private func vulnerabilityNumber(_ names: [Name]) -> InternedString? {
  guard let first = names.first(where: { $0.authority == .cve }) else { return nil }
  if !names.contains(where: { $0.authority == .cve && !$0.hasKey(of: first) }) { return InternedString(uppercasedASCII(first.text)) }
  let numbers = Set(names.lazy.filter { $0.authority == .cve }.map { uppercasedASCII($0.text) })
  return InternedString(numbers.sorted().joined(separator: " "))
}

import Model

/// The names of vulnerabilities, one entry for each list of names that was said: many results say the same list.
struct Names: Sendable {
  struct Entry: Sendable {
    /// The CVE, or all CVEs of an advisory as one text; nil: it bears none. In one spelling: ids are compared without case.
    let vulnerability: Text?
    /// All other names, in one spelling.
    let others: [Text]
    /// CVE first, then GHSA, then the others; of several spellings the first in order.
    let canonical: Interned<[String]>
    let first: Text?
    /// The same in one spelling.
    let firstKey: Text?
  }

  private let entries: OncePerValue<[String], Entry>

  init(_ lists: some Sequence<Interned<[String]>>) { entries = OncePerValue(lists) { Entry($0) } }

  subscript(one: Observation) -> Entry { _read { yield entries[one.$ids] } }
}

extension Names.Entry {
  fileprivate init(_ list: Interned<[String]>) {
    let names = list.wrappedValue.map { Name(Text($0)) }
    let inOrder = distinct(names.isInOrder ? names : names.sorted())
    vulnerability = vulnerabilityNumber(names)
    others = names.compactMap { $0.authority == .cve ? nil : $0.key }
    canonical = inOrder.count == names.count && names.isInOrder ? list : Interned(inOrder.map { $0.text.wrappedValue })
    first = inOrder.first?.text
    firstKey = vulnerability ?? inOrder.first?.key
  }
}

extension Names {
  /// The CVE that an observation names; that of its rule where it has no name at all.
  func vulnerability(of one: Observation) -> Text? {
    if let vulnerability = self[one].vulnerability { return vulnerability }
    return self[one].others.isEmpty ? vulnerabilityNumber([Name(one.$ruleId)]) : nil
  }

  /// The other names of an observation that names no CVE; its rule where there is none.
  func others(of one: Observation) -> [Text] {
    let others = self[one].others
    return others.isEmpty ? [uppercased(one.$ruleId)] : others
  }
}

/// A name of a vulnerability, which goes before others by who gives it and by its bytes.
private struct Name: Comparable {
  let authority: Authority
  /// In upper case: ids are compared without case.
  let key: Text
  let text: Text

  init(_ text: Text) {
    self.text = text
    key = uppercased(text)
    authority = Authority(key)
  }

  static func < (one: Name, other: Name) -> Bool {
    if one.authority != other.authority { return one.authority < other.authority }
    return one.key != other.key ? one.key < other.key : one.text < other.text
  }
}

/// Who gives a name: the later ones point to the earlier.
private enum Authority: Int, Comparable {
  case cve, ghsa, other

  init(_ key: Text) {
    self = key.utf8.begins(with: "CVE-") ? .cve : key.utf8.begins(with: "GHSA-") ? .ghsa : .other
  }

  static func < (one: Authority, other: Authority) -> Bool { one.rawValue < other.rawValue }
}

extension [Name] {
  fileprivate var isInOrder: Bool { indices.dropFirst().allSatisfy { self[$0 - 1] < self[$0] } }
}

/// Of several spellings, which are neighbours, the first stays.
private func distinct(_ names: [Name]) -> [Name] {
  if names.indices.dropFirst().allSatisfy({ names[$0 - 1].key != names[$0].key }) { return names }
  return names.indices.filter { $0 == 0 || names[$0 - 1].key != names[$0].key }.map { names[$0] }
}

/// All names of the vulnerability: CVE first, then GHSA, then the others.
func canonicalNames(_ lists: [[String]]) -> [String] {
  distinct(lists.joined().map { Name(Text($0)) }.sorted()).map { $0.text.wrappedValue }
}

/// Whether a name in upper case goes before another.
func isKey(_ one: Text, before other: Text) -> Bool { one != other && Name(one) < Name(other) }

/// The CVE among names; where there are several, all as one text.
private func vulnerabilityNumber(_ names: [Name]) -> Text? {
  guard let first = names.first(where: { $0.authority == .cve })?.key else { return nil }
  if !names.contains(where: { $0.authority == .cve && $0.key != first }) { return first }
  let numbers = Set(names.lazy.filter { $0.authority == .cve }.map(\.key))
  return Text(numbers.sorted().map(\.wrappedValue).joined(separator: " "))
}

/// ASCII letters in upper case: ids of vulnerabilities are compared without case.
func uppercased(_ text: Text) -> Text {
  let bytes = text.utf8
  guard bytes.indices.contains(where: { (97...122).contains(bytes[$0]) }) else { return text }
  let upper = bytes.indices.map { (97...122).contains(bytes[$0]) ? bytes[$0] & 0xDF : bytes[$0] }
  return Text(utf8: upper.span)
}

/// ASCII letters in lower case: names of tools and rules are compared without case.
func folded(_ text: Text) -> Text {
  let bytes = text.utf8
  guard bytes.indices.contains(where: { (65...90).contains(bytes[$0]) }) else { return text }
  let lower = bytes.indices.map { (65...90).contains(bytes[$0]) ? bytes[$0] | 0x20 : bytes[$0] }
  return Text(utf8: lower.span)
}

import Documents
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

  /// Of each observation, as an index of `entries`.
  let each: [Int]
  let entries: [Entry]

  init(of observations: [Observation]) {
    var (numbers, lists) = ([Interned<[String]>: Int](), [Interned<[String]>]())
    each = observations.map { observation in
      if let number = numbers[observation.$ids] { return number }
      lists.append(observation.$ids)
      numbers[observation.$ids] = lists.count - 1
      return lists.count - 1
    }
    entries = inParallel(over: lists.indices) { [lists] in
      $0.map { Entry(lists[$0]) }
    }
  }
}

extension Names.Entry {
  fileprivate init(_ list: Interned<[String]>) {
    let names = list.wrappedValue
    let inOrder = canonicalNames([names])
    let keys = names.map(uppercased)
    vulnerability = vulnerabilityNumber(keys)
    others = keys.filter { !$0.hasPrefix("CVE-") }.map { Text($0) }
    canonical = inOrder == names ? list : Interned(inOrder)
    first = inOrder.first.map { Text($0) }
    firstKey = vulnerability ?? inOrder.first.map { Text(uppercased($0)) }
  }
}

extension Names {
  /// The CVE that an observation names; that of its rule where it has no name at all.
  func vulnerability(of one: Observation, _ index: Int) -> Text? {
    let entry = each[index]
    if let vulnerability = entries[entry].vulnerability { return vulnerability }
    return entries[entry].others.isEmpty ? vulnerabilityNumber([uppercased(one.ruleId)]) : nil
  }

  /// The other names of an observation that names no CVE; its rule where there is none.
  func others(of one: Observation, _ index: Int) -> [Text] {
    let others = entries[each[index]].others
    return others.isEmpty ? [Text(uppercased(one.ruleId))] : others
  }
}

/// All names of the vulnerability: CVE first, then GHSA, then the others.
func canonicalNames(_ lists: [[String]]) -> [String] {
  if lists.count == 1, isCanonical(lists[0]) { return lists[0] }
  var names: [(rank: Int, key: String, name: String)] = []
  for name in lists.joined() {
    let key = uppercased(name)
    names.append((authority(key), key, name))
  }
  names.sort { $0 < $1 }
  // Of several spellings the first in order stays.
  return names.indices.filter { $0 == 0 || names[$0 - 1].key != names[$0].key }.map { names[$0].name }
}

/// Whether the names stand in their order already and none twice; nearly all lists do, and cost no other.
private func isCanonical(_ names: [String]) -> Bool {
  guard names.count > 1 else { return true }
  guard names.count == 2, !names.contains(where: { name in name.utf8.contains { (97...122).contains($0) } }) else {
    return false
  }
  let (a, b) = (authority(names[0]), authority(names[1]))
  return a != b ? a < b : names[0].utf8.lexicographicallyPrecedes(names[1].utf8)
}

/// The first of all names, in upper case; nil where there is none.
func canonicalKey(_ keys: some Sequence<Text>) -> Text? {
  keys.min { one, other in
    if one == other { return false }
    let (a, b) = (authority(one.wrappedValue), authority(other.wrappedValue))
    return a != b ? a < b : one < other
  }
}

/// Who gives the name: the later names point to the earlier.
private func authority(_ name: String) -> Int {
  if name.utf8.starts(with: "CVE-".utf8) { return 0 }
  return name.utf8.starts(with: "GHSA-".utf8) ? 1 : 2
}

import Interning
import Model

/// Makes findings of clusters. What many of them have in common (names, weaknesses, ratings) is worked out once.
struct Merger: ~Copyable {
  private let input: CorrelationInput
  private var room: Observations.Reservation
  private var names = UnionCache<String>(canonicalNames)
  private var weaknesses = UnionCache<Int>(inOrder)
  private var scores = UnionCache<CVSSRating>(inOrder)
  private var fixes = UnionCache<String>(inOrder)

  /// - Parameter count: of the observations of all clusters.
  init(_ input: CorrelationInput, for count: Int, in scope: ArenaScope) {
    self.input = input
    room = Observations.Reservation(for: count, in: scope)
  }

  /// One finding of all that say the same: the highest severity stands, nothing is thrown away (law 4).
  mutating func finding(
    of members: Span<Int>, in said: [Observation], _ findingClass: FindingClass, id: InternedString
  ) -> Finding {
    // The words of the most severe observation; the first in canonical order among equals.
    var first = members[0]
    for position in members.indices {
      let index = members[position]
      room.add(said[index])
      if rank(said[index].severity) > rank(said[first].severity) { first = index }
    }
    var finding = Finding(id: id, observations: room.taken(), like: said[first])
    if members.count == 1 {
      finding.$ids = input.names[said[first]].canonical
      if findingClass == .dependency, let name = input.names[said[first]].first { finding.$ruleId = name }
      return finding
    }
    for position in members.indices { names.add(input.names[said[members[position]]].canonical) }
    finding.$ids = names.union()
    if findingClass == .dependency, let name = finding.ids.first { finding.ruleId = name }
    learn(&finding, from: members, in: said)
    finding.mergeBasis = findingClass.mergeBasis
    return finding
  }

  private mutating func learn(_ finding: inout Finding, from members: Span<Int>, in said: [Observation]) {
    var (isFixStated, open) = (false, Int?.none)
    for position in members.indices {
      let index = members[position]
      weaknesses.add(input.weaknesses[said[index].$cwes].inOrder)
      scores.add(input.scores[said[index].$cvss])
      if let versions = said[index].$fixedVersions.interned {
        fixes.add(input.fixes[versions])
        isFixStated = true
      }
      // The severest is known; what else is stated is another opinion.
      if let severity = said[index].severity, severity != finding.severity {
        finding.isSeverityDisputed = true
      }
      finding.epss = most(finding.epss, said[index].epss) { $0 > $1 }
      finding.firstSeen = most(finding.firstSeen, said[index].firstSeen) { $0 < $1 }
      finding.isKnownExploited = most(finding.isKnownExploited, said[index].isKnownExploited) {
        $0 && !$1
      }
      finding.reachability = strongest(finding.reachability, said[index].reachability)
      if open == nil, said[index].state == .open { open = index }
    }
    (finding.$cwes, finding.$cvss) = (weaknesses.union(), scores.union())
    finding.$fixedVersions = isFixStated ? InternedOptional(fixes.union()) : .none
    // One tool that keeps the finding open keeps it open.
    if let open { (finding.state, finding.$stateReason) = (.open, said[open].$stateReason) }
    learnComponent(&finding, from: members, in: said)
  }

  /// The version and the grounds of the reachability, of whoever knows them.
  private func learnComponent(_ finding: inout Finding, from members: Span<Int>, in said: [Observation]) {
    var evidence: [ReachabilityEvidence] = []
    var needsVersion = finding.component?.purl?.version == nil
    for position in members.indices {
      let index = members[position]
      if needsVersion, said[index].component?.purl?.version != nil {
        finding.$component = said[index].$component
        needsVersion = false
      }
      if let grounds = said[index].reachabilityEvidence { evidence.append(grounds) }
    }
    if !evidence.isEmpty { finding.reachabilityEvidence = evidence }
  }
}

extension FindingClass {
  /// On what those agree that are one by the law of the sort.
  fileprivate var mergeBasis: MergeBasis {
    switch self {
    case .dependency: .vulnerability
    case .code: .weakness
    case .infrastructure: .check
    case .secret: .secret
    case .service, .license: .place
    }
  }
}

/// What lists have together, remembered by the lists, two and two: the same few meet again and again.
private struct UnionCache<Element: InternableElement> {
  private struct Pair: Hashable { let one, other: Interned<[Element]> }

  private let make: ([[Element]]) -> [Element]
  private var known: [Pair: Interned<[Element]>] = [:]
  /// Of what was added since the last union was taken.
  private var sum: Interned<[Element]>?

  /// - Parameter make: puts several lists together; the same whether it is given them one by one or all at once.
  init(_ make: @escaping ([[Element]]) -> [Element]) { self.make = make }

  /// - Parameter list: as `make` makes it of this list alone.
  mutating func add(_ list: Interned<[Element]>) {
    if let sum, sum != list { self.sum = union(sum, list) } else { sum = list }
  }

  /// Of the lists that were added.
  mutating func union() -> Interned<[Element]> {
    defer { sum = nil }
    return sum ?? .none()
  }

  private mutating func union(_ one: Interned<[Element]>, _ other: Interned<[Element]>) -> Interned<[Element]> {
    let pair = Pair(one: one, other: other)
    if let union = known[pair] { return union }
    let (first, second) = (one.wrappedValue, other.wrappedValue)
    let union = second.allSatisfy(first.contains) ? one : Interned(make([first, second]))
    known[pair] = union
    return union
  }
}

extension Interned {
  /// The list as `make` makes it of several.
  func together<Element>(_ make: ([[Element]]) -> [Element]) -> Interned where Value == [Element] {
    let list = wrappedValue
    return list.count < 2 ? self : Interned(make([list]))
  }
}

func inOrder<Element: InternableElement & Comparable>(_ lists: [[Element]]) -> [Element] {
  Set(lists.joined()).sorted()
}

/// The newest version of CVSS first, then the highest score.
func inOrder(_ lists: [[CVSSRating]]) -> [CVSSRating] { Set(lists.joined()).sorted(by: isBefore) }

private func rank(_ severity: Severity?) -> Int { severity.map { Int($0.rawValue) } ?? -1 }

/// The one that goes before the other; what is missing goes behind everything.
private func most<Value>(_ one: Value?, _ other: Value?, _ goesBefore: (Value, Value) -> Bool) -> Value? {
  guard let one, let other else { return one ?? other }
  return goesBefore(other, one) ? other : one
}

/// A run or a call seen by one tool stands against all that did not see it; no analysis says nothing.
private func strongest(_ one: Reachability, _ other: Reachability) -> Reachability {
  switch (one, other) {
  case (.reachable, _), (_, .reachable): .reachable
  case (.unreachable, _), (_, .unreachable): .unreachable
  case (.present, _), (_, .present): .present
  case (.unknown, .unknown): .unknown
  }
}

private func isBefore(_ one: CVSSRating, _ other: CVSSRating) -> Bool {
  let (a, b) = (one, other)
  if a.version != b.version { return a.version > b.version }
  if a.score != b.score { return (a.score ?? -1) > (b.score ?? -1) }
  let (here, there) = (a.$vector.interned ?? .empty, b.$vector.interned ?? .empty)
  return here != there ? here < there : (a.$source.interned ?? .empty) < (b.$source.interned ?? .empty)
}

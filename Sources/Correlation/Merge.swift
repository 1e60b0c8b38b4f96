import Interning
import Model

/// Makes a finding of each cluster. Unions of names, weaknesses and ratings are cached, because many clusters share
/// them.
struct Merger: ~Copyable {
  private let input: CorrelationInput
  private var reservation: Observations.Reservation
  private var names = UnionCache<String>(canonicalNames)
  private var weaknesses = UnionCache<Int>(sortedUnion)
  private var scores = UnionCache<CVSSRating>(sortedUnion)
  private var fixes = UnionCache<String>(sortedUnion)

  /// - Parameter count: The number of observations of all clusters together.
  init(_ input: CorrelationInput, for count: Int, in scope: ArenaScope) {
    self.input = input
    reservation = Observations.Reservation(for: count, in: scope)
  }

  /// Merges the observations of a cluster into one finding. It has the highest severity and keeps all observations.
  mutating func finding(
    of members: Span<Int>, in observations: [Observation], _ cluster: Cluster, _ ids: FindingIDs
  ) -> Finding {
    let findingClass = cluster.mergeKey.findingClass
    // The finding takes its text from the most severe observation, or the first in canonical order among equals.
    var first = members[0]
    for position in members.indices {
      let index = members[position]
      reservation.add(observations[index])
      if rank(observations[index].severity) > rank(observations[first].severity) { first = index }
    }
    var finding = Finding(id: ids.id, observations: reservation.taken(), like: observations[first])
    if !ids.aliases.isEmpty { finding.aliases = ids.aliases.map(\.wrappedValue).sorted() }
    if members.count == 1 {
      finding.$ids = input.names[observations[first]].canonical
      if findingClass == .dependency, let name = input.names[observations[first]].first { finding.$ruleId = name }
      return finding
    }
    for position in members.indices { names.add(input.names[observations[members[position]]].canonical) }
    finding.$ids = names.union()
    if findingClass == .dependency, let name = finding.ids.first { finding.ruleId = name }
    mergeDetails(&finding, from: members, in: observations)
    finding.mergeBasis = cluster.basis ?? findingClass.mergeBasis
    return finding
  }

  private mutating func mergeDetails(
    _ finding: inout Finding, from members: Span<Int>, in observations: [Observation]
  ) {
    var (isFixStated, leastSettled) = (false, members[0])
    for position in members.indices {
      let index = members[position]
      weaknesses.add(input.weaknesses[observations[index].$cwes].sorted)
      scores.add(input.scores[observations[index].$cvss])
      if let versions = observations[index].$fixedVersions.interned {
        fixes.add(input.fixes[versions])
        isFixStated = true
      }
      // The highest severity is set already, so another stated severity means that the tools disagree.
      if let severity = observations[index].severity, severity != finding.severity {
        finding.isSeverityDisputed = true
      }
      finding.epss = preferred(finding.epss, observations[index].epss) { $0 > $1 }
      finding.firstSeen = preferred(finding.firstSeen, observations[index].firstSeen) { $0 < $1 }
      if observations[index].$published != finding.$published {
        finding.published = preferred(finding.published, observations[index].published) { $0 < $1 }
      }
      finding.isKnownExploited = preferred(finding.isKnownExploited, observations[index].isKnownExploited) {
        $0 && !$1
      }
      finding.reachability = strongest(finding.reachability, observations[index].reachability)
      if observations[index].state.settledness < observations[leastSettled].state.settledness { leastSettled = index }
    }
    (finding.$cwes, finding.$cvss) = (weaknesses.union(), scores.union())
    finding.$fixedVersions = isFixStated ? InternedOptional(fixes.union()) : .none
    // The finding is open if at least one tool reports it as open, and fixed only if all tools do.
    (finding.state, finding.$stateReason) = (observations[leastSettled].state, observations[leastSettled].$stateReason)
    mergeComponent(&finding, from: members, in: observations)
  }

  /// Takes the package version and the evidence for reachability from the observations that have them.
  private func mergeComponent(_ finding: inout Finding, from members: Span<Int>, in observations: [Observation]) {
    var evidence: [ReachabilityEvidence] = []
    var needsVersion = finding.component?.purl?.version == nil
    for position in members.indices {
      let index = members[position]
      if needsVersion, observations[index].component?.purl?.version != nil {
        finding.$component = observations[index].$component
        needsVersion = false
      }
      if let found = observations[index].reachabilityEvidence { evidence.append(found) }
    }
    if !evidence.isEmpty { finding.reachabilityEvidence = evidence }
  }
}

extension FindingClass {
  /// The basis on which observations of this class are merged.
  fileprivate var mergeBasis: MergeBasis {
    switch self {
    case .dependency: .vulnerability
    case .code: .weakness
    case .infrastructure: .check
    case .secret: .secret
    case .service, .license: .position
    }
  }
}

/// A cache of the unions of two lists, because few distinct pairs of lists occur, each many times.
private struct UnionCache<Element: InternableElement> {
  private struct Pair: Hashable { let one, other: Interned<[Element]> }

  private let make: ([[Element]]) -> [Element]
  private var unions: [Pair: Interned<[Element]>] = [:]
  /// The union of the lists added since the last call of `union`.
  private var sum: Interned<[Element]>?

  /// - Parameter make: The union of several lists. It must be associative.
  init(_ make: @escaping ([[Element]]) -> [Element]) { self.make = make }

  /// Adds a list to the current union.
  ///
  /// - Parameter list: A list in canonical form, as `make` returns it for this list alone.
  mutating func add(_ list: Interned<[Element]>) {
    if let sum, sum != list { self.sum = union(sum, list) } else { sum = list }
  }

  /// The union of the lists that were added, and starts a new one.
  mutating func union() -> Interned<[Element]> {
    defer { sum = nil }
    return sum ?? .none()
  }

  private mutating func union(_ one: Interned<[Element]>, _ other: Interned<[Element]>) -> Interned<[Element]> {
    let pair = Pair(one: one, other: other)
    if let union = unions[pair] { return union }
    let (first, second) = (one.wrappedValue, other.wrappedValue)
    let union = second.allSatisfy(first.contains) ? one : Interned(make([first, second]))
    unions[pair] = union
    return union
  }
}

extension Interned {
  /// The canonical form of a list.
  ///
  /// - Parameter make: The union of several lists in canonical form.
  func canonical<Element>(_ make: ([[Element]]) -> [Element]) -> Interned where Value == [Element] {
    let list = wrappedValue
    return list.count < 2 ? self : Interned(make([list]))
  }
}

/// The union of several lists in ascending order.
func sortedUnion<Element: InternableElement & Comparable>(_ lists: [[Element]]) -> [Element] {
  Set(lists.joined()).sorted()
}

/// The union of several lists of ratings: newest version of CVSS first, then highest score.
func sortedUnion(_ lists: [[CVSSRating]]) -> [CVSSRating] { Set(lists.joined()).sorted(by: isBefore) }

extension Observation.State {
  /// The order of states from what must be looked at to what no longer exists. Of several, the first is the finding's.
  fileprivate var settledness: Int {
    switch self {
    case .open: 0
    case .suppressed: 1
    case .accepted: 2
    case .falsePositive: 3
    case .fixed: 4
    }
  }
}

private func rank(_ severity: Severity?) -> Int { severity.map { Int($0.rawValue) } ?? -1 }

/// The value that precedes the other one; a missing value comes last.
private func preferred<Value>(_ one: Value?, _ other: Value?, _ precedes: (Value, Value) -> Bool) -> Value? {
  guard let one, let other else { return one ?? other }
  return precedes(other, one) ? other : one
}

/// The stronger of two results of reachability analysis. A call that one tool found outweighs tools that did not find
/// one, and a missing analysis counts least.
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

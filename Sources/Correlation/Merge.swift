import Model

/// Makes findings of clusters. What many of them have in common (names, weaknesses, ratings) is worked out once.
struct Merger: ~Copyable {
  private let testimony: Testimony
  private var room: Witnesses.Room
  private var names = Unions<String>(canonicalNames)
  private var weaknesses = Unions<Int> { Set($0.joined()).sorted() }
  private var scores = Unions<Score> { Set($0.joined()).sorted(by: isBefore) }
  private var fixes = Unions<String> { Set($0.joined()).sorted() }

  /// - Parameter count: of the observations of all clusters.
  init(_ testimony: Testimony, for count: Int) {
    self.testimony = testimony
    room = Witnesses.Room(for: count)
  }

  /// One finding of all that say the same: the highest severity stands, nothing is thrown away (law 4).
  mutating func finding(of members: Swift.Span<Int>, _ sort: Site.Sort, id: Text) -> Finding {
    // The words of the most severe witness; the first in canonical order among equals.
    var first = members[0]
    for position in members.indices {
      let index = members[position]
      room.add(testimony.observations[index])
      if rank(testimony.observations[index].severity) > rank(testimony.observations[first].severity) { first = index }
    }
    var finding = Finding(id: id, witnesses: room.taken(), like: testimony.observations[first])
    if members.count == 1 {
      finding.$ids = testimony.names[testimony.observations[first]].canonical
      if sort == .dependency, let name = testimony.names[testimony.observations[first]].first { finding.$ruleId = name }
      return finding
    }
    for position in members.indices { names.add(testimony.names[testimony.observations[members[position]]].canonical) }
    finding.$ids = names.union()
    if sort == .dependency, let name = finding.ids.first { finding.ruleId = name }
    learn(&finding, from: members)
    finding.agreement = sort.agreement
    return finding
  }

  private mutating func learn(_ finding: inout Finding, from members: Swift.Span<Int>) {
    var (isFixStated, open) = (false, Int?.none)
    for position in members.indices {
      let index = members[position]
      weaknesses.add(testimony.observations[index].$cwes)
      scores.add(testimony.observations[index].$cvss)
      if let versions = testimony.observations[index].$fixedVersions.interned {
        fixes.add(versions)
        isFixStated = true
      }
      // The severest is known; what else is stated is another opinion.
      if let severity = testimony.observations[index].severity, severity != finding.severity {
        finding.isSeverityDisputed = true
      }
      finding.epss = most(finding.epss, testimony.observations[index].epss) { $0 > $1 }
      finding.firstSeen = most(finding.firstSeen, testimony.observations[index].firstSeen) { $0 < $1 }
      finding.isKnownExploited = most(finding.isKnownExploited, testimony.observations[index].isKnownExploited) {
        $0 && !$1
      }
      finding.reachability = strongest(finding.reachability, testimony.observations[index].reachability)
      if open == nil, testimony.observations[index].state == .open { open = index }
    }
    (finding.$cwes, finding.$cvss) = (weaknesses.union(), scores.union())
    finding.$fixedVersions = isFixStated ? InternedOptional(fixes.union()) : .none
    // One tool that keeps the finding open keeps it open.
    if let open { (finding.state, finding.$stateReason) = (.open, testimony.observations[open].$stateReason) }
    learnComponent(&finding, from: members)
  }

  /// The version and the grounds of the reachability, of whoever knows them.
  private func learnComponent(_ finding: inout Finding, from members: Swift.Span<Int>) {
    var evidence: [ReachabilityEvidence] = []
    var needsVersion = finding.component?.purl?.version == nil
    for position in members.indices {
      let index = members[position]
      if needsVersion, testimony.observations[index].component?.purl?.version != nil {
        finding.$component = testimony.observations[index].$component
        needsVersion = false
      }
      if let grounds = testimony.observations[index].reachabilityEvidence { evidence.append(grounds) }
    }
    if !evidence.isEmpty { finding.reachabilityEvidence = evidence }
  }
}

extension Site.Sort {
  /// On what those agree that are one by the law of the sort.
  fileprivate var agreement: Agreement {
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
private struct Unions<Element: InternableElement> {
  private struct Pair: Hashable { let one, other: Interned<[Element]> }

  private let make: ([[Element]]) -> [Element]
  private var known: [Pair: Interned<[Element]>] = [:]
  /// What was added since the last union was taken, and what came last.
  private var sum: Interned<[Element]>?
  private var last: Interned<[Element]>?

  /// - Parameter make: the same whether it is given lists one by one or together.
  init(_ make: @escaping ([[Element]]) -> [Element]) { self.make = make }

  mutating func add(_ list: Interned<[Element]>) {
    if list == last { return }
    sum = union(sum ?? list, list)
    last = list
  }

  /// Of the lists that were added.
  mutating func union() -> Interned<[Element]> {
    defer { (sum, last) = (nil, nil) }
    return sum ?? .none()
  }

  private mutating func union(_ one: Interned<[Element]>, _ other: Interned<[Element]>) -> Interned<[Element]> {
    let (first, second) = (one.wrappedValue, other.wrappedValue)
    if one == other ? first.count < 2 : second.allSatisfy(first.contains) { return one }
    let pair = Pair(one: one, other: other)
    if let union = known[pair] { return union }
    let union = Interned(make(one == other ? [first] : [first, second]))
    known[pair] = union
    return union
  }
}

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

private func isBefore(_ one: Score, _ other: Score) -> Bool {
  let (a, b) = (one, other)
  if a.version != b.version { return a.version > b.version }
  if a.score != b.score { return (a.score ?? -1) > (b.score ?? -1) }
  let (here, there) = (a.$vector.interned ?? .empty, b.$vector.interned ?? .empty)
  return here != there ? here < there : (a.$source.interned ?? .empty) < (b.$source.interned ?? .empty)
}

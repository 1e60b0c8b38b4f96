import Interning
import Model

// The rules that decide, for each class of finding, when results of two tools are one problem. The nearest results are
// joined first, so the order of the reports does not matter, and each rule is one pass over sorted results, so the time
// grows with their number only.

/// Joins results about code that have a rule or a weakness in common, where the tools' ranges of lines overlap. Results
/// on neighbouring lines are two problems: nothing shows that they are one.
func pairCode(_ clusters: inout ClusterBuilder) {
  let groups = clusters.heads.indices
  let rules = clusters.heads.map { clusters.input.codeRule(of: $0) }
  for bucket in Buckets(groups, by: { rules[$0] }) where bucket.count > 1 {
    let byLine = Buckets(bucket.indices) { clusters.traits[bucket[$0]].lines.lowerBound }
    for line in byLine { clusters.align(line.map { bucket[$0] }, by: \.tools, on: .rule) { $0.overlaps($1) } }
    clusters.sweep(bucket, on: .rule) { _, _ in true }
  }
  if clusters.isJoined { return }
  let entries = WeaknessEntry.all(of: clusters)
  forEachRun(of: entries, by: { ($0.weakness, $0.line) }) { run in
    guard let weakness = run.first?.weakness else { return }
    let stated = run.filter { !$0.isAncestor }.map(\.group)
    clusters.align(stated, by: \.tools, on: .weakness) {
      $0.overlaps($1) && $0.weaknesses.has(weakness) && $1.weaknesses.has(weakness)
    }
  }
  forEachRun(of: entries, by: { ($0.weakness, 0) }) { run in
    guard let weakness = run.first?.weakness else { return }
    clusters.sweep(run.filter { !$0.isAncestor }.map(\.group), on: .weakness) {
      $0.weaknesses.has(weakness) && $1.weaknesses.has(weakness)
    }
    guard run.contains(where: \.isAncestor) else { return }
    clusters.sweep(run.map(\.group), on: .relatedWeakness) { one, other in
      one.weaknesses.isKind(of: weakness) && other.weaknesses.isKind(of: weakness)
        && (one.weaknesses.has(weakness) || other.weaknesses.has(weakness))
    }
  }
}

/// A group's result for one CWE on one line of a file.
private struct WeaknessEntry: Comparable {
  let weakness: Int
  let line: Int
  let group: Int
  /// Whether the result names a kind of this weakness and not this one.
  let isAncestor: Bool

  static func < (one: WeaknessEntry, other: WeaknessEntry) -> Bool {
    (one.weakness, one.line, one.group) < (other.weakness, other.line, other.group)
  }

  static func all(of clusters: ClusterBuilder) -> [WeaknessEntry] {
    var entries: [WeaknessEntry] = []
    for (group, head) in clusters.heads.enumerated() {
      let location = clusters.input.observations[head].location
      guard !location.$path.isNil, let line = location.startLine else { continue }
      let weaknesses = clusters.input.weaknesses[clusters.input.observations[head].$cwes]
      weaknesses.forEach {
        entries.append(WeaknessEntry(weakness: $0, line: line, group: group, isAncestor: false))
      }
      for ancestor in weaknesses.ancestors.wrappedValue where !weaknesses.has(ancestor) {
        entries.append(WeaknessEntry(weakness: ancestor, line: line, group: group, isAncestor: true))
      }
    }
    return entries.sorted()
  }
}

private func forEachRun(
  of entries: [WeaknessEntry], by key: (WeaknessEntry) -> (Int, Int), _ body: (ArraySlice<WeaknessEntry>) -> Void
) {
  var start = 0
  while start < entries.count {
    var end = start + 1
    while end < entries.count, key(entries[end]) == key(entries[start]) { end += 1 }
    if end - start > 1 { body(entries[start..<end]) }
    start = end
  }
}

/// Joins results about configuration that ask the same of one resource, or on overlapping lines where no resource tells
/// them apart.
func pairInfrastructure(_ clusters: inout ClusterBuilder) {
  let input = clusters.input
  let groups = clusters.heads.indices
  let checks = groups.map { Check.shared(input.observations[clusters.heads[$0]]) }
  let names = groups.map { Check.name(of: input.observations[clusters.heads[$0]]) }
  for bucket in Buckets(groups, by: { names[$0] }) where bucket.count > 1 {
    if checks[bucket[0]]?.isAboutFile == true {
      clusters.align(bucket, by: \.tools, on: .check) { _, _ in true }
      continue
    }
    let byResource = Buckets(bucket.indices) { position -> InternedString? in
      let resource = input.observations[clusters.heads[bucket[position]]].location.$resource.interned
      return resource.map { terraformResource($0) ?? $0 }
    }
    for resource in byResource where checks[bucket[0]]?.isByLine != true {
      clusters.align(resource.map { bucket[$0] }, by: \.tools, on: .check) { $0.agrees(with: $1) }
    }
    let located = bucket.filter { clusters.traits[$0].lines.lowerBound > 0 }
    let byLine = Buckets(located.indices) { clusters.traits[located[$0]].lines.lowerBound }
    for line in byLine { clusters.align(line.map { located[$0] }, by: \.tools, on: .check) { $0.agrees(with: $1) } }
    if checks[bucket[0]]?.isByLine != true {
      clusters.sweep(located, on: .check) { $0.agrees(with: $1) }
    }
  }
}

/// Joins results about secrets that have equal values in one file, also if one tool reports both, those on one line first;
/// and then results of different tools on one line when one of them does not report the value and both may be of one
/// provider.
func pairSecrets(_ clusters: inout ClusterBuilder) {
  let input = clusters.input
  let groups = clusters.heads.indices
  for bucket in Buckets(groups, by: { input.observations[clusters.heads[$0]].$secretDigest.interned }) {
    for group in bucket.dropFirst() {
      clusters.join(clusters.root(bucket[0]), clusters.root(group), on: .secret)
    }
  }
  guard clusters.haveSeveralTools else { return }
  let located = groups.filter { clusters.traits[$0].lines.lowerBound > 0 }
  let byProvider = Buckets(located.indices) { position in
    let traits = clusters.traits[located[position]]
    return traits.detail == 0 ? nil : [traits.lines.lowerBound, traits.detail]
  }
  for bucket in byProvider {
    clusters.align(bucket.map { located[$0] }, by: \.tools, on: .secret) { $0.agrees(with: $1) }
  }
  for bucket in Buckets(located.indices, by: { clusters.traits[located[$0]].lines.lowerBound }) {
    clusters.align(bucket.map { located[$0] }, by: \.tools, on: .secret) { $0.agrees(with: $1) }
  }
  clusters.sweep(located, on: .secret) { $0.agrees(with: $1) }
}

/// Joins results about a running service at one URL that have a check in common, or a weakness in one parameter.
func pairServices(_ clusters: inout ClusterBuilder) {
  let input = clusters.input
  let groups = clusters.heads.indices
  for bucket in Buckets(groups, by: { ServiceCheck.shared(input.observations[clusters.heads[$0]]) }) {
    clusters.align(bucket, by: \.tools, on: .check) { $0.agrees(with: $1) }
  }
  var byWeakness: [[Int]: [Int]] = [:]
  for group in groups where clusters.traits[group].value != 0 {
    clusters.traits[group].weaknesses.forEach {
      byWeakness[[clusters.traits[group].value, $0], default: []].append(group)
    }
  }
  for (key, bucket) in byWeakness.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) where bucket.count > 1 {
    clusters.align(bucket, by: \.tools, on: .weakness) {
      $0.agrees(with: $1) && $0.weaknesses.has(key[1]) && $1.weaknesses.has(key[1])
    }
  }
}

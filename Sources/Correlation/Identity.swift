import Documents
import Model

/// What makes a finding the same finding tomorrow (law 8).
///
/// No severity, text, date, line or scanner version is in it. `anchor` tells findings of one subject and place apart by what
/// the tools say of the content: a fingerprint, a resource, a secret's digest, a package.
struct Identity: Hashable {
  let sort: Site.Sort
  let ground: Site.Ground
  /// The vulnerability, the CWE, or the rule.
  let subject: Text
  /// The file, without regard to lines.
  let place: Text
  /// The image that holds it, without tag and digest.
  let image: Text
  let anchor: Anchor?

  /// A text, or a name and a text.
  struct Anchor: Hashable {
    var name = InternedOptional<String>.none
    var value: Text
  }

  /// Of observations that say the same.
  init(of members: Swift.Span<Int>, in testimony: Testimony, at site: Site) {
    (sort, ground) = (site.sort, site.ground)
    place = site.place
    image = site.lastingImage
    let (first, observations) = (members[0], testimony.observations)
    switch site.sort {
    case .dependency:
      let key = members.least(by: isKey) { testimony.names[observations[$0]].firstKey }
      subject = key ?? uppercased(observations[first].$ruleId)
      anchor = testimony.package(of: first).map { Anchor(value: $0.unversioned) }
    case .code:
      subject = weakness(members, testimony) ?? lowestRule(members, observations)
      anchor = fingerprint(members, observations)
    case .infrastructure:
      let check = Check.shared(observations[first])
      subject = check?.name ?? members.least { Check.name(of: observations[$0]) } ?? .empty
      anchor =
        if let check { line(of: check, members, observations) } else { resource(members, observations) }
    case .secret:
      anchor = members.least { observations[$0].$secretDigest.interned }.map { Anchor(value: $0) }
      subject = anchor == nil ? lowestRule(members, observations) : .empty
    case .service, .license:
      subject = lowestRule(members, observations)
      let (location, component) = (observations[first].location, observations[first].component)
      anchor = Anchor(
        value: Text(
          joining: [location.url, location.method, location.parameter, location.resource, component?.name]))
    }
  }

  /// The `ordinal` tells equal identities apart. Each field bears its length, so no two identities have one encoding.
  func digest(ordinal: Int, with hasher: inout DigestHasher, _ bytes: inout [UInt8]) -> Digest {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(sort.rawValue)
    bytes.append(ground.rawValue)
    for field in [subject, place, image] { append(field, to: &bytes) }
    bytes.append(anchor == nil ? 0 : anchor?.name.isNil == true ? 1 : 2)
    if let name = anchor?.name.interned { append(name, to: &bytes) }
    append(anchor?.value ?? .empty, to: &bytes)
    append(ordinal, to: &bytes)
    return hasher.digest(of: bytes.span)
  }
}

private func append(_ field: Text, to bytes: inout [UInt8]) {
  append(field.utf8.count, to: &bytes)
  bytes.append(bytesOf: field.utf8)
}

/// Eight big-endian bytes.
private func append(_ number: Int, to bytes: inout [UInt8]) {
  let word: InlineArray<8, UInt8> = InlineArray { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
  bytes.append(bytesOf: word.span)
}

extension Swift.Span<Int> {
  /// The least of what these have; nil where none has it.
  fileprivate func least<Value>(by isBefore: (Value, Value) -> Bool, _ value: (Int) -> Value?) -> Value? {
    var least: Value?
    for position in indices {
      if let found = value(self[position]), least.map({ isBefore(found, $0) }) ?? true { least = found }
    }
    return least
  }

  fileprivate func least<Value: Comparable>(_ value: (Int) -> Value?) -> Value? { least(by: <, value) }
}

/// The least CWE that all name, else the least that any names.
private func weakness(_ members: Swift.Span<Int>, _ testimony: Testimony) -> Text? {
  let first = testimony.observations[members[0]].$cwes
  var areSame = true
  for position in members.indices { areSame = areSame && testimony.observations[members[position]].$cwes == first }
  if areSame { return testimony.weaknesses[first] }
  var lists: [Interned<[Int]>] = []
  for position in members.indices { lists.append(testimony.observations[members[position]].$cwes) }
  return sharedWeakness(of: lists).map { Text("CWE-\($0)") }
}

private func lowestRule(_ members: Swift.Span<Int>, _ observations: [Observation]) -> Text {
  members.least { folded(observations[$0].$ruleId) } ?? .empty
}

/// What tells several results of a shared check apart in a file, whichever tools looked: the text of the line.
private func line(of check: Check, _ members: Swift.Span<Int>, _ observations: [Observation]) -> Identity.Anchor? {
  if check.isOfFile { return nil }
  let line = members.least { observations[$0].fingerprints[anchorName] }
  return line.map { Identity.Anchor(name: InternedOptional(anchorName), value: $0) }
}

private func resource(_ members: Swift.Span<Int>, _ observations: [Observation]) -> Identity.Anchor? {
  let resource = members.least { observations[$0].location.$resource.interned }
  return resource.map { Identity.Anchor(value: $0) } ?? fingerprint(members, observations)
}

/// What a tool says of the content round the hit, in a way that survives shifted lines; nil when no tool says it.
///
/// Our own anchor does not depend on which tools looked, so it comes first; then GitHub's line hash, which several tools share.
private func fingerprint(_ members: Swift.Span<Int>, _ observations: [Observation]) -> Identity.Anchor? {
  var best: (rank: Int, name: Text, value: Text)?
  for position in members.indices {
    for (name, value) in observations[members[position]].fingerprints where isTelling(name, value) {
      let candidate = (rank: rank(of: name), name: name, value: value)
      if best.map({ candidate < $0 }) ?? true { best = candidate }
    }
  }
  return best.map { Identity.Anchor(name: InternedOptional($0.name), value: $0.value) }
}

private func rank(of name: Text) -> Int {
  if name == anchorName { return 0 }
  return name.utf8.begins(with: "primaryLocationLineHash") ? 1 : 2
}

private let anchorName = Text(lineAnchor)

/// Columns say nothing of content, and a sentence (`requires login`) is no fingerprint.
private func isTelling(_ name: Text, _ value: Text) -> Bool {
  let bytes = value.utf8
  guard bytes.count >= 8, !bytes.indices.contains(where: { bytes[$0] == UInt8(ascii: " ") }) else { return false }
  return !name.utf8.begins(with: "primaryLocationStartColumn")
}

extension Digest {
  /// The first half of the digits: enough to tell all findings apart.
  fileprivate var identifier: Text {
    let digits = InlineArray<32, UInt8> { digit($0) }
    return Text(utf8: digits.span)
  }
}

extension Testimony {
  /// The id of each cluster.
  ///
  /// Clusters of equal identity are numbered by line, then by version and words, so a distinct finding has a distinct id.
  func ids(of clusters: Clustering) -> [Text] {
    var digests = inParallel(over: clusters.clusters.indices) {
      var digester = Digester()
      return $0.map { digester.digest(of: clusters[$0], ordinal: 0, in: clusters, self) }
    }
    var digester = Digester()
    for equals in equals(digests) {
      let numbered = equals.sorted {
        isNumberedBefore(clusters.first(of: clusters[$0]), clusters.first(of: clusters[$1]))
      }
      for (ordinal, index) in numbered.enumerated() {
        digests[index] = digester.digest(of: clusters[index], ordinal: ordinal, in: clusters, self)
      }
    }
    let distinct = digests
    return inParallel(over: distinct.indices) { $0.map { distinct[$0].identifier } }
  }

  /// The clusters of each identity that several have.
  private func equals(_ digests: [Digest]) -> [[Int]] {
    var (numbering, firsts, equals) = (Numbering(), [Int](), [Int: [Int]]())
    for (index, digest) in digests.enumerated() {
      let (number, isNew) = numbering.number(of: Numbering.Key(high: digest.firstHalf.0, low: digest.firstHalf.1))
      if isNew { firsts.append(index) } else { equals[number, default: [firsts[number]]].append(index) }
    }
    return Array(equals.values)
  }
}

/// Makes digests of identities, one after the other in the same memory.
private struct Digester: ~Copyable {
  private var hasher = DigestHasher()
  private var bytes: [UInt8] = []

  mutating func digest(of cluster: Cluster, ordinal: Int, in clusters: Clustering, _ testimony: Testimony) -> Digest {
    Identity(of: clusters.members(of: cluster), in: testimony, at: cluster.site)
      .digest(ordinal: ordinal, with: &hasher, &bytes)
  }
}

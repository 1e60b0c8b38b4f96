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

  init(of finding: Finding) {
    let witnesses = Array(finding.witnesses)
    let names = Names(of: witnesses)
    self.init(of: Array(witnesses.indices), in: witnesses, at: Site.of(witnesses[0]), names)
  }

  /// Of observations that say the same.
  init(of members: [Int], in observations: [Observation], at site: Site, _ names: Names) {
    let first = observations[members[0]]
    (sort, ground) = (site.sort, site.ground)
    place = site.place
    image = site.image == .empty ? .empty : Text(site.lastingImage)
    switch site.sort {
    case .dependency:
      let keys = members.lazy.compactMap { names.entries[names.each[$0]].firstKey }
      subject = canonicalKey(keys) ?? Text(uppercased(first.ruleId))
      anchor = (first.component?.unversionedText).map { Anchor(value: $0) }
    case .code:
      subject =
        sharedWeakness(members, observations).map { Text("CWE-\($0)") } ?? lowestRule(members, observations)
      anchor = fingerprint(members, observations)
    case .infrastructure:
      let check = Check.shared(first)
      subject = check?.name ?? members.lazy.map { Check.name(of: observations[$0]) }.min() ?? .empty
      anchor =
        if let check { line(of: check, members, observations) } else { resource(members, observations) }
    case .secret:
      anchor = members.lazy.compactMap { observations[$0].$secretDigest.interned }.min().map { Anchor(value: $0) }
      subject = anchor == nil ? lowestRule(members, observations) : .empty
    case .service, .license:
      subject = lowestRule(members, observations)
      let location = first.location
      anchor = Anchor(
        value: Text(
          joining: [location.url, location.method, location.parameter, location.resource, first.component?.name]))
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
  append(contentsOf: field.utf8, to: &bytes)
}

private func append(contentsOf text: Swift.Span<UInt8>, to bytes: inout [UInt8]) {
  for index in text.indices { bytes.append(text[index]) }
}

/// Eight big-endian bytes.
private func append(_ number: Int, to bytes: inout [UInt8]) {
  for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: number >> shift)) }
}

private func lowestRule(_ members: [Int], _ observations: [Observation]) -> Text {
  members.lazy.map { Text(folded(observations[$0].ruleId)) }.min() ?? .empty
}

/// The smallest CWE that all name, else the smallest that any names.
func sharedWeakness(_ members: [Int], _ observations: [Observation]) -> Int? {
  if members.count == 1 { return observations[members[0]].cwes.min() }
  var shared = Set(observations[members[0]].cwes)
  for member in members.dropFirst() { shared.formIntersection(observations[member].cwes) }
  return shared.min() ?? members.lazy.compactMap { observations[$0].cwes.min() }.min()
}

/// What tells several results of a shared check apart in a file, whichever tools looked: the text of the line.
private func line(of check: Check, _ members: [Int], _ observations: [Observation]) -> Identity.Anchor? {
  if check.isOfFile { return nil }
  let lines = members.lazy.compactMap { observations[$0].fingerprints[anchorName] }
  return lines.min().map { Identity.Anchor(name: InternedOptional(anchorName), value: $0) }
}

private func resource(_ members: [Int], _ observations: [Observation]) -> Identity.Anchor? {
  let resource = members.lazy.compactMap { observations[$0].location.$resource.interned }.min()
  return resource.map { Identity.Anchor(value: $0) } ?? fingerprint(members, observations)
}

/// What a tool says of the content round the hit, in a way that survives shifted lines; nil when no tool says it.
///
/// Our own anchor does not depend on which tools looked, so it comes first; then GitHub's line hash, which several tools share.
private func fingerprint(_ members: [Int], _ observations: [Observation]) -> Identity.Anchor? {
  var best: (rank: Int, name: Text, value: Text)?
  for member in members {
    for (name, value) in observations[member].fingerprints where isTelling(name, value) {
      let candidate = (rank: rank(of: name), name: name, value: value)
      if best.map({ candidate < $0 }) ?? true { best = candidate }
    }
  }
  return best.map { Identity.Anchor(name: InternedOptional($0.name), value: $0.value) }
}

private func rank(of name: Text) -> Int {
  if name == anchorName { return 0 }
  return name.wrappedValue.hasPrefix("primaryLocationLineHash") ? 1 : 2
}

private let anchorName = Text(lineAnchor)

/// Columns say nothing of content, and a sentence (`requires login`) is no fingerprint.
private func isTelling(_ name: Text, _ value: Text) -> Bool {
  let bytes = value.utf8
  guard bytes.count >= 8, !bytes.indices.contains(where: { bytes[$0] == UInt8(ascii: " ") }) else { return false }
  return !name.wrappedValue.hasPrefix("primaryLocationStartColumn")
}

extension Digest {
  /// The first half of the digits: enough to tell all findings apart.
  fileprivate var identifier: Text {
    let digits = InlineArray<32, UInt8> { digit($0) }
    return Text(utf8: digits.span)
  }
}

extension Testimony {
  /// The index of each cluster with its id, in the order of the ids.
  ///
  /// Clusters of equal identity are numbered by line, then by version and words, so a distinct finding has a distinct id.
  func identified(_ clusters: [Cluster]) -> [(index: Int, id: Text)] {
    var order = inParallel(over: clusters.indices) {
      var digester = Digester(self)
      return $0.map { (digest: digester.digest(of: clusters[$0], ordinal: 0), index: $0) }
    }
    order.sort { $0.digest < $1.digest }
    var (start, areDistinct) = (0, true)
    var digester = Digester(self)
    while start < order.count {
      let end = order[start...].firstIndex { $0.digest != order[start].digest } ?? order.count
      if end - start > 1 {
        areDistinct = false
        let equals = order[start..<end].map(\.index)
          .sorted { isNumberedBefore(clusters[$0].first, clusters[$1].first) }
        for (ordinal, index) in equals.enumerated() {
          order[start + ordinal] = (digester.digest(of: clusters[index], ordinal: ordinal), index)
        }
      }
      start = end
    }
    if !areDistinct { order.sort { $0.digest < $1.digest } }
    let sorted = order
    return inParallel(over: sorted.indices) { $0.map { (sorted[$0].index, sorted[$0].digest.identifier) } }
  }

}

/// Makes digests of identities, one after the other in the same memory.
private struct Digester: ~Copyable {
  private let testimony: Testimony
  private var hasher = DigestHasher()
  private var bytes: [UInt8] = []

  init(_ testimony: Testimony) { self.testimony = testimony }

  mutating func digest(of cluster: Cluster, ordinal: Int) -> Digest {
    Identity(of: cluster.all, in: testimony.observations, at: cluster.site, testimony.names)
      .digest(ordinal: ordinal, with: &hasher, &bytes)
  }
}

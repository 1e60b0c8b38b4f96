import Interning
import Model
import System

/// What makes a finding the same finding tomorrow (law 8).
///
/// No severity, text, date, line or scanner version is in it. `discriminator` tells findings of one subject and place apart by what
/// the tools say of the content: a fingerprint, a resource, a secret's digest, a package.
struct Identity: Hashable {
  let findingClass: FindingClass
  let locationType: LocationType
  /// The vulnerability, the CWE, or the rule.
  let subject: InternedString
  /// The file, without regard to lines.
  let place: InternedString
  /// The image that holds it, without tag and digest.
  let image: InternedString
  let discriminator: Discriminator?

  /// A text, or a name and a text.
  struct Discriminator: Hashable {
    var name = InternedOptional<String>.none
    var value: InternedString
  }

  /// Of observations that say the same.
  ///
  /// - Parameter observations: those of the testimony, so that nothing is counted for each cluster.
  init(of members: Span<Int>, in observations: [Observation], of input: CorrelationInput, at mergeKey: MergeKey) {
    (findingClass, locationType) = (mergeKey.findingClass, mergeKey.locationType)
    place = mergeKey.place
    image = mergeKey.lastingImage
    let first = members[0]
    switch mergeKey.findingClass {
    case .dependency:
      let key = members.least(by: isKey) { input.names[observations[$0]].firstKey }
      subject = key ?? uppercasedASCII(observations[first].$ruleId)
      discriminator = input.package(of: observations[first]).map { Discriminator(value: $0.unversioned) }
    case .code:
      subject = weakness(members, observations, input.leastWeaknesses) ?? lowestRule(members, observations)
      discriminator = fingerprint(members, observations)
    case .infrastructure:
      let check = Check.shared(observations[first])
      subject = check?.name ?? members.least { Check.name(of: observations[$0]) } ?? .empty
      discriminator =
        if let check { line(of: check, members, observations) } else { resource(members, observations) }
    case .secret:
      discriminator = members.least { observations[$0].$secretDigest.interned }.map { Discriminator(value: $0) }
      subject = discriminator == nil ? lowestRule(members, observations) : .empty
    case .service, .license:
      subject = lowestRule(members, observations)
      let (location, component) = (observations[first].location, observations[first].component)
      discriminator = Discriminator(
        value: InternedString(
          joining: [location.url, location.method, location.parameter, location.resource, component?.name]))
    }
  }

  /// The `ordinal` tells equal identities apart. Each field bears its length, so no two identities have one encoding.
  func digest(ordinal: Int, with hasher: inout DigestHasher, _ bytes: inout [UInt8]) -> Digest {
    bytes.removeAll(keepingCapacity: true)
    bytes.append( findingClass.rawValue)
    bytes.append(locationType.rawValue)
    for field in [subject, place, image] { append(field, to: &bytes) }
    bytes.append(discriminator == nil ? 0 : discriminator?.name.isNil == true ? 1 : 2)
    if let name = discriminator?.name.interned { append(name, to: &bytes) }
    append(discriminator?.value ?? .empty, to: &bytes)
    append(ordinal, to: &bytes)
    return hasher.digest(of: bytes.span)
  }
}

private func append(_ field: InternedString, to bytes: inout [UInt8]) {
  append(field.utf8.count, to: &bytes)
  bytes.append(bytesOf: field.utf8)
}

/// Eight big-endian bytes.
private func append(_ number: Int, to bytes: inout [UInt8]) {
  let word: InlineArray<8, UInt8> = InlineArray { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
  bytes.append(bytesOf: word.span)
}

extension Span<Int> {
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
private func weakness(
  _ members: Span<Int>, _ observations: [Observation], _ least: MemoTable<[Int], InternedString?>
) -> InternedString? {
  let first = observations[members[0]].$cwes
  var areSame = true
  for position in members.indices { areSame = areSame && observations[members[position]].$cwes == first }
  if areSame { return least[first] }
  var lists: [Interned<[Int]>] = []
  for position in members.indices { lists.append(observations[members[position]].$cwes) }
  return sharedWeakness(of: lists).map { InternedString("CWE-\($0)") }
}

private func lowestRule(_ members: Span<Int>, _ observations: [Observation]) -> InternedString {
  members.least { lowercasedASCII(observations[$0].$ruleId) } ?? .empty
}

/// What tells several results of a shared check apart in a file, whichever tools looked: the text of the line.
private func line(of check: Check, _ members: Span<Int>, _ observations: [Observation]) -> Identity.Discriminator? {
  if check.isOfFile { return nil }
  let line = members.least { observations[$0].fingerprints[anchorName] }
  return line.map { Identity.Discriminator(name: InternedOptional(anchorName), value: $0) }
}

private func resource(_ members: Span<Int>, _ observations: [Observation]) -> Identity.Discriminator? {
  let resource = members.least { observations[$0].location.$resource.interned }
  return resource.map { Identity.Discriminator(value: $0) } ?? fingerprint(members, observations)
}

/// What a tool says of the content round the hit, in a way that survives shifted lines; nil when no tool says it.
///
/// Our own anchor does not depend on which tools looked, so it comes first; then GitHub's line hash, which several tools share.
private func fingerprint(_ members: Span<Int>, _ observations: [Observation]) -> Identity.Discriminator? {
  var best: (rank: Int, name: InternedString, value: InternedString)?
  for position in members.indices {
    for (name, value) in observations[members[position]].fingerprints where isTelling(name, value) {
      let candidate = (rank: rank(of: name), name: name, value: value)
      if best.map({ candidate < $0 }) ?? true { best = candidate }
    }
  }
  return best.map { Identity.Discriminator(name: InternedOptional($0.name), value: $0.value) }
}

private func rank(of name: InternedString) -> Int {
  if name == anchorName { return 0 }
  return name.utf8.begins(with: "primaryLocationLineHash") ? 1 : 2
}

private let anchorName = InternedString(lineFingerprint)

/// Columns say nothing of content, and a sentence (`requires login`) is no fingerprint.
private func isTelling(_ name: InternedString, _ value: InternedString) -> Bool {
  let bytes = value.utf8
  guard bytes.count >= 8, !bytes.indices.contains(where: { bytes[$0] == UInt8(ascii: " ") }) else { return false }
  return !name.utf8.begins(with: "primaryLocationStartColumn")
}

extension Digest {
  /// The first half of the digits: enough to tell all findings apart.
  fileprivate var identifier: InternedString {
    let digits = InlineArray<32, UInt8> { digit($0) }
    return InternedString(utf8: digits.span)
  }
}

extension CorrelationInput {
  /// The id of each cluster.
  ///
  /// Clusters of equal identity are numbered by line, then by version and words, so a distinct finding has a distinct id.
  func ids(of clusters: ClusterList) -> [InternedString] {
    let said = observations
    var digests = identityDigests(of: clusters)
    var digester = Digester()
    for equals in equals(digests) {
      let numbered = equals.sorted {
        isNumberedBefore(clusters.first(of: clusters[$0]), clusters.first(of: clusters[$1]))
      }
      for (ordinal, index) in numbered.enumerated() {
        digests[index] = digester.digest(of: clusters[index], ordinal: ordinal, in: clusters, said, self)
      }
    }
    let distinct = digests
    return inParallel(over: distinct.indices) { $0.map { distinct[$0].identifier } }
  }

  /// What the identity of each cluster is by itself; clusters of equal identity have one digest.
  func identityDigests(of clusters: ClusterList) -> [Digest] {
    inParallel(over: clusters.clusters.indices) { range in
      var digester = Digester()
      var digests: [Digest] = []
      digests.reserveCapacity(range.count)
      for index in range {
        digests.append(digester.digest(of: clusters[index], ordinal: 0, in: clusters, observations, self))
      }
      return digests
    }
  }

  /// The clusters of each identity that several have.
  private func equals(_ digests: [Digest]) -> [[Int]] {
    var (numbering, firsts, equals) = (KeyIndex(), [Int](), [Int: [Int]]())
    for (index, digest) in digests.enumerated() {
      let (number, isNew) = numbering.number(of: KeyIndex.Key(high: digest.firstHalf.0, low: digest.firstHalf.1))
      if isNew { firsts.append(index) } else { equals[number, default: [firsts[number]]].append(index) }
    }
    return Array(equals.values)
  }
}

/// Makes digests of identities, one after the other in the same memory.
private struct Digester: ~Copyable {
  private var hasher = DigestHasher()
  private var bytes: [UInt8] = []

  mutating func digest(
    of cluster: Cluster, ordinal: Int, in clusters: ClusterList, _ said: [Observation], _ input: CorrelationInput
  ) -> Digest {
    Identity(of: clusters.members(of: cluster), in: said, of: input, at: cluster.mergeKey)
      .digest(ordinal: ordinal, with: &hasher, &bytes)
  }
}

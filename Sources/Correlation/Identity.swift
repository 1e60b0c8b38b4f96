import Interning
import Model
import System

/// The identity of a finding, which stays the same over commits and scans.
///
/// It contains no severity, text, date, line or scanner version. `discriminator` distinguishes findings with one
/// subject and location by their content: a fingerprint, a resource, the digest of a secret or a package.
struct Identity: Hashable {
  let findingClass: FindingClass
  let locationType: LocationType
  /// The vulnerability, the CWE, or the rule.
  let subject: InternedString
  /// The location, without lines.
  let position: InternedString
  /// The container image, without tag and digest.
  let image: InternedString
  let discriminator: Discriminator?

  /// A value, with the name of its fingerprint if it has one.
  struct Discriminator: Hashable {
    var name = InternedOptional<String>.none
    var value: InternedString
  }

  /// The identity of the finding of a cluster.
  ///
  /// - Parameters:
  ///   - members: The indices of the cluster's observations, in canonical order.
  ///   - observations: All observations of `input`, passed separately to avoid reference counting for each cluster.
  ///   - input: The input of the correlation.
  ///   - mergeKey: The merge key of the cluster.
  init(of members: Span<Int>, in observations: [Observation], of input: CorrelationInput, at mergeKey: MergeKey) {
    (findingClass, locationType) = (mergeKey.findingClass, mergeKey.locationType)
    position = mergeKey.position
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
        if let check, check.isByLine || check.isAboutFile { line(of: check, members, observations) } else {
          resource(members, observations)
        }
    case .secret:
      let value =
        members.least { observations[$0].knownSecret }
        ?? members.least { observations[$0].$secretDigest.interned }
      discriminator = value.map { Discriminator(value: $0) } ?? fingerprint(members, observations)
      subject = value == nil ? lowestRule(members, observations) : .empty
    case .service, .license:
      let check = ServiceCheck.shared(observations[first])
      subject = check ?? lowestRule(members, observations)
      let (location, component) = (observations[first].location, observations[first].component)
      // Of a dependency whose package nobody names, only its fingerprint or its text tells it from others of its rule.
      let isUnknown = observations[first].kind.isDependency && component == nil
      let text = isUnknown ? fingerprint(members, observations)?.value.wrappedValue ?? observations[first].title : nil
      let url = input.url(of: observations[first]).wrappedValue
      let fields = [url, location.method, location.parameter, location.resource, component?.name]
      discriminator = Discriminator(
        value: InternedString(
          joining: check == nil ? fields + (isUnknown ? [text] : []) : [url, location.parameter ?? ""]))
    }
  }

  /// The digest of the identity and an ordinal, which distinguishes findings of equal identity. Each field is preceded
  /// by its length, so different identities have different encodings.
  func digest(ordinal: Int, with hasher: inout DigestHasher, _ bytes: inout [UInt8]) -> Digest {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(findingClass.rawValue)
    bytes.append(locationType.rawValue)
    for field in [subject, position, image] { append(field, to: &bytes) }
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

/// Appends a number as eight big-endian bytes.
private func append(_ number: Int, to bytes: inout [UInt8]) {
  let word: InlineArray<8, UInt8> = InlineArray { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
  bytes.append(bytesOf: word.span)
}

extension Span<Int> {
  /// The smallest of the values of these members; nil when none has a value.
  fileprivate func least<Value>(by isBefore: (Value, Value) -> Bool, _ value: (Int) -> Value?) -> Value? {
    var least: Value?
    for position in indices {
      if let found = value(self[position]), least.map({ isBefore(found, $0) }) ?? true { least = found }
    }
    return least
  }

  fileprivate func least<Value: Comparable>(_ value: (Int) -> Value?) -> Value? { least(by: <, value) }
}

/// The smallest CWE that all members name, or else the smallest that any of them names.
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

/// The discriminator of a result of a shared check: the fingerprint of the line, which does not depend on the tools.
private func line(of check: Check, _ members: Span<Int>, _ observations: [Observation]) -> Identity.Discriminator? {
  if check.isAboutFile { return nil }
  let line = members.least { observations[$0].fingerprints[lineFingerprintName] }
  return line.map { Identity.Discriminator(name: InternedOptional(lineFingerprintName), value: $0) }
}

private func resource(_ members: Span<Int>, _ observations: [Observation]) -> Identity.Discriminator? {
  let resource = members.least { observations[$0].location.$resource.interned.map { terraformResource($0) ?? $0 } }
  return resource.map { Identity.Discriminator(value: $0) } ?? fingerprint(members, observations)
}

/// The discriminator from a fingerprint of the content around the location, which survives shifted lines; nil when
/// there is none.
///
/// The line fingerprint of Gatehouse comes first, because it does not depend on the tools, and then GitHub's line hash,
/// which several tools share.
private func fingerprint(_ members: Span<Int>, _ observations: [Observation]) -> Identity.Discriminator? {
  var best: (rank: Int, name: InternedString, value: InternedString)?
  for position in members.indices {
    for (name, value) in observations[members[position]].fingerprints where dependsOnContent(name, value) {
      let candidate = (rank: rank(of: name), name: name, value: value)
      if best.map({ candidate < $0 }) ?? true { best = candidate }
    }
  }
  return best.map { Identity.Discriminator(name: InternedOptional($0.name), value: $0.value) }
}

private func rank(of name: InternedString) -> Int {
  if name == lineFingerprintName { return 0 }
  return name.utf8.begins(with: "primaryLocationLineHash") ? 1 : 2
}

private let lineFingerprintName = InternedString(lineFingerprint)

/// Whether a fingerprint depends on the content. A column does not, and a text with spaces (`requires login`) is not a
/// fingerprint.
private func dependsOnContent(_ name: InternedString, _ value: InternedString) -> Bool {
  let bytes = value.utf8
  guard bytes.count >= 8, !bytes.indices.contains(where: { bytes[$0] == UInt8(ascii: " ") }) else { return false }
  return !name.utf8.begins(with: "primaryLocationStartColumn")
}

extension Digest {
  /// The first 32 hexadecimal digits (128 bits), which are enough to distinguish all findings.
  fileprivate var identifier: InternedString {
    let digits = InlineArray<32, UInt8> { digit($0) }
    return InternedString(utf8: digits.span)
  }
}

extension CorrelationInput {
  /// The finding id of each cluster.
  ///
  /// Clusters of equal identity are numbered by line, then by version and content, so that distinct findings have
  /// distinct ids.
  func ids(of clusters: ClusterList) -> [InternedString] {
    let observations = observations
    var digests = identityDigests(of: clusters)
    var digester = Digester()
    for group in groupsOfEqual(digests) {
      let numbered = group.sorted {
        isNumberedBefore(clusters.first(of: clusters[$0]), clusters.first(of: clusters[$1]))
      }
      for (ordinal, index) in numbered.enumerated() {
        digests[index] = digester.digest(of: clusters[index], ordinal: ordinal, in: clusters, observations, self)
      }
    }
    let distinct = digests
    return inParallel(over: distinct.indices) { $0.map { distinct[$0].identifier } }
  }

  /// The digest of the identity of each cluster, before equal ones are numbered.
  func identityDigests(of clusters: ClusterList) -> [Digest] {
    let observations = observations
    return inParallel(over: clusters.clusters.indices) { range in
      var digester = Digester()
      var digests: [Digest] = []
      digests.reserveCapacity(range.count)
      for index in range {
        digests.append(digester.digest(of: clusters[index], ordinal: 0, in: clusters, observations, self))
      }
      return digests
    }
  }

  /// The groups of clusters whose digests are equal.
  private func groupsOfEqual(_ digests: [Digest]) -> [[Int]] {
    var (keyIndex, firsts, groups) = (KeyIndex(), [Int](), [Int: [Int]]())
    for (index, digest) in digests.enumerated() {
      let (number, isNew) = keyIndex.number(of: KeyIndex.Key(high: digest.firstHalf.0, low: digest.firstHalf.1))
      if isNew { firsts.append(index) } else { groups[number, default: [firsts[number]]].append(index) }
    }
    return Array(groups.values)
  }
}

/// Computes the digests of identities, with one buffer for all of them.
private struct Digester: ~Copyable {
  private var hasher = DigestHasher()
  private var bytes: [UInt8] = []

  mutating func digest(
    of cluster: Cluster, ordinal: Int, in clusters: ClusterList, _ observations: [Observation],
    _ input: CorrelationInput
  ) -> Digest {
    Identity(of: clusters.members(of: cluster), in: observations, of: input, at: cluster.mergeKey)
      .digest(ordinal: ordinal, with: &hasher, &bytes)
  }
}

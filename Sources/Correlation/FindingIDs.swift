import Interning
import Model
import System

/// The id of a finding, and the ids that it would have if fewer tools reported it.
struct FindingIDs {
  let id: InternedString
  var aliases: [InternedString] = []
}

extension CorrelationInput {
  /// The ids of the finding of each cluster.
  ///
  /// Clusters of equal identity are numbered by line, then by version and content, so that distinct findings have
  /// distinct ids. An alias is numbered with the ids, so that no finding has the id that another one has as an alias.
  func ids(of clusters: ClusterList) -> [FindingIDs] {
    let identities = identities(of: clusters)
    let count = clusters.clusters.count
    var digests = identities.flatMap { $0.digests }
    let aliases = identities.flatMap { $0.aliases }
    digests += aliases.map(\.digest)
    func cluster(of index: Int) -> Int { index < count ? index : aliases[index - count].cluster }
    var digester = Digester()
    for group in groupsOfEqual(digests) {
      let numbered = group.sorted {
        isNumberedBefore(clusters.first(of: clusters[cluster(of: $0)]), clusters.first(of: clusters[cluster(of: $1)]))
      }
      for (ordinal, index) in numbered.enumerated().dropFirst() {
        let position = index < count ? 0 : aliases[index - count].position
        digests[index] = digester.digest(
          of: clusters[cluster(of: index)], at: position, ordinal: ordinal, in: clusters, observations, self)
      }
    }
    let distinct = digests
    let names = inParallel(over: distinct.indices) { $0.map { distinct[$0].identifier } }
    var ids = names[..<count].map { FindingIDs(id: $0) }
    for (index, alias) in aliases.enumerated() { ids[alias.cluster].aliases.append(names[count + index]) }
    return ids
  }

  /// The digest of the first identity of each cluster, before equal ones are numbered.
  func identityDigests(of clusters: ClusterList) -> [Digest] { identities(of: clusters).flatMap { $0.digests } }

  /// The digests of the identities of consecutive clusters, before equal ones are numbered.
  private struct Identities: Sendable {
    /// The digest of the first identity of each cluster.
    var digests: [Digest] = []
    /// The others.
    var aliases: [Alias] = []
  }

  /// The digest of an alias, and which of its cluster's identities it is.
  private struct Alias: Sendable {
    let cluster: Int
    let position: Int
    let digest: Digest
  }

  private func identities(of clusters: ClusterList) -> [Identities] {
    let observations = observations
    return inParts(of: clusters.clusters.indices) { range in
      var digester = Digester()
      var made = Identities()
      made.digests.reserveCapacity(range.count)
      for index in range {
        let (cluster, members) = (clusters[index], clusters.members(of: clusters[index]))
        guard members.count > 1 else {
          let identity = Identity(of: observations[members[0]], in: self, at: cluster.mergeKey)
          made.digests.append(digester.digest(of: identity, ordinal: 0))
          continue
        }
        let all = Identity.all(of: members, in: observations, of: self, at: cluster.mergeKey)
        for (position, identity) in all.enumerated() {
          let digest = digester.digest(of: identity, ordinal: 0)
          if position == 0 {
            made.digests.append(digest)
          } else {
            made.aliases.append(Alias(cluster: index, position: position, digest: digest))
          }
        }
      }
      return made
    }
  }

  /// The groups of digests that are equal.
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

  /// The digest of one of a cluster's identities (`Identity.all`).
  mutating func digest(
    of cluster: Cluster, at position: Int, ordinal: Int, in clusters: ClusterList, _ observations: [Observation],
    _ input: CorrelationInput
  ) -> Digest {
    let members = clusters.members(of: cluster)
    let identity =
      members.count == 1
      ? Identity(of: observations[members[0]], in: input, at: cluster.mergeKey)
      : Identity.all(of: members, in: observations, of: input, at: cluster.mergeKey)[position]
    return digest(of: identity, ordinal: ordinal)
  }

  mutating func digest(of identity: Identity, ordinal: Int) -> Digest {
    identity.digest(ordinal: ordinal, with: &hasher, &bytes)
  }
}

extension Digest {
  /// The first 32 hexadecimal digits (128 bits), which are enough to distinguish all findings.
  fileprivate var identifier: InternedString {
    let digits = InlineArray<32, UInt8> { digit($0) }
    return InternedString(utf8: digits.span)
  }
}

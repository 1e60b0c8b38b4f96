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
    var digests = identityDigests(of: clusters)
    let count = digests.count
    let aliases = aliasDigests(of: clusters)
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
    var ids = digests[..<count].map { FindingIDs(id: $0.identifier) }
    for (index, alias) in aliases.enumerated() { ids[alias.cluster].aliases.append(digests[count + index].identifier) }
    return ids
  }

  /// The digest of the identity of each cluster, before equal ones are numbered.
  func identityDigests(of clusters: ClusterList) -> [Digest] {
    let observations = observations
    return inParallel(over: clusters.clusters.indices) { range in
      var digester = Digester()
      var digests: [Digest] = []
      digests.reserveCapacity(range.count)
      for index in range {
        digests.append(digester.digest(of: clusters[index], at: 0, ordinal: 0, in: clusters, observations, self))
      }
      return digests
    }
  }

  /// The digest of an alias, and which of its cluster's identities it is.
  private struct Alias {
    let cluster: Int
    let position: Int
    let digest: Digest
  }

  private func aliasDigests(of clusters: ClusterList) -> [Alias] {
    let observations = observations
    return inParallel(over: clusters.clusters.indices) { range in
      var digester = Digester()
      var aliases: [Alias] = []
      for index in range where clusters[index].members.count > 1 {
        let members = clusters.members(of: clusters[index])
        let count = Identity.all(of: members, in: observations, of: self, at: clusters[index].mergeKey).count
        for position in 1..<max(1, count) {
          let digest = digester.digest(
            of: clusters[index], at: position, ordinal: 0, in: clusters, observations, self)
          aliases.append(Alias(cluster: index, position: position, digest: digest))
        }
      }
      return aliases
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
    return identity.digest(ordinal: ordinal, with: &hasher, &bytes)
  }
}

extension Digest {
  /// The first 32 hexadecimal digits (128 bits), which are enough to distinguish all findings.
  fileprivate var identifier: InternedString {
    let digits = InlineArray<32, UInt8> { digit($0) }
    return InternedString(utf8: digits.span)
  }
}

import Interning

/// Builds the clusters of the observations with one merge key, by joining groups that report the same problem.
///
/// A group never contains two different results of one tool, because to that tool they are two problems. The tools of a
/// group are a set of 64 bits. The 64th tool and all later ones share a bit, so groups of those tools are never joined
/// with each other.
struct ClusterBuilder {
  /// The properties of a group that decide whether it can be joined with another one.
  struct Traits: Hashable {
    var tools: UInt64
    /// The first and the last of the start lines of the members.
    var first: Int
    var last: Int
    /// The weaknesses that all members name.
    var weaknesses: Weaknesses
    /// The number of the secret's digest among those of the merge key; 0 means that it is unknown.
    var secret = 0
  }

  /// Exact duplicates, and the links to the groups that they are joined with.
  private struct Group {
    /// The range of the group in `members`.
    var members: Range<Int>
    /// The group that this one was joined to. A group that is first or alone is its own parent.
    var parent: Int
    /// The next of the joined groups, and, for the first one, the last of them.
    var next: Int?
    var last: Int
  }

  let input: CorrelationInput
  /// The observations in canonical order, in which exact duplicates are adjacent.
  private var members: [Int] = []
  private var groups: [Group] = []
  /// The first observation of each group of exact duplicates, in canonical order.
  private(set) var heads: [Int] = []
  private(set) var traits: [Traits] = []
  private var digests: [InternedString: Int] = [:]

  init(of input: CorrelationInput) { self.input = input }

  /// Starts with the observations of another merge key, grouped into exact duplicates.
  mutating func start(with mergeKey: Span<Int>) {
    members.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    heads.removeAll(keepingCapacity: true)
    traits.removeAll(keepingCapacity: true)
    if !digests.isEmpty { digests = [:] }
    for position in mergeKey.indices { members.append(mergeKey[position]) }
    members.sort { input.isBefore($0, $1) }
    for (position, member) in members.enumerated() {
      if let head = heads.last, input.isDuplicate(head, member) {
        groups[groups.count - 1].members = groups[groups.count - 1].members.lowerBound..<(position + 1)
        traits[traits.count - 1].weaknesses.intersect(input.weaknesses[input.observations[member].$cwes])
      } else {
        groups.append(Group(members: position..<(position + 1), parent: groups.count, last: groups.count))
        heads.append(member)
        traits.append(traits(of: member))
      }
    }
  }

  private mutating func traits(of head: Int) -> Traits {
    let line = input.observations[head].location.startLine ?? 0
    var secret = 0
    if let digest = input.observations[head].$secretDigest.interned {
      secret = digests[digest] ?? digests.count + 1
      digests[digest] = secret
    }
    return Traits(
      tools: 1 << UInt64(min(input.tool(of: head), 63)), first: line, last: line,
      weaknesses: input.weaknesses[input.observations[head].$cwes], secret: secret)
  }

  /// Whether the observations are from more than one tool.
  var haveSeveralTools: Bool { traits.contains { $0.tools != traits[0].tools } }

  /// Adds each group to the list of clusters, with its members in canonical order.
  func finish(at mergeKey: MergeKey, in clusters: inout ClusterList) {
    for number in groups.indices where groups[number].parent == number {
      var next: Int? = number
      while let group = next {
        for position in groups[group].members { clusters.add(members[position]) }
        next = groups[group].next
      }
      if groups[number].next == nil {
        clusters.end(at: mergeKey)
      } else {
        clusters.end(at: mergeKey) { input.isBefore($0, $1) }
      }
    }
  }

  private func root(_ index: Int) -> Int {
    var index = index
    while groups[index].parent != index { index = groups[index].parent }
    return index
  }

  /// Joins two groups if they have no tool in common and `mayJoin` agrees.
  mutating func pair(_ one: Int, _ other: Int, if mayJoin: (Traits, Traits) -> Bool) {
    let (one, other) = (root(one), root(other))
    if traits[one].tools & traits[other].tools == 0, mayJoin(traits[one], traits[other]) { join(one, other) }
  }

  /// Joins groups of `ones` with groups of `others`, one to one in canonical order, until no two can be joined.
  mutating func pair(_ ones: [Int], _ others: [Int], if mayJoin: (Traits, Traits) -> Bool) {
    while !areOfOneTool(ones, others), pairOnce(ones, others, if: mayJoin) {}
  }

  /// Whether all groups have results of one tool only, which is the most common case and leaves nothing to join.
  private func areOfOneTool(_ ones: [Int], _ others: [Int]) -> Bool {
    guard let first = ones.first else { return true }
    let tools = traits[root(first)].tools
    return ones.allSatisfy { traits[root($0)].tools == tools } && others.allSatisfy { traits[root($0)].tools == tools }
  }

  private mutating func pairOnce(_ ones: [Int], _ others: [Int], if mayJoin: (Traits, Traits) -> Bool) -> Bool {
    var hasJoined = false
    var (left, right) = (queues(ones), queues(others))
    for a in left.indices {
      for b in right.indices
      where left[a].traits.tools & right[b].traits.tools == 0 && mayJoin(left[a].traits, right[b].traits) {
        while let one = left[a].first(where: isPending), let other = right[b].first(where: isPending) {
          join(one, other)
          hasJoined = true
        }
      }
    }
    return hasJoined
  }

  /// Whether a group has not been joined since the queues were made, which would have changed its traits.
  private func isPending(_ index: Int, _ traits: Traits) -> Bool {
    groups[index].parent == index && self.traits[index] == traits
  }

  private mutating func join(_ one: Int, _ other: Int) {
    // The head that is first in canonical order remains the root, so parents only point backwards.
    let (head, tail) = (min(one, other), max(one, other))
    groups[tail].parent = head
    groups[groups[head].last].next = tail
    groups[head].last = groups[tail].last
    traits[head].tools |= traits[tail].tools
    traits[head].first = min(traits[head].first, traits[tail].first)
    traits[head].last = max(traits[head].last, traits[tail].last)
    traits[head].weaknesses.intersect(traits[tail].weaknesses)
    traits[head].secret = max(traits[head].secret, traits[tail].secret)
  }

  /// The groups with equal traits that are not joined yet, in canonical order.
  private struct Queue {
    let traits: Traits
    var pending: [Int]
    var position = 0

    mutating func first(where isPending: (Int, Traits) -> Bool) -> Int? {
      while position < pending.count, !isPending(pending[position], traits) { position += 1 }
      return position < pending.count ? pending[position] : nil
    }
  }

  private func queues(_ members: [Int]) -> [Queue] {
    var queues: [Traits: [Int]] = [:]
    var seen = Set<Int>()
    for member in members {
      let root = root(member)
      if seen.insert(root).inserted { queues[traits[root], default: []].append(root) }
    }
    return queues.map { Queue(traits: $0, pending: $1.sorted()) }.sorted { $0.pending[0] < $1.pending[0] }
  }
}

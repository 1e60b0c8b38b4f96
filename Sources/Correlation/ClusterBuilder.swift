import Interning

/// Groups of observations of one site that grow while different tools are found to say the same.
///
/// A group never holds two different results of one tool: they are two problems to it. Which tools are in a group is a bit
/// each; the 64th and all after it share one bit, so they stay apart from each other.
struct ClusterBuilder {
  /// What decides whether two groups may be one.
  struct Traits: Hashable {
    var tools: UInt64
    /// The lines at which its members begin.
    var first: Int
    var last: Int
    /// What all its members name.
    var weaknesses: Weaknesses
    /// Number of the secret's digest among those of the site; 0: none is known.
    var secret = 0
  }

  /// Exact duplicates, and how they hang together with others.
  private struct Group {
    /// Where they stand among the members.
    var members: Range<Int>
    /// The group that this one was joined to; itself while it stands alone or first.
    var parent: Int
    /// Of the groups that are one, the next after this; and, where this is the first of them, the last.
    var next: Int?
    var last: Int
  }

  let input: CorrelationInput
  /// In canonical order, where exact duplicates are neighbours.
  private var members: [Int] = []
  private var groups: [Group] = []
  /// One observation of each group of exact duplicates, in canonical order.
  private(set) var heads: [Int] = []
  private(set) var traits: [Traits] = []
  private var digests: [InternedString: Int] = [:]

  init(of input: CorrelationInput) { self.input = input }

  /// Groups the members of another site.
  mutating func begin(with mergeKey: Span<Int>) {
    members.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    heads.removeAll(keepingCapacity: true)
    traits.removeAll(keepingCapacity: true)
    if !digests.isEmpty { digests = [:] }
    for position in mergeKey.indices { members.append(mergeKey[position]) }
    members.sort { input.isBefore($0, $1) }
    for (position, member) in members.enumerated() {
      if let head = heads.last, input.isSame(head, member) {
        groups[groups.count - 1].members = groups[groups.count - 1].members.lowerBound..<(position + 1)
        traits[traits.count - 1].weaknesses.keep(input.weaknesses[input.observations[member].$cwes])
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

  var haveSeveralTools: Bool { traits.contains { $0.tools != traits[0].tools } }

  /// Hands over the groups, each in canonical order.
  func end(at mergeKey: MergeKey, in made: inout ClusterList) {
    for number in groups.indices where groups[number].parent == number {
      var next: Int? = number
      while let group = next {
        for position in groups[group].members { made.add(members[position]) }
        next = groups[group].next
      }
      if groups[number].next == nil { made.end(at: mergeKey) } else { made.end(at: mergeKey) { input.isBefore($0, $1) } }
    }
  }

  private func root(_ index: Int) -> Int {
    var index = index
    while groups[index].parent != index { index = groups[index].parent }
    return index
  }

  /// Joins two groups where they may be one.
  mutating func pair(_ one: Int, _ other: Int, if mayJoin: (Traits, Traits) -> Bool) {
    let (one, other) = (root(one), root(other))
    if traits[one].tools & traits[other].tools == 0, mayJoin(traits[one], traits[other]) { join(one, other) }
  }

  /// Joins groups of `ones` with groups of `others`, one to one in canonical order, as long as two may be one.
  mutating func pair(_ ones: [Int], _ others: [Int], if mayJoin: (Traits, Traits) -> Bool) {
    while !areOfOneTool(ones, others), pairOnce(ones, others, if: mayJoin) {}
  }

  /// Most places that several tools look at have results of one tool only.
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
        while let one = left[a].first(where: isWaiting), let other = right[b].first(where: isWaiting) {
          join(one, other)
          hasJoined = true
        }
      }
    }
    return hasJoined
  }

  /// A group that was joined since the queues were made has other traits.
  private func isWaiting(_ index: Int, _ traits: Traits) -> Bool {
    groups[index].parent == index && self.traits[index] == traits
  }

  private mutating func join(_ one: Int, _ other: Int) {
    // The head that comes first in canonical order stays: roots only ever point backwards.
    let (head, tail) = (min(one, other), max(one, other))
    groups[tail].parent = head
    groups[groups[head].last].next = tail
    groups[head].last = groups[tail].last
    traits[head].tools |= traits[tail].tools
    traits[head].first = min(traits[head].first, traits[tail].first)
    traits[head].last = max(traits[head].last, traits[tail].last)
    traits[head].weaknesses.keep(traits[tail].weaknesses)
    traits[head].secret = max(traits[head].secret, traits[tail].secret)
  }

  /// Groups of equal traits, waiting in canonical order.
  private struct Queue {
    let traits: Traits
    var waiting: [Int]
    var position = 0

    mutating func first(where isWaiting: (Int, Traits) -> Bool) -> Int? {
      while position < waiting.count, !isWaiting(waiting[position], traits) { position += 1 }
      return position < waiting.count ? waiting[position] : nil
    }
  }

  private func queues(_ members: [Int]) -> [Queue] {
    var queues: [Traits: [Int]] = [:]
    var seen = Set<Int>()
    for member in members {
      let root = root(member)
      if seen.insert(root).inserted { queues[traits[root], default: []].append(root) }
    }
    return queues.map { Queue(traits: $0, waiting: $1.sorted()) }.sorted { $0.waiting[0] < $1.waiting[0] }
  }
}

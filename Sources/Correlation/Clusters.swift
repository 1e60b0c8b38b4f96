import Model

/// Groups of observations of one site that grow while different tools are found to say the same.
///
/// A group never holds two different results of one tool: they are two problems to it. Which tools are in a group is a bit
/// each; the 64th and all after it share one bit, so they stay apart from each other.
struct Clusters {
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

  let testimony: Testimony
  /// One observation of each group of exact duplicates, in canonical order.
  let heads: [Int]
  private let duplicates: [[Int]]
  private var parents: [Int]
  private(set) var traits: [Traits]

  /// `members` in canonical order, where exact duplicates are neighbours.
  init(duplicatesOf members: [Int], in testimony: Testimony) {
    var duplicates: [[Int]] = []
    for member in members {
      if let head = duplicates.last?.first, testimony.isSame(head, member) {
        duplicates[duplicates.count - 1].append(member)
      } else {
        duplicates.append([member])
      }
    }
    self.testimony = testimony
    (self.duplicates, heads, parents) = (duplicates, duplicates.map { $0[0] }, Array(duplicates.indices))
    var digests: [String: Int] = [:]
    traits = duplicates.map { group in
      let head = group[0]
      let line = testimony.observations[head].location.startLine ?? 0
      var secret = 0
      if let digest = testimony.observations[head].secretDigest {
        secret = digests[digest] ?? digests.count + 1
        digests[digest] = secret
      }
      var weaknesses = Weaknesses(testimony.observations[head].$cwes)
      for other in group.dropFirst() { weaknesses.keep(Weaknesses(testimony.observations[other].$cwes)) }
      return Traits(
        tools: 1 << UInt64(min(testimony.tools[head], 63)), first: line, last: line, weaknesses: weaknesses,
        secret: secret)
    }
  }

  var haveSeveralTools: Bool { traits.contains { $0.tools != traits[0].tools } }

  /// The groups, each in canonical order.
  var groups: [[Int]] {
    var groups = duplicates
    var haveGrown: [Int] = []
    for index in heads.indices where parents[index] != index {
      let root = root(index)
      groups[root] += duplicates[index]
      groups[index] = []
      haveGrown.append(root)
    }
    for root in haveGrown { groups[root].sort(by: testimony.isBefore) }
    return groups.filter { !$0.isEmpty }
  }

  private func root(_ index: Int) -> Int {
    var index = index
    while parents[index] != index { index = parents[index] }
    return index
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
    parents[index] == index && self.traits[index] == traits
  }

  private mutating func join(_ one: Int, _ other: Int) {
    // The head that comes first in canonical order stays: roots only ever point backwards.
    let (head, tail) = (min(one, other), max(one, other))
    parents[tail] = head
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

/// CWE numbers that some results have in common.
struct Weaknesses: Hashable {
  private var shared: Interned<[Int]>

  init(_ numbers: Interned<[Int]>) { shared = numbers }

  var numbers: [Int] { shared.wrappedValue }

  func has(_ number: Int) -> Bool { numbers.contains(number) }

  mutating func keep(_ others: Weaknesses) {
    if shared != others.shared { shared = Interned(numbers.filter(others.has).sorted()) }
  }
}

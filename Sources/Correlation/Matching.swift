import Model

/// Which finding of the base each finding of the head is, one to one, from the strongest sign to the weakest.
///
/// Counting is no sign: one problem fixed and another brought in the same file are two problems. What no sign ties to the
/// base is new.
struct Matching {
  struct Partner { let base: Int, because: String }

  private(set) var partners: [Partner?]
  private(set) var isMatched: [Bool]

  init(_ head: [Finding], _ base: [Finding], _ changes: [String: FileChange]?) {
    partners = Array(repeating: nil, count: head.count)
    isMatched = Array(repeating: false, count: base.count)
    var groups: [Group: (head: [Int], base: [Int])] = [:]
    let headIdentities = head.map(Identity.init), baseIdentities = base.map(Identity.init)
    for (index, identity) in baseIdentities.enumerated() {
      groups[Group(identity), default: ([], [])].base.append(index)
    }
    for (index, identity) in headIdentities.enumerated() {
      let place = oldPlace(of: identity.place, in: changes)
      if let place { groups[Group(identity, at: place), default: ([], [])].head.append(index) }
    }
    for (_, group) in groups where !group.head.isEmpty && !group.base.isEmpty {
      let pair = Pair(group.head, group.base, head, base)
      matchAnchors(pair, headIdentities, baseIdentities)
      matchLines(pair, changes)
    }
    matchAliases(head, base, headIdentities, baseIdentities, changes)
  }

  /// The head's and the base's findings of one subject in one file, by line.
  private struct Pair {
    let head: [Int]
    let base: [Int]
    let heads: [Finding]
    let bases: [Finding]

    init(_ head: [Int], _ base: [Int], _ heads: [Finding], _ bases: [Finding]) {
      func isBefore(_ one: Finding, _ other: Finding) -> Bool {
        (one.location.startLine ?? 0, one.id) < (other.location.startLine ?? 0, other.id)
      }
      (self.heads, self.bases) = (heads, bases)
      self.head = head.sorted { isBefore(heads[$0], heads[$1]) }
      self.base = base.sorted { isBefore(bases[$0], bases[$1]) }
    }
  }

  private mutating func join(_ head: Int, _ base: Int, because: String) {
    partners[head] = Partner(base: base, because: because)
    isMatched[base] = true
  }

  // MARK: - By content

  /// Equal fingerprints, resources, secrets or packages: first in the same version, then in any.
  private mutating func matchAnchors(_ pair: Pair, _ heads: [Identity], _ bases: [Identity]) {
    for wantsVersion in [true, false] {
      func key(_ finding: Finding, _ identity: Identity) -> [String]? {
        identity.anchor.map { wantsVersion ? [$0, finding.component?.version ?? ""] : [$0] }
      }
      var waiting: [[String]: [Int]] = [:]
      var bearers: [[String]: Int] = [:]
      for index in pair.base.reversed() where !isMatched[index] {
        if let key = key(pair.bases[index], bases[index]) { waiting[key, default: []].append(index) }
      }
      for index in pair.head { if let key = key(pair.heads[index], heads[index]) { bearers[key, default: 0] += 1 } }
      for index in pair.head where partners[index] == nil {
        guard let key = key(pair.heads[index], heads[index]), let same = waiting[key]?.last else { continue }
        // What several results bear tells them not apart: their lines must.
        let isLoose = heads[index].isLineBound && (waiting[key]?.count ?? 0 > 1 || bearers[key, default: 0] > 1)
        guard !isLoose else { continue }
        waiting[key]?.removeLast()
        join(index, same, because: "the base has it too")
      }
    }
  }

  // MARK: - By place

  /// The line that the diff maps to the base's; else, for lines that the change does not touch, the nearest.
  private mutating func matchLines(_ pair: Pair, _ changes: [String: FileChange]?) {
    let open = pair.head.filter { partners[$0] == nil }
    guard let path = open.first.flatMap({ pair.heads[$0].location.path }) else { return }
    let map = LineMap(changes?[path])
    var byLine: [Int?: [Int]] = [:]
    for index in pair.base.reversed() where !isMatched[index] {
      byLine[pair.bases[index].location.startLine, default: []].append(index)
    }
    // Without a diff only the very same line will do.
    for distance in changes == nil ? [0] : [0, 1, -1, 2, -2] {
      for index in open where partners[index] == nil {
        let line = pair.heads[index].location.startLine
        let target = line.flatMap { map.base(of: $0) }.map { $0 + distance }
        // A problem of the whole file stays itself when the file is edited; a new line is a new problem.
        guard (line == nil) == (target == nil), line != nil || distance == 0 else { continue }
        guard let base = byLine[target]?.popLast() else { continue }
        join(index, base, because: "the base has it in the same place")
      }
    }
  }

  // MARK: - By another name

  /// The same package in the same place, under another of the vulnerability's names.
  private mutating func matchAliases(
    _ head: [Finding], _ base: [Finding], _ heads: [Identity], _ bases: [Identity], _ changes: [String: FileChange]?
  ) {
    var named: [[String]: Int] = [:]
    for index in base.indices where bases[index].sort == .dependency && !isMatched[index] {
      for name in base[index].ids { named[[bases[index].place, bases[index].anchor ?? "", uppercased(name)]] = index }
    }
    guard !named.isEmpty else { return }
    for index in head.indices where heads[index].sort == .dependency && partners[index] == nil {
      guard let place = oldPlace(of: heads[index].place, in: changes) else { continue }
      for name in head[index].ids {
        let found = named[[place, heads[index].anchor ?? "", uppercased(name)]]
        guard let found, !isMatched[found] else { continue }
        join(index, found, because: "the base has it under another name")
        break
      }
    }
  }
}

extension Identity {
  /// Several of one anchor in one file are told apart by their lines alone.
  fileprivate var isLineBound: Bool { sort == .code || sort == .infrastructure }
}

/// What findings must have in common to be compared at all.
private struct Group: Hashable {
  let sort: Site.Sort
  let subject: String
  let place: String

  init(_ identity: Identity, at place: String? = nil) {
    (sort, subject, self.place) = (identity.sort, identity.subject, place ?? identity.place)
  }
}

/// The path at base; nil where the change brings the file.
private func oldPlace(of place: String, in changes: [String: FileChange]?) -> String? {
  guard let change = changes?[place] else { return place }
  switch change.status {
  case .added, .copied: return nil
  case .renamed: return change.oldPath ?? place
  case .modified, .deleted, .typeChanged: return place
  }
}

import Patterns

/// Finds the last of many patterns that matches a path, without trying them all.
///
/// This is a trie over path segments. A pattern is stored at the node of its longest literal prefix: from the root, or
/// for a pattern that matches at any depth, from its first name, or else by the file extension that it ends in. A
/// lookup visits only the nodes for the segments of the path, so its cost does not grow with the number of rules.
struct RuleIndex: Sendable {
  /// A pattern that must be matched against the path, beginning at the segment of its node.
  fileprivate struct Candidate { let rule: Int, parts: ArraySlice<Glob.Part> }

  /// A node of the trie. The rules of each list are in descending order.
  fileprivate struct Node {
    /// The rules for the entry itself and everything below it.
    var tree: [Int] = []
    /// The rules for everything below the entry.
    var content: [Int] = []
    /// The rules for the entries directly below.
    var children: [Int] = []
    /// The rules for the entry itself only.
    var own: [Int] = []
    /// The rules that match below the entry if their pattern does.
    var candidates: [Candidate] = []
    /// The node for patterns that continue after a `*`, which any name leads to.
    var anyName: Int?
  }

  /// The start nodes: of patterns from the root, of patterns that match at any depth, and of file extensions.
  private static let (root, unanchored, extensions) = (0, 1, 2)
  private var nodes = [Node(), Node(), Node()]
  private var edges = EdgeTable()
  private var hasExtensions = false

  /// - Parameter globs: The patterns in the order of the file; nil for one that matches nothing.
  init(_ globs: [Glob?]) {
    for (rule, glob) in globs.enumerated().reversed() { if let glob { add(glob.parts, of: rule) } }
  }
}

// Insertion, from the last rule to the first, so that candidates are in descending order.
extension RuleIndex {
  private mutating func add(_ parts: [Glob.Part], of rule: Int) {
    guard parts.first == .anyDepth, parts.count > 1, case .segment(let name) = parts[1] else {
      return insert(parts[...], at: Self.root, of: rule)
    }
    if name.literal != nil {
      insert(parts[1...], at: Self.unanchored, of: rule)
    } else if let ending = name.fileExtension, parts.count == 2 || parts[2...] == [.anyDepth] {
      hasExtensions = true
      nodes[node(from: Self.extensions, by: ending)].candidates.append(Candidate(rule: rule, parts: parts[1...]))
    } else {
      insert(parts[...], at: Self.root, of: rule)
    }
  }

  /// Stores a pattern at the node of its longest literal prefix.
  private mutating func insert(_ parts: ArraySlice<Glob.Part>, at start: Int, of rule: Int) {
    var (node, rest) = (start, parts)
    while case .segment(let segment)? = rest.first {
      if let literal = segment.literal {
        node = self.node(from: node, by: literal)
      } else if segment == .any, rest != [.segment(.any)], rest != Self.content {
        node = anyName(from: node)
      } else {
        break
      }
      rest.removeFirst()
    }
    nodes[node].record(rest, rule)
  }

  private mutating func node(from node: Int, by name: [UInt8]) -> Int {
    let hash = edges.hash(name, name.indices)
    if let known = edges.node(from: node, by: name.indices, of: name, hash: hash) { return known }
    nodes.append(Node())
    edges.addEdge(from: node, by: name, to: nodes.count - 1)
    return nodes.count - 1
  }

  private mutating func anyName(from node: Int) -> Int {
    if let known = nodes[node].anyName { return known }
    nodes.append(Node())
    nodes[node].anyName = nodes.count - 1
    return nodes.count - 1
  }

  private static let content: ArraySlice<Glob.Part> = [.segment(.any), .anyDepth]
}

extension RuleIndex.Node {
  /// Stores a rule whose pattern continues with `rest` below this node.
  fileprivate mutating func record(_ rest: ArraySlice<Glob.Part>, _ rule: Int) {
    switch rest {
    case []: own.append(rule)
    case [.anyDepth]: tree.append(rule)
    case [.segment(.any), .anyDepth]: content.append(rule)
    case [.segment(.any)]: children.append(rule)
    default: candidates.append(.init(rule: rule, parts: rest))
    }
  }

  /// The last rule that applies without matching a pattern to a path with `deeper` more segments; -1 for none.
  fileprivate func last(deeper: Int) -> Int {
    let whole = tree.first ?? -1
    if deeper == 0 { return max(whole, own.first ?? -1) }
    return max(whole, content.first ?? -1, deeper == 1 ? children.first ?? -1 : -1)
  }

  /// Adds all rules that apply without matching a pattern to a path with `deeper` more segments.
  fileprivate func addAll(deeper: Int, to rules: inout [Int]) {
    rules += tree
    if deeper == 0 { rules += own } else { rules += content }
    if deeper == 1 { rules += children }
  }
}

// Lookup.
extension RuleIndex {
  /// Memory that look-ups share.
  struct Scratch {
    fileprivate var hashes: [UInt64] = []
    fileprivate var visits: [Visit] = []

    init() {}
  }

  /// The index of the last pattern that matches a path; nil when none does.
  func last(matching path: PathSegments, _ scratch: inout Scratch) -> Int? {
    guard path.count > 0 else { return nil }
    scratch.hashes.removeAll(keepingCapacity: true)
    for range in path.ranges { scratch.hashes.append(edges.hash(path.bytes, range)) }
    var last = -1
    search(from: (Self.root, 0), path, scratch.hashes, &scratch.visits, &last)
    for depth in 0..<path.count {
      if let node = node(from: Self.unanchored, at: depth, path, scratch.hashes) {
        search(from: (node, depth + 1), path, scratch.hashes, &scratch.visits, &last)
      }
      if hasExtensions { tryExtension(at: depth, path, &last) }
    }
    return last < 0 ? nil : last
  }

  fileprivate typealias Visit = (node: Int, depth: Int)

  /// Raises `last` to the last rule that matches at a node reached from `start`. `visits` is scratch memory.
  private func search(
    from start: Visit, _ path: PathSegments, _ hashes: [UInt64], _ visits: inout [Visit], _ last: inout Int
  ) {
    visits.removeAll(keepingCapacity: true)
    visits.append(start)
    var next = 0
    while next < visits.count {
      let (node, depth) = visits[next]
      next += 1
      last = max(last, nodes[node].last(deeper: path.count - depth))
      guard depth < path.count else { continue }
      if let named = self.node(from: node, at: depth, path, hashes) { visits.append((named, depth + 1)) }
      if let any = nodes[node].anyName { visits.append((any, depth + 1)) }
    }
    // Candidates are tried last, when most of them come before `last` and can be skipped.
    for (node, depth) in visits { tryCandidates(node, path, from: depth, unlessAfter: &last) }
  }

  private func node(from node: Int, at depth: Int, _ path: PathSegments, _ hashes: [UInt64]) -> Int? {
    edges.node(from: node, by: path.ranges[depth], of: path.bytes, hash: hashes[depth])
  }

  private func tryExtension(at depth: Int, _ path: PathSegments, _ last: inout Int) {
    guard let node = extensionNode(at: depth, path) else { return }
    tryCandidates(node, path, from: depth, unlessAfter: &last)
  }

  /// The node for the file extension of a segment.
  private func extensionNode(at depth: Int, _ path: PathSegments) -> Int? {
    let name = path.ranges[depth]
    guard let dot = path.bytes[name].lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let ending = (dot + 1)..<name.upperBound
    return edges.node(from: Self.extensions, by: ending, of: path.bytes, hash: edges.hash(path.bytes, ending))
  }

  /// Raises `last` to the last candidate that matches. Candidates before `last` are not tried.
  private func tryCandidates(_ node: Int, _ path: PathSegments, from depth: Int, unlessAfter last: inout Int) {
    for index in nodes[node].candidates.indices {
      let rule = nodes[node].candidates[index].rule
      guard rule > last else { return }
      if Glob.matches(nodes[node].candidates[index].parts, path, from: depth) { last = rule }
    }
  }
}

// Lookup of all rules, for dialects in which more than the last one counts.
extension RuleIndex {
  /// The indices of all patterns that match a path, ascending.
  func all(matching path: PathSegments, _ scratch: inout Scratch) -> [Int] {
    guard path.count > 0 else { return [] }
    scratch.hashes.removeAll(keepingCapacity: true)
    for range in path.ranges { scratch.hashes.append(edges.hash(path.bytes, range)) }
    var all: [Int] = []
    addAll(from: (Self.root, 0), path, scratch.hashes, &scratch.visits, &all)
    for depth in 0..<path.count {
      if let node = node(from: Self.unanchored, at: depth, path, scratch.hashes) {
        addAll(from: (node, depth + 1), path, scratch.hashes, &scratch.visits, &all)
      }
      if hasExtensions, let node = extensionNode(at: depth, path) { addCandidates(node, path, from: depth, &all) }
    }
    guard all.count > 1 else { return all }
    all.sort()
    // A name that occurs twice in the path leads to its node twice.
    return all.indices.filter { $0 == 0 || all[$0] != all[$0 - 1] }.map { all[$0] }
  }

  /// `visits` is scratch memory.
  private func addAll(
    from start: Visit, _ path: PathSegments, _ hashes: [UInt64], _ visits: inout [Visit], _ all: inout [Int]
  ) {
    visits.removeAll(keepingCapacity: true)
    visits.append(start)
    var next = 0
    while next < visits.count {
      let (node, depth) = visits[next]
      next += 1
      nodes[node].addAll(deeper: path.count - depth, to: &all)
      addCandidates(node, path, from: depth, &all)
      guard depth < path.count else { continue }
      if let named = self.node(from: node, at: depth, path, hashes) { visits.append((named, depth + 1)) }
      if let any = nodes[node].anyName { visits.append((any, depth + 1)) }
    }
  }

  private func addCandidates(_ node: Int, _ path: PathSegments, from depth: Int, _ all: inout [Int]) {
    for index in nodes[node].candidates.indices
    where Glob.matches(nodes[node].candidates[index].parts, path, from: depth) {
      all.append(nodes[node].candidates[index].rule)
    }
  }
}

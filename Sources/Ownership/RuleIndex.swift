import Patterns

/// Finds the last of many patterns that matches a path without trying them all.
///
/// Patterns hang where a path meets them: at the deepest folder that they spell out from the root, or from the name that they
/// float for, or at the file extension they end in. A path looks at its own directories and names only, so what it costs does
/// not grow with the file.
struct RuleIndex: Sendable {
  /// A pattern that must be tried, from the segment where it hangs.
  fileprivate struct Candidate { let rule: Int, parts: ArraySlice<Glob.Part> }

  /// The last rules that need no trying: -1 for none.
  fileprivate struct Node {
    /// For the entry itself and all below.
    var tree = -1
    /// For all below.
    var content = -1
    /// For what lies directly below.
    var children = -1
    /// For what lies below when the pattern agrees; the last rule first.
    var candidates: [Candidate] = []
    /// The spot to which every name leads from here: patterns go on there after a `*`.
    var anyName: Int?
  }

  /// Where the ways begin: patterns of the root, patterns that float, and the extensions of patterns that float.
  private static let (root, unanchored, extensions) = (0, 1, 2)
  private var nodes = [Node(), Node(), Node()]
  private var edges = EdgeTable()
  private var hasExtensions = false

  /// The patterns in the order of the file; nil for one that matches nothing.
  init(_ globs: [Glob?]) {
    for (rule, glob) in globs.enumerated().reversed() { add(glob?.parts ?? [], of: rule) }
  }
}

// Filling: the last rule comes first, so the first to take a place keeps it, and candidates come out in order.
extension RuleIndex {
  private mutating func add(_ parts: [Glob.Part], of rule: Int) {
    guard parts.first == .anyDepth, parts.count > 1, case .segment(let name) = parts[1] else {
      return insert(parts[...], at: Self.root, of: rule)
    }
    if name.literal != nil {
      insert(parts[1...], at: Self.unanchored, of: rule)
    } else if let ending = name.fileExtension, parts[2...] == [.anyDepth] {
      hasExtensions = true
      nodes[node(from: Self.extensions, by: ending)].candidates.append(Candidate(rule: rule, parts: parts[1...]))
    } else {
      insert(parts[...], at: Self.root, of: rule)
    }
  }

  /// Hangs a pattern at the deepest directory it names.
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
  fileprivate mutating func record(_ rest: ArraySlice<Glob.Part>, _ rule: Int) {
    switch rest {
    case [.anyDepth]: tree = max(tree, rule)
    case [.segment(.any), .anyDepth]: content = max(content, rule)
    case [.segment(.any)]: children = max(children, rule)
    default: candidates.append(.init(rule: rule, parts: rest))
    }
  }

  /// The last rule that holds without trying, with `deeper` segments below this spot.
  fileprivate func last(deeper: Int) -> Int {
    deeper == 0 ? tree : deeper == 1 ? max(tree, content, children) : max(tree, content)
  }
}

// Looking up.
extension RuleIndex {
  /// The place of the last pattern that matches, among those given.
  func last(matching path: PathSegments) -> Int? {
    guard path.count > 0 else { return nil }
    let hashes = path.ranges.map { edges.hash(path.bytes, $0) }
    var last = -1
    var met: [Visit] = []
    met.reserveCapacity(2 * path.count)
    look(from: (Self.root, 0), path, hashes, &met, &last)
    for depth in 0..<path.count {
      if let node = node(from: Self.unanchored, at: depth, path, hashes) {
        look(from: (node, depth + 1), path, hashes, &met, &last)
      }
      if hasExtensions { tryExtension(at: depth, path, &last) }
    }
    return last < 0 ? nil : last
  }

  private typealias Visit = (node: Int, depth: Int)

  /// Raises `last` to the last rule that hangs at a spot which the path comes to from this one. `met` is room to work in.
  private func look(
    from start: Visit, _ path: PathSegments, _ hashes: [UInt64], _ met: inout [Visit], _ last: inout Int
  ) {
    met.removeAll(keepingCapacity: true)
    met.append(start)
    var next = 0
    while next < met.count {
      let (node, depth) = met[next]
      next += 1
      last = max(last, nodes[node].last(deeper: path.count - depth))
      guard depth < path.count else { continue }
      if let named = self.node(from: node, at: depth, path, hashes) { met.append((named, depth + 1)) }
      if let any = nodes[node].anyName { met.append((any, depth + 1)) }
    }
    // What must be tried comes after all that need not be: most of it is then too early in the file.
    for (node, depth) in met { attempt(node, path, from: depth, unlessAfter: &last) }
  }

  private func node(from node: Int, at depth: Int, _ path: PathSegments, _ hashes: [UInt64]) -> Int? {
    edges.node(from: node, by: path.ranges[depth], of: path.bytes, hash: hashes[depth])
  }

  private func tryExtension(at depth: Int, _ path: PathSegments, _ last: inout Int) {
    let name = path.ranges[depth]
    guard let dot = path.bytes[name].lastIndex(of: UInt8(ascii: ".")) else { return }
    let ending = (dot + 1)..<name.upperBound
    let hash = edges.hash(path.bytes, ending)
    guard let node = edges.node(from: Self.extensions, by: ending, of: path.bytes, hash: hash) else { return }
    attempt(node, path, from: depth, unlessAfter: &last)
  }

  /// Raises `last` to the first candidate that matches; those that come before `last` in the file cannot.
  private func attempt(_ node: Int, _ path: PathSegments, from depth: Int, unlessAfter last: inout Int) {
    for index in nodes[node].candidates.indices {
      let rule = nodes[node].candidates[index].rule
      guard rule > last else { return }
      if Glob.matches(nodes[node].candidates[index].parts, path, from: depth) { last = rule }
    }
  }
}

import Documents

/// Finds the last of many patterns that matches a path without trying them all.
///
/// Patterns hang where a path meets them: at the directory they begin with (a tree keyed by segment), at the name they float
/// for, or at the file extension they end in. A path looks at its own directories and names only, so what it costs does not
/// grow with the file.
struct RuleIndex: Sendable {
  /// A pattern that must be tried, from the segment where it hangs.
  fileprivate struct Candidate { let rule: Int, parts: ArraySlice<Glob.Part> }

  /// The last rules that need no trying: -1 for none.
  fileprivate struct Spot {
    /// For the entry itself and all below.
    var tree = -1
    /// For all below.
    var content = -1
    /// For what lies directly below.
    var children = -1
    /// For what lies below when the pattern agrees; the last rule first.
    var candidates: [Candidate] = []
  }

  private struct Child: Hashable { let directory: Int, name: ArraySlice<UInt8> }

  /// The first is the root.
  private var spots = [Spot()]
  private var children: [Child: Int] = [:]
  private var names: [ArraySlice<UInt8>: Spot] = [:]
  private var extensions: [ArraySlice<UInt8>: [Candidate]] = [:]

  /// The patterns in the order of the file; nil for one that matches nothing.
  init(_ globs: [Glob?]) {
    for (rule, glob) in globs.enumerated().reversed() { add(glob?.parts ?? [], of: rule) }
  }
}

// Filling: the last rule comes first, so the first to take a place keeps it, and candidates come out in order.
extension RuleIndex {
  private mutating func add(_ parts: [Glob.Part], of rule: Int) {
    guard parts.first == .anyDepth, parts.count > 1, case .segment(let name) = parts[1] else {
      return hang(parts, of: rule)
    }
    let below = parts[2...]
    if let literal = name.literal, below == [.anyDepth] || below == Self.content {
      names[literal[...], default: Spot()].settle(below, rule)
    } else if let ending = name.fileExtension, below == [.anyDepth] {
      extensions[ending[...], default: []].append(Candidate(rule: rule, parts: parts[1...]))
    } else {
      hang(parts, of: rule)
    }
  }

  /// Hangs a pattern at the deepest directory it names.
  private mutating func hang(_ parts: [Glob.Part], of rule: Int) {
    var (spot, rest) = (0, parts[...])
    while case .segment(let segment)? = rest.first, let literal = segment.literal {
      let child = Child(directory: spot, name: literal[...])
      spot = children[child] ?? spots.count
      if spot == spots.count {
        spots.append(Spot())
        children[child] = spot
      }
      rest.removeFirst()
    }
    spots[spot].settle(rest, rule)
  }

  private static let content: ArraySlice<Glob.Part> = [.segment(.any), .anyDepth]
}

extension RuleIndex.Spot {
  fileprivate mutating func settle(_ rest: ArraySlice<Glob.Part>, _ rule: Int) {
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
    var last = lastByName(path)
    var trying: [(spot: Int, depth: Int)] = []
    var (spot, depth) = (0, 0)
    while true {
      last = max(last, spots[spot].last(deeper: path.count - depth))
      if !spots[spot].candidates.isEmpty { trying.append((spot, depth)) }
      guard depth < path.count, let child = children[Child(directory: spot, name: path[depth])] else { break }
      (spot, depth) = (child, depth + 1)
    }
    for (spot, depth) in trying { attempt(spots[spot].candidates, path, from: depth, unlessAfter: &last) }
    return last < 0 ? nil : last
  }

  private func lastByName(_ path: PathSegments) -> Int {
    var last = -1
    if names.isEmpty && extensions.isEmpty { return last }
    for depth in 0..<path.count {
      let name = path[depth]
      if let spot = names[name] { last = max(last, spot.last(deeper: path.count - depth - 1)) }
      guard !extensions.isEmpty, let dot = name.lastIndex(of: UInt8(ascii: ".")),
        let candidates = extensions[name[(dot + 1)...]]
      else { continue }
      attempt(candidates, path, from: depth, unlessAfter: &last)
    }
    return last
  }

  /// Raises `last` to the first candidate that matches; those that come before `last` in the file cannot.
  private func attempt(_ candidates: [Candidate], _ path: PathSegments, from depth: Int, unlessAfter last: inout Int) {
    for candidate in candidates {
      guard candidate.rule > last else { return }
      if Glob.matches(candidate.parts, path, from: depth) { last = candidate.rule }
    }
  }
}

import Interning
import Model

/// Digests of the line of a finding with the lines beside it.
package struct LineContext {
  /// With the lines on both sides.
  package let around: InternedString
  /// Whether these do something, rather than only beginning or ending a block: then they are few.
  package let isTelling: Bool
  /// With the two before, and with the two after; nil where the file has none that do something.
  package let before: InternedString?
  package let after: InternedString?

  package init(around: InternedString, isTelling: Bool, before: InternedString?, after: InternedString?) {
    (self.around, self.isTelling, self.before, self.after) = (around, isTelling, before, after)
  }
}

// MARK: - By the lines around

extension Matching {
  /// Matches findings that differ from others by their lines only, when the lines around one of the head are those
  /// around exactly one of the base.
  mutating func matchContexts(
    _ heads: [Int], _ bases: [Int], _ because: String, _ context: (Finding, Bool) -> InternedString?
  ) {
    let heads = heads.filter { partners[$0] == nil && head[$0].isLineBound }
    let bases = bases.filter { $0 >= laterCount && !isMatched[$0] && base[$0].isLineBound }
    guard !heads.isEmpty, !bases.isEmpty else { return }
    var places: (head: [[InternedString]: [Int]], base: [[InternedString]: [Int]]) = ([:], [:])
    for index in heads {
      if let context = context(head[index], true) {
        for identity in identities(ofHead: index) { places.head[key(identity, context), default: []].append(index) }
      }
    }
    for index in bases {
      if let context = context(base[index], false) {
        for identity in identities(ofBase: index) { places.base[key(identity, context), default: []].append(index) }
      }
    }
    for (key, ones) in places.head {
      guard ones.count == 1, let others = places.base[key], others.count == 1, partners[ones[0]] == nil,
        !isMatched[others[0]]
      else { continue }
      join(ones[0], others[0], because: because)
    }
  }

  private func key(_ identity: Identity, _ context: InternedString) -> [InternedString] {
    [identity.subject, InternedString("\(identity.findingClass)"), context]
  }

  /// Matches findings on lines that the change adds with findings on lines that it takes from other files, by the lines
  /// around them: the code was moved. At an end of the code that was moved only the lines on one side are the same.
  mutating func matchMoved(_ context: (Finding, Bool) -> LineContext?) {
    guard let changes else { return }
    let heads = head.indices.filter { index in
      guard partners[index] == nil, let path = head[index].location.$path.interned, let change = changes[path],
        let line = head[index].location.startLine
      else { return false }
      return change.status == .added || LineMap(change).touches(line...line)
    }
    guard !heads.isEmpty else { return }
    let bases = takenAway(by: changes)
    let because = "the base has it in another file, from which this change moves it"
    matchContexts(heads, bases, because) { finding, isHead in
      context(finding, isHead).flatMap { $0.isTelling ? $0.around : nil }
    }
    matchContexts(heads, bases, because) { context($0, $1)?.before }
    matchContexts(heads, bases, because) { context($0, $1)?.after }
  }

  /// The open findings of the base on lines that the head does not have.
  private func takenAway(by changes: FileChanges) -> [Int] {
    let lines = LinesTakenAway(changes)
    return base.indices.filter { index in
      guard !isMatched[index], let path = base[index].location.$path.interned,
        let line = base[index].location.startLine
      else { return false }
      return lines.meet(line...line, of: path)
    }
  }
}

// MARK: - By line

extension Matching {
  /// Matches findings by line: first the line of the base that the diff maps to, then lines at most two away, unless they
  /// are known to be other lines.
  mutating func matchLines(_ group: Group) {
    matchWithoutLines(group)
    let open = group.head.map(\.index).filter { partners[$0] == nil && head[$0].location.startLine != nil }
    guard let path = open.first.flatMap({ head[$0].location.path }) else { return }
    let map = LineMap(changes?[path])
    var byLine: [Int: [Int]] = [:]
    for (index, _) in group.base.reversed() where index >= laterCount && !isMatched[index] {
      if let line = base[index].location.startLine { byLine[line, default: []].append(index) }
    }
    // Without a diff only an equal line is a match.
    for distance in changes == nil ? [0] : [0, 1, -1, 2, -2] {
      for index in open where partners[index] == nil {
        // A finding on an added line is new.
        guard let line = head[index].location.startLine.flatMap({ map.base(of: $0) }) else { continue }
        guard let same = byLine[line + distance]?.last, distance == 0 || mayBeOneLine(index, same) else { continue }
        byLine[line + distance]?.removeLast()
        join(index, same, because: "the base has it in the same place")
      }
    }
  }

  /// Whether the lines of a finding of the head and of one of the base are not known to have different texts.
  private func mayBeOneLine(_ index: Int, _ same: Int) -> Bool {
    guard let text = head[index].lineText, let other = base[same].lineText else { return true }
    return text == other
  }

  /// Matches findings that name no line with such findings: first those of one title, and in a file then the others, as they
  /// are about the whole file.
  private mutating func matchWithoutLines(_ group: Group) {
    func isOpen(_ finding: Finding) -> Bool { finding.location.startLine == nil && finding.isLineBound }
    let heads = group.head.map(\.index).filter { partners[$0] == nil && isOpen(head[$0]) }
    guard !heads.isEmpty else { return }
    let bases = group.base.map(\.index).filter { $0 >= laterCount && !isMatched[$0] && isOpen(base[$0]) }
    var titled: [InternedString: [Int]] = [:]
    for index in bases.reversed() { titled[base[index].observations[0].$title, default: []].append(index) }
    for index in heads {
      guard let same = titled[head[index].observations[0].$title]?.popLast() else { continue }
      join(
        index, same,
        because: head[index].location.path == nil ? "the base has it too" : "the base has it in the same place")
    }
    var rest = bases.filter { !isMatched[$0] && base[$0].location.path != nil }.reversed().map(\.self)
    for index in heads where partners[index] == nil && head[index].location.path != nil {
      guard let same = rest.popLast() else { return }
      join(index, same, because: "the base has it in the same place")
    }
  }
}

extension Finding {
  /// A digest of the text of its line; nil when that is not known.
  fileprivate var lineText: InternedString? {
    observations.lazy.compactMap {
      $0.fingerprints[lineFingerprintName] ?? $0.$origin.interned?.wrappedValue.$text.interned
    }
    .first
  }
}

import Model

/// Finds the lines that a change moves within a file or indents otherwise: changed lines whose text, without blanks, is
/// that of a removed line.
///
/// Two lines are one where the evidence leaves no choice: in one hunk, when as many lines of the text were removed as
/// added; elsewhere, when the lines of code before and after are the same too, and as many lines of such a text and such
/// neighbours were removed as added. The comparison that ignores blanks comes after the exact one, because alone it takes
/// an edited line for its neighbour.
enum MovedLines {
  /// A difference: removed lines of the old content, and the lines of the new content in their place.
  struct Hunk {
    let (old, new): (ClosedRange<Int>?, ClosedRange<Int>?)
  }

  static func found(in hunks: [Hunk], from old: [UInt8], to new: [UInt8]) -> [FileChange.MovedLine] {
    guard hunks.contains(where: { $0.old != nil }), hunks.contains(where: { $0.new != nil }) else { return [] }
    var search = Search(old: texts(of: old), new: texts(of: new))
    for hunk in hunks { search.pairInside(hunk) }
    search.pairByNeighbours()
    return search.found.sorted { $0.head < $1.head }
  }

  /// The lines without blanks; an empty one is blank.
  private static func texts(of bytes: [UInt8]) -> [[UInt8]] {
    bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { $0.filter { $0 > 0x20 } }
  }
}

private struct Search {
  private(set) var found: [FileChange.MovedLine] = []
  private let (old, new): ([[UInt8]], [[UInt8]])
  /// The removed and the changed lines that are not paired yet.
  private var (oldRest, newRest): ([Int], [Int]) = ([], [])

  init(old: [[UInt8]], new: [[UInt8]]) { (self.old, self.new) = (old, new) }

  private func code(_ lines: ClosedRange<Int>?, of texts: [[UInt8]]) -> [Int] {
    (lines.map(Array.init) ?? []).filter { texts.indices.contains($0 - 1) && !texts[$0 - 1].isEmpty }
  }

  /// Pairs the lines of one hunk by their texts. The change loses nothing there when all removed lines of code stay, in
  /// their order.
  mutating func pairInside(_ hunk: MovedLines.Hunk) {
    let (olds, news) = (code(hunk.old, of: old), code(hunk.new, of: new))
    let pairs = Self.pairs(olds, news, { old[$0 - 1] }, { new[$0 - 1] })
    let isWhole = pairs.count == olds.count && pairs.map(\.old) == olds
    for pair in pairs { found.append(FileChange.MovedLine(head: pair.new, base: pair.old, isWhole: isWhole)) }
    let paired = (Set(pairs.map(\.old)), Set(pairs.map(\.new)))
    oldRest += olds.filter { !paired.0.contains($0) }
    newRest += news.filter { !paired.1.contains($0) }
  }

  /// Pairs lines of different hunks by their texts and the nearest lines of code.
  mutating func pairByNeighbours() {
    let pairs = Self.pairs(oldRest, newRest, { neighbourhood(of: $0, in: old) }, { neighbourhood(of: $0, in: new) })
    for pair in pairs { found.append(FileChange.MovedLine(head: pair.new, base: pair.old, isWhole: true)) }
  }

  private func neighbourhood(of line: Int, in texts: [[UInt8]]) -> [UInt8] {
    let before = texts[..<(line - 1)].suffix(reach).last { !$0.isEmpty } ?? []
    let after = texts[line...].prefix(reach).first { !$0.isEmpty } ?? []
    return [before, texts[line - 1], after].joined(separator: [UInt8(ascii: "\n")]).map { $0 }
  }

  /// The lines of equal keys, where both sides have as many, each with the one of its rank, in the order of the new lines.
  private static func pairs(
    _ olds: [Int], _ news: [Int], _ oldKey: (Int) -> [UInt8], _ newKey: (Int) -> [UInt8]
  ) -> [(old: Int, new: Int)] {
    guard !olds.isEmpty, !news.isEmpty else { return [] }
    let (before, after) = (Dictionary(grouping: olds, by: oldKey), Dictionary(grouping: news, by: newKey))
    return after.flatMap { key, lines in
      let others = before[key] ?? []
      return others.count == lines.count ? zip(others, lines).map { (old: $0, new: $1) } : []
    }.sorted { $0.new < $1.new }
  }
}

/// How many lines are looked through for one of code.
private let reach = 20

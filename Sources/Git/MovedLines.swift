import Model

/// Finds the lines that a change moves within a file or indents otherwise: changed lines whose text, without blanks, is
/// that of a removed line.
///
/// Two lines are one where the evidence leaves no choice: in one hunk, when as many lines of the text were removed as
/// added, or when its code only runs over other lines than before; elsewhere, when the lines of code before and after are
/// the same too, and as many lines of such a text and such neighbours were removed as added, with the lines at the edges of
/// such a block. The comparison that ignores blanks comes after the exact one, because alone it takes an edited line for
/// its neighbour.
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
  private var (oldRest, newRest): (Set<Int>, Set<Int>) = ([], [])

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
    if pairs.count < max(olds.count, news.count), let lines = reflowed(olds, news) {
      for (line, before) in zip(news, lines) {
        found.append(FileChange.MovedLine(head: line, base: before, isWhole: true))
      }
      return
    }
    for pair in pairs { found.append(FileChange.MovedLine(head: pair.new, base: pair.old, isWhole: isWhole)) }
    oldRest.formUnion(Set(olds).subtracting(pairs.map(\.old)))
    newRest.formUnion(Set(news).subtracting(pairs.map(\.new)))
  }

  /// For each of the new lines the old line in which its code begins, when the code only runs over other lines than before;
  /// nil when it is other code, or has comments, which end with their lines. Formatters add a comma before a closing bracket
  /// that stands on a line of its own.
  private func reflowed(_ olds: [Int], _ news: [Int]) -> [Int]? {
    let (before, after) = (Flow(olds, of: old), Flow(news, of: new))
    guard !news.isEmpty, before.bytes == after.bytes, !before.hasComment else { return nil }
    var starts: [Int: Int] = [:]
    for (index, line) in after.lines.enumerated().reversed() { starts[line] = before.lines[index] }
    let found = news.compactMap { starts[$0] }
    return found.count == news.count ? found : nil
  }

  /// Pairs lines of different hunks by their texts and the nearest lines of code.
  mutating func pairByNeighbours() {
    let pairs = Self.pairs(
      oldRest.sorted(), newRest.sorted(), { neighbourhood(of: $0, in: old) }, { neighbourhood(of: $0, in: new) })
    take(pairs)
    grow(from: pairs)
    // Of a short block only its edges moved, so a line of which each side has one begins it. Alone it is no block.
    let (onlyOld, onlyNew) = (onlyLines(oldRest, of: old), onlyLines(newRest, of: new))
    for (text, line) in onlyNew.sorted(by: { $0.value < $1.value }) {
      guard let before = onlyOld[text], newRest.contains(line), oldRest.contains(before) else { continue }
      let pair = [(old: before, new: line)]
      if hasTellingNeighbour(before, line), grow(from: pair) > 0 { take(pair) }
    }
  }

  /// Whether a line beside both is one, and does something: many blocks begin with `try:` or end with `}`.
  private func hasTellingNeighbour(_ before: Int, _ after: Int) -> Bool {
    [1, -1].contains { step in
      guard let one = nextCode(after: before, by: step, in: old), let other = nextCode(after: after, by: step, in: new)
      else {
        return false
      }
      let text = old[one - 1]
      return text == new[other - 1] && text.dropLast().contains { #"(=.:"'"#.utf8.contains($0) }
    }
  }

  private mutating func take(_ pairs: [(old: Int, new: Int)]) {
    for pair in pairs { found.append(FileChange.MovedLine(head: pair.new, base: pair.old, isWhole: true)) }
    oldRest.subtract(pairs.map(\.old))
    newRest.subtract(pairs.map(\.new))
  }

  /// The lines among these whose text is that of no other line of the content, by their texts.
  private func onlyLines(_ lines: Set<Int>, of texts: [[UInt8]]) -> [[UInt8]: Int] {
    guard !oldRest.isEmpty, !newRest.isEmpty else { return [:] }
    var counts: [[UInt8]: Int] = [:]
    for text in texts where !text.isEmpty { counts[text, default: 0] += 1 }
    return Dictionary(lines.filter { counts[texts[$0 - 1]] == 1 }.map { (texts[$0 - 1], $0) }) { one, _ in one }
  }

  @discardableResult private mutating func grow(from pairs: [(old: Int, new: Int)]) -> Int {
    grow(from: pairs, by: 1) + grow(from: pairs, by: -1)
  }

  /// Pairs the lines at the edges of a moved block, whose neighbours outside of it are others: those that follow, or precede,
  /// a pair on both sides with one text.
  private mutating func grow(from pairs: [(old: Int, new: Int)], by step: Int) -> Int {
    var grown: [(old: Int, new: Int)] = []
    for pair in pairs {
      var (one, other) = (pair.old, pair.new)
      while let before = nextCode(after: one, by: step, in: old), let after = nextCode(after: other, by: step, in: new),
        oldRest.contains(before), newRest.contains(after), old[before - 1] == new[after - 1]
      {
        let next = [(old: before, new: after)]
        take(next)
        grown += next
        (one, other) = (before, after)
      }
    }
    return grown.count
  }

  private func nextCode(after line: Int, by step: Int, in texts: [[UInt8]]) -> Int? {
    var next = line + step
    for _ in 0..<reach {
      guard texts.indices.contains(next - 1) else { return nil }
      if !texts[next - 1].isEmpty { return next }
      next += step
    }
    return nil
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

/// Code without line breaks and blanks, with the line of each byte.
private struct Flow {
  private(set) var bytes: [UInt8] = []
  private(set) var lines: [Int] = []

  var hasComment: Bool {
    bytes.contains(UInt8(ascii: "#"))
      || zip(bytes, bytes.dropFirst()).contains { pair in commentMarks.contains { $0 == pair } }
  }

  init(_ numbers: [Int], of texts: [[UInt8]]) {
    for line in numbers {
      for byte in texts[line - 1] {
        if ")]}".utf8.contains(byte), bytes.last == UInt8(ascii: ",") {
          bytes.removeLast()
          lines.removeLast()
        }
        bytes.append(byte)
        lines.append(line)
      }
    }
  }
}

private let commentMarks: [(UInt8, UInt8)] = ["//", "/*", "--"].map { mark in
  let bytes = Array(mark.utf8)
  return (bytes[0], bytes[1])
}

/// How many lines are looked through for one of code.
private let reach = 20

/// Histories of edits, moves of files and merges, as `git fast-import` reads them. A linear congruential generator chooses.
struct GeneratedHistory {
  /// The committer date of the first commit.
  static let start = 1_700_000_000
  static let day = 86_400

  private var state: UInt64
  /// The number of texts that lines are taken from; nil when no two lines are equal.
  private let texts: Int?
  /// The seconds between two commits.
  private let step: Int
  private var files: [String: [String]] = [:]
  private var unique = 0
  private var changes = 0

  init(seed: Int, texts: Int? = nil, step: Int = day) {
    (state, self.texts, self.step) = (UInt64(seed) &* 0x9E37_79B9_7F4A_7C15, texts, step)
  }

  private mutating func next(_ below: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(below))
  }

  private mutating func line() -> String {
    if let texts { return ["}", "", "  call \(next(texts))", "  step \(next(texts))"][next(4)] }
    unique += 1
    return "line \(unique) of \(next(1_000_000))"
  }

  private static let mostFiles = 40
  private static func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  /// Commits to main, every fourth of them a merge of a branch of one commit.
  mutating func commits(_ count: Int) -> String {
    for name in ["a", "dir/b", "dir/deep/c"] { files[name] = (0..<30).map { _ in line() } }
    var text = write(1, from: [], files.mapValues { $0 })
    var tip = 1
    for mark in stride(from: 2, to: 2 * count, by: 2) {
      let changed = change()
      let isMerge = next(4) == 0
      if isMerge { text += write(mark, on: "side", from: [tip], changed) }
      text += write(mark + 1, from: isMerge ? [tip, mark] : [tip], changed)
      tip = mark + 1
    }
    return text
  }

  /// Edits, moves or adds a file; nil for a file that is gone.
  private mutating func change() -> [String: [String]?] {
    let names = files.keys.sorted()
    let name = names[next(names.count)]
    changes += 1
    var lines = files[name] ?? []
    switch next(8) {
    case 0:
      let new = "moved\(changes)/\(name.split(separator: "/").last ?? "f")"
      (files[name], files[new]) = (nil, lines)
      var changed: [String: [String]?] = [new: lines]
      changed.updateValue(nil, forKey: name)
      return changed
    case 1 where files.count < Self.mostFiles:
      let new = "new\(changes)"
      files[new] = (0..<20).map { _ in line() }
      return [new: files[new]]
    case 2, 3: lines.insert(line(), at: next(lines.count + 1))
    case 4 where lines.count > 20: lines.remove(at: next(lines.count))
    default: lines[next(lines.count)] = line()
    }
    files[name] = lines
    return [name: lines]
  }

  private func write(
    _ mark: Int, on branch: String = "main", from: [Int], _ changed: [String: [String]?]
  ) -> String {
    var text = "commit refs/heads/\(branch)\nmark :\(mark)\n"
    text += "committer Ada <ada@example.com> \(Self.start + mark * step) +0000\ndata 0\n"
    for (index, parent) in from.enumerated() { text += "\(index == 0 ? "from" : "merge") :\(parent)\n" }
    for (path, lines) in changed.sorted(by: { $0.key < $1.key }) {
      guard let lines else {
        text += "D \(path)\n"
        continue
      }
      let content = Self.text(lines)
      text += "M 100644 inline \(path)\ndata \(content.utf8.count)\n\(content)\n"
    }
    return text + "\n"
  }
}

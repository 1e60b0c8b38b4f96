import Model

/// A file that a walk over the history follows backwards, with what is still looked for in it.
struct TrackedFile {
  /// Something that is looked for, and the index of its arrival in the result.
  struct Target<Subject> {
    var subject: Subject
    let slot: Int
  }

  var path: [UInt8]
  var entry: TreeNames.Entry
  /// Line numbers of the current version.
  var lines: [Target<Int>] = []
  var entries: [Target<String>] = []
  var readEntries: HistoryQuery.EntryReader?
  var content: Int?
  /// The content of the current version, if it is kept.
  var bytes: [UInt8]?

  var isSettled: Bool { lines.isEmpty && entries.isEmpty && content == nil }
  /// Whether the content must be read to go on.
  var needsContent: Bool { !lines.isEmpty || !entries.isEmpty }

  /// Takes out the targets that the current version brought, now that the version before it is known, and returns their
  /// slots.
  mutating func takeNew(by hunks: LineHunks) -> [Int] {
    var (new, kept) = ([Int](), [Target<Int>]())
    for line in lines {
      if let before = hunks.old(of: line.subject) {
        kept.append(Target(subject: before, slot: line.slot))
      } else {
        new.append(line.slot)
      }
    }
    lines = kept
    return new
  }

  /// Takes out the entries that the version before does not have, and returns their slots.
  mutating func takeNew(since old: Set<String>) -> [Int] {
    let new = entries.filter { !old.contains($0.subject) }.map(\.slot)
    entries.removeAll { !old.contains($0.subject) }
    return new
  }

  /// Takes out all targets, and returns their slots.
  mutating func takeAll() -> [Int] {
    defer { (lines, entries, content) = ([], [], nil) }
    return lines.map(\.slot) + entries.map(\.slot) + [content].compactMap(\.self)
  }
}

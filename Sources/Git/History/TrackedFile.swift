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
  var entries: [Target<HistoryQuery.Entry>] = []
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
  mutating func takeNew(since old: Set<Int>) -> [Int] {
    let new = entries.filter { !old.contains($0.subject.key) }.map(\.slot)
    entries.removeAll { !old.contains($0.subject.key) }
    return new
  }

  /// Whether the current version may have brought an entry: whether a line that differs has a mark of one.
  func mayBringEntry(from before: [UInt8], to after: [UInt8]) -> Bool {
    let changed = changedLines(of: after, since: before)
    // A search for each mark in much text would take longer than reading the entries.
    guard changed.count <= 1 << 16 else { return true }
    return entries.contains { $0.subject.marks.contains { contains(changed, $0) } }
  }

  /// Takes out all targets, and returns their slots.
  mutating func takeAll() -> [Int] {
    defer { (lines, entries, content) = ([], [], nil) }
    return lines.map(\.slot) + entries.map(\.slot) + [content].compactMap(\.self)
  }
}

/// The lines from the first to the last that differ in two versions of a file, with one more at each side.
private func changedLines(of new: [UInt8], since old: [UInt8]) -> ArraySlice<UInt8> {
  let shared = min(new.count, old.count)
  var (start, end) = (0, 0)
  while start < shared, new[start] == old[start] { start += 1 }
  while end < shared - start, new[new.count - 1 - end] == old[old.count - 1 - end] { end += 1 }
  var (first, last) = (start, new.count - end)
  for _ in 0..<2 {
    first = new[..<max(0, first - 1)].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    last = new[min(last, new.count)...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? new.count
  }
  return new[first..<last]
}

private func contains(_ text: ArraySlice<UInt8>, _ part: [UInt8]) -> Bool {
  guard let first = part.first else { return true }
  var at = text.startIndex
  while let found = text[at...].firstIndex(of: first) {
    if text[found...].starts(with: part) { return true }
    at = found + 1
  }
  return false
}

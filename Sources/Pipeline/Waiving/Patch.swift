/// The difference of two versions of a file as a unified diff that `git apply` reads, with one hunk. Nil when they are equal.
///
/// - Parameters:
///   - path: The path from the root of the repository, which needs no quoting.
///   - old: The old content; nil for a file that does not exist yet.
func unifiedDiff(of path: String, from old: [UInt8]?, to new: [UInt8]) -> [UInt8]? {
  let (before, after) = (lines(old ?? []), lines(new))
  var start = zip(before, after).prefix { $0 == $1 }.count
  var end = zip(before.dropFirst(start).reversed(), after.dropFirst(start).reversed()).prefix { $0 == $1 }.count
  guard start < before.count || start < after.count else { return nil }
  let context = 3
  let (leading, trailing) = (min(start, context), min(end, context))
  (start, end) = (start - leading, end - trailing)
  let (removed, added) = (before[start..<(before.count - end)], after[start..<(after.count - end)])
  var text =
    "diff --git a/\(path) b/\(path)\n" + (old == nil ? "new file mode 100644\n--- /dev/null\n" : "--- a/\(path)\n")
  text += "+++ b/\(path)\n@@ -\(range(start, removed.count)) +\(range(start, added.count)) @@\n"
  var diff = Array(text.utf8)
  for line in removed.prefix(leading) { append(line, " ") }
  for line in removed.dropFirst(leading).dropLast(trailing) { append(line, "-") }
  for line in added.dropFirst(leading).dropLast(trailing) { append(line, "+") }
  for line in added.suffix(trailing) { append(line, " ") }
  return diff

  func append(_ line: ArraySlice<UInt8>, _ mark: String) {
    diff += Array(mark.utf8) + line
    if line.last != UInt8(ascii: "\n") { diff += Array("\n\\ No newline at end of file\n".utf8) }
  }
}

/// The lines of a text, each with its end.
private func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
  var (lines, start) = ([ArraySlice<UInt8>](), 0)
  for (index, byte) in text.enumerated() where byte == UInt8(ascii: "\n") {
    lines.append(text[start...index])
    start = index + 1
  }
  if start < text.count { lines.append(text[start...]) }
  return lines
}

/// A range of lines as a hunk's header has it: an empty one is after the line that it names.
private func range(_ start: Int, _ count: Int) -> String { "\(count == 0 ? start : start + 1),\(count)" }

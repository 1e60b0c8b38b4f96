/// Tells edits of guards: statements that decide whether the rest of their block runs, and calls that are named for checking
/// or cleaning a value. Edits of other statements change what they say, and the lines beside them.
struct GuardEdits {
  private let (old, new): (CodeLines, CodeLines)

  init(from old: CodeLines, to new: CodeLines) { (self.old, self.new) = (old, new) }

  /// Whether the removed lines have a guard that the lines in their place do not have as it was.
  func changesGuard(_ removed: ClosedRange<Int>, _ replacement: ClosedRange<Int>) -> Bool {
    let guards = removed.compactMap { old.text(of: $0) }.filter(isGuard)
    guard !guards.isEmpty else { return false }
    let kept = Set(replacement.compactMap { new.text(of: $0) })
    return guards.contains { !kept.contains($0) }
  }
}

private func isGuard(_ line: ArraySlice<UInt8>) -> Bool {
  let word = line.prefix(while: isLetter)
  guard !word.isEmpty else { return false }
  if keywords.contains(Array(word)) { return true }
  return isCheck(word)
}

/// Whether a function is named for checking or cleaning a value.
func isCheck(_ name: ArraySlice<UInt8>) -> Bool {
  let name = name.map { $0 | 0x20 }
  return checks.contains { name.starts(with: $0) }
}

private func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) || byte == UInt8(ascii: "_") }

/// Statements by which a block is left or not entered, in widespread languages.
private let keywords = Set(
  [
    "if", "elif", "elsif", "else", "elseif", "unless", "while", "guard", "switch", "case", "when", "match", "assert",
    "raise", "throw", "return", "break", "continue", "abort", "exit", "die", "panic", "except", "catch", "rescue",
  ].map { Array($0.utf8) })

/// How the names of functions begin that check or clean a value.
private let checks = [
  "check", "valid", "verif", "ensure", "require", "assert", "sanit", "escape", "authoriz", "authenticat", "permit",
].map { Array($0.utf8) }

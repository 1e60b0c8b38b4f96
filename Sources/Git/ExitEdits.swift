/// Tells edits by which an exit is lost: a statement that left a function or a loop, that refused something, or a call that
/// is named for checking or cleaning a value. What followed it did not run, or not with this value, and now it may.
struct ExitEdits {
  private let (old, new): (Blocks, Blocks)

  init(from old: Blocks, to new: Blocks) { (self.old, self.new) = (old, new) }

  /// The lines of the new content that an exit no longer protects; nil when no exit is lost. A guard whose condition is
  /// edited is like a lost exit if it has one.
  func lost(by removal: RemovalEffects.Removal) -> ClosedRange<Int>? {
    let before = Exits(of: removal.lines, in: old)
    let after = removal.replacement.map { Exits(of: $0, in: new) } ?? Exits()
    if before.functions > after.functions { return rest(after: removal, before.depth, leaving: \.isFunction) }
    if before.refusals > after.refusals {
      let scope = scope(around: removal, before.depth, leaving: \.isFunction)
      let (start, end) = (max(1, scope.head), new.depths.end(below: removal.before, ofDepth: scope.depth))
      // Where nothing of the function is left, nothing is unprotected.
      return start <= end ? start...end : nil
    }
    if before.loops + before.functions > after.loops + after.functions {
      return rest(after: removal, before.depth, leaving: \.isLoopOrFunction)
    }
    guard let exits = exitsOfEditedGuard(removal) else { return nil }
    return rest(after: removal, exits.depth, leaving: exits.functions > 0 ? \.isFunction : \.isLoopOrFunction)
  }

  private func rest(
    after removal: RemovalEffects.Removal, _ depth: Int?, leaving isLeft: (Head) -> Bool
  ) -> ClosedRange<Int>? {
    let end = new.depths.end(below: removal.before, ofDepth: scope(around: removal, depth, leaving: isLeft).depth)
    return end >= removal.after ? removal.after...end : nil
  }

  /// The exits of a condition that is edited and guards them: those of its line and of the first lines of its block.
  private func exitsOfEditedGuard(_ removal: RemovalEffects.Removal) -> Exits? {
    guard let replacement = removal.replacement else { return nil }
    let kept = replacement.compactMap { new.code.text(of: $0) }
    let edited = removal.lines.first { line in
      branches.contains(Array(old.code.firstWord(of: line)))
        && old.code.text(of: line).map { text in !kept.contains { $0 == text } } ?? false
    }
    guard let edited, let depth = old.depths.depth(of: edited) else { return nil }
    let body = (removal.after..<removal.after + shownBody).prefix {
      new.depths.depth(of: $0).map { $0 > depth } ?? true
    }
    let last = max(body.last ?? 0, replacement.upperBound)
    var exits = Exits(of: replacement.lowerBound...last, in: new)
    exits.depth = depth
    return exits.functions + exits.loops > 0 ? exits : nil
  }

  /// The block that an exit leaves: the innermost one around it whose head is not only a branch.
  private func scope(
    around removal: RemovalEffects.Removal, _ stated: Int?, leaving isLeft: (Head) -> Bool
  ) -> (head: Int, depth: Int) {
    let adapted = new.depths.depth(of: removal, in: old.depths) ?? 0
    var depth = new.depths.isReformatted ? min(stated ?? adapted, adapted) : stated ?? adapted
    var head = new.depths.head(above: removal.before, ofDepth: depth)
    while let line = head {
      let opening = new.opening(of: line)
      if isLeft(Head(new.code.firstWord(of: opening))) { return (opening, depth) }
      depth = new.depths.depth(of: opening) ?? 0
      head = new.depths.head(above: opening, ofDepth: depth)
    }
    return (1, depth)
  }
}

/// A content by its lines and by their indentation.
struct Blocks {
  let code: CodeLines
  let depths: Indentations

  /// The line on which a statement begins whose last line opens a block: a brace or parenthesis may have a line of its own.
  fileprivate func opening(of head: Int) -> Int {
    var line = head
    while line > 1, code.firstWord(of: line).isEmpty {
      line -= 1
      while line > 1, depths.depth(of: line).map({ $0 > depths.depth(of: head) ?? 0 }) ?? true { line -= 1 }
    }
    return line
  }

  /// The depth of the outermost of the given lines whose block an exit on one of them leaves or is in; nil when the function
  /// that it leaves is among the lines.
  fileprivate func outermostDepth(around line: Int, within lines: ClosedRange<Int>) -> Int? {
    guard var depth = depths.depth(of: line) else { return nil }
    var head = depths.head(above: line - 1, ofDepth: depth)
    while let line = head, lines.contains(line) {
      let opening = opening(of: line)
      if Head(code.firstWord(of: opening)).isFunction { return nil }
      guard let own = depths.depth(of: opening) else { break }
      depth = own
      head = depths.head(above: opening - 1, ofDepth: own)
    }
    return depth
  }
}

/// What kind of statement opens a block.
private struct Head {
  let isFunction: Bool
  let isLoopOrFunction: Bool

  init(_ word: ArraySlice<UInt8>) {
    let word = Array(word)
    isFunction = !branches.contains(word) && !loops.contains(word)
    isLoopOrFunction = isFunction || loops.contains(word)
  }
}

/// How many exits some lines have, without those of functions that lie within the lines.
private struct Exits {
  var (functions, loops, refusals) = (0, 0, 0)
  /// The smallest depth of a block that one of them is in.
  var depth: Int?

  init() {}

  init(of lines: ClosedRange<Int>, in content: Blocks) {
    for line in lines {
      guard let text = content.code.text(of: line), !isComment(text) else { continue }
      let (functions, loops, refusals) = exits(in: text)
      guard functions + loops + refusals > 0, let depth = content.outermostDepth(around: line, within: lines) else {
        continue
      }
      self.depth = min(depth, self.depth ?? depth)
      (self.functions, self.loops) = (self.functions + functions, self.loops + loops)
      self.refusals += refusals
    }
  }
}

private func exits(in text: ArraySlice<UInt8>) -> (functions: Int, loops: Int, refusals: Int) {
  let code = withoutQuotations(text)
  let words = code.split { !isLetter($0) }.map { $0.map { $0 | 0x20 } }
  // Ruby and Perl skip with `next`; elsewhere it is a function that goes on.
  let isNext = text.starts(with: "next".utf8) && text.dropFirst(4).first.map { $0 == 0x20 || $0 == 0x3B } ?? true
  // What a program says is no rule; a configuration file has its rules in quotation marks.
  let stated = text.contains(UInt8(ascii: "(")) ? words : text.split { !isLetter($0) }.map { $0.map { $0 | 0x20 } }
  return (
    words.count { leaving.contains($0) } + checkCalls(in: code),
    words.count { skipping.contains($0) } + (isNext ? 1 : 0),
    stated.count { refusing.contains($0) }
  )
}

extension CodeLines {
  fileprivate func firstWord(of line: Int) -> ArraySlice<UInt8> {
    text(of: line)?.drop { "({[:&|".utf8.contains($0) || $0 <= 0x20 }.prefix(while: isLetter) ?? []
  }
}

private func isComment(_ text: ArraySlice<UInt8>) -> Bool {
  ["#", "//", "/*", "--", "<!--", "*"].contains { text.starts(with: $0.utf8) }
}

/// How many calls are named for checking or cleaning a value: `escape(q)`, `user.validate()`, `require_login request`.
private func checkCalls(in code: [UInt8]) -> Int {
  code.split { !isNamePart($0) }.count { name in
    guard isCheck(name), !loading.contains(name.map { $0 | 0x20 }) else { return false }
    let rest = code[name.endIndex...]
    // Ruby and Python have statements without parentheses.
    let isStatement =
      name.startIndex == 0 && rest.first == 0x20 && rest.dropFirst().first.map { isLetter($0) || $0 == 0x3A } ?? false
    return rest.first == UInt8(ascii: "(") || isStatement
  }
}

private func isNamePart(_ byte: UInt8) -> Bool {
  isLetter(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
}

/// The bytes of a line that stand in no quotation marks.
private func withoutQuotations(_ text: ArraySlice<UInt8>) -> [UInt8] {
  var (code, open) = ([UInt8](), UInt8?.none)
  for byte in text {
    if let mark = open {
      if byte == mark { open = nil }
    } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") {
      open = byte
    } else {
      code.append(byte)
    }
  }
  return code
}

private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

private func set(_ words: [String]) -> Set<[UInt8]> { Set(words.map { Array($0.utf8) }) }

/// Words of statements after which the rest of a function does not run, in widespread languages.
private let leaving = set([
  "return", "throw", "raise", "panic", "exit", "die", "abort", "fatal", "fatalf", "fatalln", "bail", "halt", "quit",
  "croak", "goto",
])
/// Words of statements after which the rest of a loop's pass does not run.
private let skipping = set(["break", "continue", "redo"])
/// Words by which rules and handlers refuse.
private let refusing = set([
  "deny", "denied", "reject", "rejected", "forbid", "forbidden", "disallow", "refuse", "refused", "unauthorized",
])
/// Words that open a block which runs or does not run, as a part of the block around it.
private let branches = set([
  "if", "elif", "elsif", "else", "elseif", "unless", "then", "guard", "switch", "case", "default", "when", "match",
  "select", "try", "except", "catch", "rescue", "finally", "ensure", "begin", "with", "using", "lock", "synchronized",
  "Err", "None", "Ok", "Some",
])
/// Names that begin like those of checks and load a module.
private let loading = set(["require", "require_once", "requires", "requirejs", "ensuremodule"])
private let loops = set(["for", "foreach", "while", "until", "loop", "do", "repeat"])
/// So many lines of a guard's block are looked through for an exit.
private let shownBody = 8

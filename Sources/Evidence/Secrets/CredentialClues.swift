// A fast test whether a text may hold a credential. Each pair of neighbouring bytes is looked up in a table; most texts have no
// pair that stands in a credential or beside the name of one.

extension Span<UInt8> {
  /// Whether the text may hold what `withoutCredentials` hides. Never wrongly false. Most texts hold nothing of it, and one
  /// pass tells.
  var mayHoldCredentials: Bool {
    let pairs = suspectPairs.span
    var previous = UInt8(ascii: " ")
    for at in indices {
      let byte = self[at]
      if pairs[pair(previous, byte)], isSuspect(at, after: previous) { return true }
      previous = byte
    }
    return false
  }

  /// Whether the byte at an offset and the one before it belong to a credential, or may.
  private func isSuspect(_ at: Int, after previous: UInt8) -> Bool {
    switch self[at] {
    case UInt8(ascii: "="): return true
    case UInt8(ascii: "/"): if previous == UInt8(ascii: "/") || previous == UInt8(ascii: ":") { return true }
    case UInt8(ascii: ":"): if endsName(at) || botToken(at: at) != nil { return true }
    case UInt8(ascii: "~"): if applicationSecret(at: at) != nil { return true }
    case UInt8(ascii: "-"): if previous <= 0x20, beginsOption(at) { return true }
    default: break
    }
    return at > 0 && (mayBeginToken(at - 1) || standsInClue(at))
  }

  /// Whether a name of a credential may end before an offset, maybe with quotation marks between: by its last three letters,
  /// as names have brackets and separators that do not matter. An encoded letter may be any.
  private func endsName(_ mark: Int) -> Bool {
    let first = Swift.max(0, mark - 64)
    var end = mark
    while end > first, isBetweenNameAndValue(self[end - 1]) { end -= 1 }
    var (letters, count) = (UInt32(0), UInt32(0))
    while end > first, count < 3, isName(self[end - 1]) {
      end -= 1
      if self[end] == UInt8(ascii: "%") { return true }
      guard isWord(self[end]), self[end] != UInt8(ascii: "_") else { continue }
      letters |= UInt32(self[end] | 0x20) << (8 * count)
      count += 1
    }
    // `%72d`: what precedes two digits or more may encode a letter.
    for before in stride(from: end - 1, through: Swift.max(first, end - 6), by: -1)
    where self[before] == UInt8(ascii: "%") { return true }
    return lastLetters.contains(letters)
  }

  /// Whether an option of a command may begin at a hyphen: `--` or `-u`.
  private func beginsOption(_ hyphen: Int) -> Bool {
    hyphen + 1 < count && (self[hyphen + 1] == UInt8(ascii: "-") || self[hyphen + 1] | 0x20 == UInt8(ascii: "u"))
  }

  private func standsInClue(_ at: Int) -> Bool {
    for clue in cluesBySecond[Int(self[at] | 0x20) & 0x7F] where at > clue.offset {
      if begins(with: clue.word, at: at - 1 - clue.offset) { return true }
    }
    return false
  }

  /// Whether a word stands at an offset, in any letter case.
  func begins(with word: [UInt8], at start: Int) -> Bool {
    guard start + word.count <= count else { return false }
    for index in word.indices where self[start + index] | 0x20 != word[index] | 0x20 { return false }
    return true
  }
}

/// A word that a credential has in itself or before it, wherever it stands, in any letter case.
private struct Clue {
  let word: [UInt8]
  /// Where the word has a pair of bytes that is rare in other texts.
  let offset: Int

  init(_ word: [UInt8], at offset: Int = 0) { (self.word, self.offset) = (word, offset) }
}

private let clues =
  [
    Clue(Array("bearer ".utf8)), Clue(Array("basic ".utf8)), Clue(heroku, at: 4), Clue(terraformMark, at: 4),
    Clue(keyBegins, at: 4), Clue(encodedMark), Clue(encodedSlashes),
  ]
  + hooks.map { hook in
    let host = hook.prefix { $0 != UInt8(ascii: "/") }
    return Clue(Array(host) + [UInt8(ascii: "/")], at: host.count - 1)
  }

/// The clues by the second byte of their pairs, as a small letter.
private let cluesBySecond: [[Clue]] = clues.reduce(into: Array(repeating: [], count: 128)) {
  $0[Int($1.word[$1.offset + 1] | 0x20)].append($1)
}

/// The last three letters of the names of credentials, the last one in the lowest bits.
private let lastLetters = Set(
  (endings + settingNames).map { name in
    name.utf8.suffix(3).reduce(UInt32(0)) { $0 << 8 | UInt32($1 | 0x20) }
  })

/// For each pair of bytes whether it may stand in a credential or beside the name of one. Bytes beyond ASCII share the
/// entries of others.
private let suspectPairs: [Bool] = {
  var pairs = [Bool](repeating: false, count: 1 << 14)
  func mark(_ first: UInt8, _ second: UInt8) { pairs[pair(first, second)] = true }
  let endsOfNames = Set((endings + settingNames).compactMap(\.utf8.last))
  for first in UInt8(0)..<128 {
    mark(first, UInt8(ascii: "="))
    let isHex = isDigit(first) || (0x61...0x66).contains(first | 0x20)
    let mayEndName = isHex || endsOfNames.contains(first | 0x20) || isBetweenNameAndValue(first)
    if mayEndName || isName(first) && !isWord(first) || first == UInt8(ascii: "_") { mark(first, UInt8(ascii: ":")) }
    if first <= 0x20 { mark(first, UInt8(ascii: "-")) }
  }
  mark(UInt8(ascii: "/"), UInt8(ascii: "/"))
  mark(UInt8(ascii: ":"), UInt8(ascii: "/"))
  mark(UInt8(ascii: "Q"), UInt8(ascii: "~"))
  for shape in TokenShape.all { mark(shape.beginning[0], shape.beginning[1]) }
  for clue in clues {
    for first in bothCases(clue.word[clue.offset]) {
      for second in bothCases(clue.word[clue.offset + 1]) { mark(first, second) }
    }
  }
  return pairs
}()

private func bothCases(_ byte: UInt8) -> [UInt8] {
  (0x61...0x7A).contains(byte | 0x20) ? [byte | 0x20, byte & 0xDF] : [byte]
}

/// The index of two bytes in `suspectPairs`.
private func pair(_ first: UInt8, _ second: UInt8) -> Int { Int(first & 0x7F) << 7 | Int(second & 0x7F) }

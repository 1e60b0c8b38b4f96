/// Breaks what a CI runner would take for a command in text for people, piece by piece as the text is written.
///
/// What goes to stdout or stderr often lands in a CI log, and the runner that keeps the log obeys some lines of it: `::error::`
/// at the beginning of a line (blanks before it do not count) is a command of GitHub's runner, and `##[…]` and `##vso[…]` are
/// commands of older runners and of Azure's wherever they stand. A blank breaks the command and leaves the text legible.
/// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
package struct RunnerCommandFilter {
  private var line = LineStart.blank
  private var mark = Mark.none

  package init() {}

  /// The next piece of the text with no command in it. A command is found across pieces too.
  package mutating func escaped(_ piece: [UInt8]) -> [UInt8] {
    var safe: [UInt8] = []
    safe.reserveCapacity(piece.count + 16)
    for byte in piece {
      let isCommand = byte == Byte.colon && line == .colon || byte == Byte.bracket && mark.opensCommand
      if isCommand { safe.append(Byte.blank) }
      safe.append(byte)
      line = isCommand ? .text : line.next(byte)
      mark = mark.next(byte)
    }
    return safe
  }
}

/// What the current line holds so far.
private enum LineStart {
  /// Nothing, or blanks only.
  case blank
  /// One colon after the blanks.
  case colon
  case text

  func next(_ byte: UInt8) -> LineStart {
    switch byte {
    case UInt8(ascii: "\n"): .blank
    case Byte.blank, UInt8(ascii: "\t"): self == .blank ? .blank : .text
    case Byte.colon: self == .blank ? .colon : .text
    default: .text
    }
  }
}

/// How much of `##[` or `##vso[` the last bytes are.
private enum Mark {
  case none, hash, hashes, v, vs, vso

  var opensCommand: Bool { self == .hashes || self == .vso }

  func next(_ byte: UInt8) -> Mark {
    switch (self, byte) {
    case (.hash, Byte.hash), (.hashes, Byte.hash): .hashes
    case (_, Byte.hash): .hash
    case (.hashes, UInt8(ascii: "v")): .v
    case (.v, UInt8(ascii: "s")): .vs
    case (.vs, UInt8(ascii: "o")): .vso
    default: .none
    }
  }
}

private enum Byte {
  static let hash = UInt8(ascii: "#")
  static let colon = UInt8(ascii: ":")
  static let blank = UInt8(ascii: " ")
  static let bracket = UInt8(ascii: "[")
}

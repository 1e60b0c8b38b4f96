/// Breaks up text that a CI runner would interpret as a command. The text may be written in pieces.
///
/// Text on stdout or stderr is often captured in a CI log, and the runner executes commands in it: `::error::` at the
/// beginning of a line, after optional blanks, is a command of GitHub's runner; `##[…]` and `##vso[…]`, anywhere in a
/// line, are commands of older runners and of Azure Pipelines. An inserted blank breaks the command and leaves the text
/// legible. https://docs.github.com/actions/reference/workflow-commands-for-github-actions
package struct RunnerCommandFilter {
  private var line = LineStart.blank
  private var mark = Mark.none

  package init() {}

  /// The next piece of the text without commands. Commands that are split between two pieces are found too.
  package mutating func escaped(_ piece: [UInt8]) -> [UInt8] {
    var safe: [UInt8] = []
    safe.reserveCapacity(piece.count + 16)
    var rest = piece[...]
    while let byte = rest.popFirst() {
      let isCommand = byte == Byte.colon && line == .colon || byte == Byte.bracket && mark.opensCommand
      if isCommand { safe.append(Byte.blank) }
      safe.append(byte)
      line = isCommand ? .text : line.next(byte)
      mark = mark.next(byte)
      if mark == .none, line != .colon { copyPlain(from: &rest, to: &safe) }
    }
    return safe
  }
}

extension RunnerCommandFilter {
  /// Copies the text up to the next byte of a command. Only where it ends in its line matters.
  private mutating func copyPlain(from rest: inout ArraySlice<UInt8>, to safe: inout [UInt8]) {
    let plain = rest.prefix { $0 != Byte.colon && $0 != Byte.hash && $0 != Byte.bracket }
    guard !plain.isEmpty else { return }
    safe += plain
    rest = rest[plain.endIndex...]
    let end = plain.lastIndex(of: UInt8(ascii: "\n"))
    let isBlank = plain[(end.map { $0 + 1 } ?? plain.startIndex)...].allSatisfy {
      $0 == Byte.blank || $0 == UInt8(ascii: "\t")
    }
    line = isBlank && (end != nil || line == .blank) ? .blank : .text
  }
}

/// The content of the current line so far.
private enum LineStart {
  /// Nothing, or only blanks.
  case blank
  /// One colon after optional blanks.
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

/// The part of `##[` or `##vso[` that the last bytes match.
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

// Detection of misspelt names: when a requested name is missing and the object has one that differs in one letter, the
// report may have been damaged. Reading on would silently drop what it says. `ReaderNotes` decides which it was.

/// The words for a requested name that is missing where a similar one was found.
enum KeyTypo {
  /// The message about a similar name.
  static func message(found: String, asked: String) -> String { "found '\(found)' where '\(asked)' is expected" }

  static let help = "the file may be damaged; make or fetch it again"
}

extension Span<UInt8> {
  /// Whether the name differs from `asked` by one changed, missing or added letter, other than in ways in which the
  /// names of tools differ: `cvssV2` and `cvssV3`, `fix` and `fixes`, and for values without children `version` and
  /// `Version`.
  func isTypo(of asked: Span<UInt8>, hasChildren: Bool) -> Bool {
    let least = Swift.min(count, asked.count)
    var (head, tail) = (0, 0)
    while head < least, self[head] == asked[head] { head &+= 1 }
    while tail < least &- head, self[count &- 1 &- tail] == asked[asked.count &- 1 &- tail] { tail &+= 1 }
    let (mine, theirs) = (count &- head &- tail, asked.count &- head &- tail)
    // For a value with children two missing or doubled letters count too, because more would be lost.
    if hasChildren, mine == 0 || theirs == 0, mine &+ theirs <= 2, head &+ tail > 4 {
      let isPlural = mine == 1 && theirs == 0 && tail == 0 && self[head] == UInt8(ascii: "s")
      return !isPlural || asked[head &- 1] == UInt8(ascii: "s")
    }
    guard mine <= 1, theirs <= 1 else { return false }
    let letters = (mine == 1 ? self[head] : 0, theirs == 1 ? asked[head] : 0)
    if mine == 1, theirs == 1, head > 0, self[head &- 1].isNear(letters) { return false }
    switch letters {
    case (0x30...0x39, 0x30...0x39): return false
    case (0x30...0x39, 0), (0, 0x30...0x39): return tail > 0
    case (UInt8(ascii: "s"), 0): return tail > 0 || asked[head &- 1] == UInt8(ascii: "s")
    case (0, UInt8(ascii: "s")): return tail > 0 || count > (hasChildren ? 3 : 8)
    case (let one, let other): return head > 0 || hasChildren || one ^ other != 0x20 || asked.hasUnderscore
    }
  }

  /// Whether the name is in snake case; such names do not occur in other cases.
  private var hasUnderscore: Bool { indices.contains { self[$0] == UInt8(ascii: "_") } }
}

extension UInt8 {
  /// Whether the letters occur after this one in CVE, CWE, CPE and CVSS, which occur together in many reports.
  fileprivate func isNear(_ letters: (UInt8, UInt8)) -> Bool {
    let (one, other) = (letters.0 | 0x20, letters.1 | 0x20)
    return switch self | 0x20 {
    case UInt8(ascii: "c"): one.isAfterC && other.isAfterC
    case UInt8(ascii: "v"): (one, other) == (0x65, 0x73) || (one, other) == (0x73, 0x65)
    default: false
    }
  }

  private var isAfterC: Bool { self == UInt8(ascii: "v") || self == UInt8(ascii: "w") || self == UInt8(ascii: "p") }
}

/// A version of a PHP package, ordered by PHP's `version_compare`, which Composer uses.
///
/// Words are ranked `dev`, `alpha`, `beta`, `RC`, a number, `pl`; any other word precedes them all.
struct ComposerVersion: VersionSyntax {
  private enum Part: Comparable {
    case word(rank: Int), number(VersionNumber)

    var rank: Int {
      switch self {
      case .word(let rank): rank
      case .number: rankOfNumbers
      }
    }
  }

  private let parts: [Part]

  init?(_ text: [UInt8]) {
    let isPrefixed = text.count > 1 && text[0] | 0x20 == UInt8(ascii: "v") && isDigit(text[1])
    let text = isPrefixed ? text.dropFirst() : text[...]
    guard text.isNoWord || text.starts(with: "dev-".utf8) else { return nil }
    parts = pieces(of: withoutFourthZero(text)).map { piece in
      isDigit(piece[piece.startIndex]) ? .number(VersionNumber(piece)) : .word(rank: rank(of: piece))
    }
  }

  func compare(to other: ComposerVersion) -> VersionOrder? {
    for index in 0..<max(parts.count, other.parts.count) {
      guard index < parts.count else { return tail(of: other.parts[index...]).reversed }
      guard index < other.parts.count else { return tail(of: parts[index...]) }
      let order: VersionOrder =
        if case .number(let one) = parts[index], case .number(let two) = other.parts[index] {
          VersionOrder(one, two)
        } else {
          VersionOrder(parts[index].rank, other.parts[index].rank)
        }
      if order != .equal { return order }
    }
    return .equal
  }

  /// The order of a version that goes on with these parts, and one that ends before them.
  private func tail(of parts: ArraySlice<Part>) -> VersionOrder {
    for part in parts {
      if case .number = part { return .greater }
      let order = VersionOrder(part.rank, rankOfNumbers)
      if order != .equal { return order }
    }
    return .equal
  }
}

private let rankOfNumbers = 4
private let ranks = [
  ("dev", 0), ("alpha", 1), ("a", 1), ("beta", 2), ("b", 2), ("RC", 3), ("rc", 3), ("#", 4), ("pl", 5), ("p", 5),
]

private func rank(of word: ArraySlice<UInt8>) -> Int {
  ranks.first { word.starts(with: $0.0.utf8) }?.1 ?? -1
}

/// The runs of digits and the runs of other characters between `.`, `-`, `_` and `+`.
private func pieces(of text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
  text.split { ".-_+".utf8.contains($0) }.flatMap { part in
    var (pieces, rest) = ([ArraySlice<UInt8>](), part)
    while let first = rest.first {
      let piece = rest.prefix { isDigit($0) == isDigit(first) }
      pieces.append(piece)
      rest = rest.dropFirst(piece.count)
    }
    return pieces
  }
}

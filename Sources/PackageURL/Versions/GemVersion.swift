/// A version of a Ruby gem (RubyGems, `Gem::Version`): a part with letters makes it a pre-release, and zeros at the end
/// of the numbers and of the whole do not count.
struct GemVersion: VersionSyntax {
  private enum Segment: Comparable { case word(VersionWord), number(VersionNumber) }

  private let segments: [Segment]

  init?(_ text: [UInt8]) {
    guard let first = text.first, isDigit(first), text.allSatisfy(isAllowed) else { return nil }
    var segments: [Segment] = []
    for part in text.parts(at: "-").enumerated() {
      if part.offset > 0 { segments.append(.word(VersionWord(Array("pre".utf8)[...]))) }
      segments += part.element.runs.map { run in
        isDigit(run[run.startIndex]) ? .number(VersionNumber(run)) : .word(VersionWord(run))
      }
    }
    let head = segments.prefix { $0 >= .number(.zero) }
    self.segments = Self.withoutZeros(head) + Self.withoutZeros(segments.dropFirst(head.count))
  }

  func compare(to other: GemVersion) -> VersionOrder? {
    VersionOrder(segments, other.segments, filledWith: .number(.zero))
  }

  private static func withoutZeros(_ segments: ArraySlice<Segment>) -> [Segment] {
    Array(segments.reversed().drop { $0 == .number(.zero) }.reversed())
  }
}

private func isAllowed(_ byte: UInt8) -> Bool {
  isDigit(byte) || isASCIILetter(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    || byte == UInt8(ascii: "_")
}

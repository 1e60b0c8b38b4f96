extension Glob {
  /// The pattern of one path segment: literal bytes, `?`, classes and `*`.
  package struct Segment: Hashable, Sendable {
    /// The pattern `*`, which matches any segment.
    package static let any = Segment(runs: [[], []])

    /// The tokens between the stars. A single run means that there is no star.
    let runs: [[Token]]
    /// The minimum number of bytes of a match.
    private let shortest: Int
    /// The bytes of a pattern without wildcards; nil when there are wildcards.
    package let literal: [UInt8]?
    /// Whether a token matches one character instead of one byte.
    private let hasCharacters: Bool

    init(runs: [[Token]]) {
      self.runs = runs
      shortest = runs.reduce(0) { $0 + $1.count }
      literal = runs.count == 1 ? Segment.bytes(runs[0]) : nil
      hasCharacters = runs.contains { $0.contains(where: \.isOfCharacters) }
    }
  }

  /// A part of a pattern that matches exactly one byte, or one character of any number of bytes.
  enum Token: Hashable, Sendable {
    case byte(UInt8)
    case anyByte
    case oneOf(ByteSet)
    case anyCharacter
    case oneOfCharacters(ScalarSet)

    var isOfCharacters: Bool {
      switch self {
      case .byte, .anyByte, .oneOf: false
      case .anyCharacter, .oneOfCharacters: true
      }
    }

    func matches(_ byte: UInt8) -> Bool {
      switch self {
      case .byte(let wanted): wanted == byte
      case .anyByte: true
      case .oneOf(let set): set.contains(byte)
      case .anyCharacter: true
      case .oneOfCharacters(let set): set.contains(Unicode.Scalar(byte))
      }
    }
  }

  /// A set of bytes, for a class such as `[a-z]`.
  struct ByteSet: Hashable, Sendable {
    private var words = SIMD4<UInt64>()

    func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] & 1 << UInt64(byte & 63) != 0 }
    mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }
    mutating func invert() { words = ~words }
  }
}

extension Glob.Segment {
  /// Whether the bytes of `path` in `range` match the pattern.
  func matches(_ path: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count >= shortest else { return false }
    if hasCharacters { return matchesCharacters(path, range) }
    let first = runs[0]
    guard Self.run(first, at: range.lowerBound, of: path) else { return false }
    guard runs.count > 1 else { return range.count == shortest }
    let last = runs[runs.count - 1]
    guard Self.run(last, at: range.upperBound - last.count, of: path) else { return false }
    var position = range.lowerBound + first.count
    let end = range.upperBound - last.count
    // The leftmost match of each run leaves the most bytes to the next one, so no other needs to be tried.
    for run in runs[1..<(runs.count - 1)] {
      while position + run.count <= end, !Self.run(run, at: position, of: path) { position += 1 }
      guard position + run.count <= end else { return false }
      position += run.count
    }
    return true
  }

  /// The file extension that every match has, without the dot: `js` for `*.test.js`. Nil when the pattern does not
  /// determine one.
  package var fileExtension: [UInt8]? {
    let tail = runs[runs.count - 1]
    guard let dot = tail.lastIndex(of: .byte(UInt8(ascii: "."))) else { return nil }
    return Self.bytes(tail[(dot + 1)...])
  }

  private static func run(_ run: [Glob.Token], at position: Int, of path: [UInt8]) -> Bool {
    var index = position
    for token in run {
      guard token.matches(path[index]) else { return false }
      index += 1
    }
    return true
  }

  private static func bytes(_ tokens: some Sequence<Glob.Token>) -> [UInt8]? {
    var bytes: [UInt8] = []
    for token in tokens {
      guard case .byte(let byte) = token else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}

/// A version of an Alpine package: `1.2.3b_rc4-r5` (apk-tools, "Package version specification").
struct AlpineVersion: VersionSyntax {
  private enum Kind: Int, Comparable {
    // The order in which kinds may follow each other; at the first difference, the earlier kind is newer.
    case invalid, fraction, number, letter, suffix, suffixNumber, revision, end

    static func < (one: Kind, other: Kind) -> Bool { one.rawValue < other.rawValue }
  }

  /// The kinds, ending with `end` or `invalid`, and the values of all but the last.
  private var (kinds, values): ([Kind], [Value]) = ([], [])

  /// Zeros before a number after the first dot make it a fraction: more zeros mean a smaller number.
  private struct Value: Comparable {
    var rank = 0
    var number = VersionNumber.zero

    static func < (one: Value, other: Value) -> Bool {
      one.rank != other.rank ? one.rank < other.rank : one.number < other.number
    }
  }

  init?(_ text: [UInt8]) {
    guard let first = text.first, isDigit(first) || isASCIILetter(first) else { return nil }
    var (rest, kind) = (text[...], Kind.number)
    while kind != .end, kind != .invalid {
      kinds.append(kind)
      let zeros = kind == .fraction ? rest.prefix { $0 == UInt8(ascii: "0") }.count : 0
      if zeros > 0 {
        rest = rest.dropFirst(zeros)
        values.append(Value(rank: -zeros))
        kind = rest.isEmpty ? .end : .number
      } else if let value = AlpineVersion.value(of: kind, at: &rest) {
        values.append(value)
        kind = AlpineVersion.next(after: kind, in: &rest)
      } else {
        values.append(Value())
        kind = .invalid
      }
    }
    kinds.append(kind)
    if kind == .invalid, !isDigit(first) { return nil }
  }

  func compare(to other: AlpineVersion) -> VersionOrder? {
    var index = 0
    while kinds[index] == other.kinds[index] {
      guard index < values.count, index < other.values.count else { return .equal }
      let order = VersionOrder(values[index], other.values[index])
      if order != .equal { return order }
      index += 1
    }
    // A longer version is newer, unless it goes on with the suffix of a pre-release. What cannot be read comes first.
    if isPrerelease(at: index) { return .less }
    if other.isPrerelease(at: index) { return .greater }
    if kinds[index] == .invalid { return .less }
    if other.kinds[index] == .invalid { return .greater }
    return VersionOrder(other.kinds[index], kinds[index])
  }

  private func isPrerelease(at index: Int) -> Bool {
    kinds[index] == .suffix && index < values.count && values[index].rank < 0
  }

  private static func value(of kind: Kind, at rest: inout ArraySlice<UInt8>) -> Value? {
    switch kind {
    case .letter:
      defer { rest = rest.dropFirst() }
      return rest.first.map { Value(rank: Int($0)) }
    case .suffix:
      let word = rest.prefix { isASCIILetter($0) }
      rest = rest.dropFirst(word.count)
      return rank(ofSuffix: word).map { Value(rank: $0) }
    case .fraction, .number, .suffixNumber, .revision:
      let digits = rest.prefix(while: isDigit)
      rest = rest.dropFirst(digits.count)
      return Value(number: VersionNumber(digits))
    case .invalid, .end: return nil
    }
  }

  private static func next(after kind: Kind, in rest: inout ArraySlice<UInt8>) -> Kind {
    guard let byte = rest.first else { return .end }
    let isNumber = kind == .fraction || kind == .number
    if isNumber, (97...122).contains(byte) { return .letter }
    if kind == .letter, isDigit(byte) { return .number }
    if kind == .suffix, isDigit(byte) { return .suffixNumber }
    rest = rest.dropFirst()
    let next: Kind
    switch byte {
    case UInt8(ascii: "."):
      // A dot before a letter counts for nothing.
      if isNumber, let letter = rest.first, (97...122).contains(letter) { return .letter }
      next = .fraction
    case UInt8(ascii: "_"): next = .suffix
    case UInt8(ascii: "-") where rest.first == UInt8(ascii: "r"):
      rest = rest.dropFirst()
      next = .revision
    default: return .invalid
    }
    let mayRepeat =
      next == .fraction && kind == .number || next == .suffix && kind == .suffixNumber
    return next < kind && !mayRepeat ? .invalid : next
  }

  /// Negative for the suffix of a pre-release; nil for an unknown one.
  private static func rank(ofSuffix word: ArraySlice<UInt8>) -> Int? {
    let suffixes = ["alpha", "beta", "pre", "rc", "cvs", "svn", "git", "hg", "p"]
    return suffixes.firstIndex { word.elementsEqual($0.utf8) }.map { $0 - 4 }
  }
}

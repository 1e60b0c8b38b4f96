// What the orders of several ecosystems are made of.

/// A number of any length, written in decimal digits; leading zeros do not count.
struct VersionNumber: Comparable, Sendable {
  private let digits: ArraySlice<UInt8>

  init(_ digits: ArraySlice<UInt8>) { self.digits = digits.drop { $0 == UInt8(ascii: "0") } }

  static let zero = VersionNumber([])
  var isZero: Bool { digits.isEmpty }
  /// The digits without leading zeros; `0` for zero.
  var text: ArraySlice<UInt8> { isZero ? [UInt8(ascii: "0")] : digits }

  static func < (one: VersionNumber, other: VersionNumber) -> Bool {
    one.digits.count != other.digits.count
      ? one.digits.count < other.digits.count : one.digits.lexicographicallyPrecedes(other.digits)
  }
}

/// A word in a version, compared by its bytes.
struct VersionWord: Comparable, Sendable {
  let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  static func < (one: VersionWord, other: VersionWord) -> Bool { one.bytes.lexicographicallyPrecedes(other.bytes) }
}

/// An identifier of Semantic Versioning 2.0.0 §11: numbers precede words.
enum VersionIdentifier: Comparable, Sendable {
  case number(VersionNumber), word(VersionWord)

  init(_ bytes: ArraySlice<UInt8>) {
    self = !bytes.isEmpty && bytes.allSatisfy(isDigit) ? .number(VersionNumber(bytes)) : .word(VersionWord(bytes))
  }
}

extension VersionOrder {
  init<Value: Comparable>(_ one: Value, _ other: Value) { self = one < other ? .less : other < one ? .greater : .equal }

  /// The order of two lists by their first difference; the shorter list is filled up.
  init<Value: Comparable>(_ one: [Value], _ other: [Value], filledWith filler: Value) {
    self = .equal
    for index in 0..<max(one.count, other.count) where self == .equal {
      self = VersionOrder(index < one.count ? one[index] : filler, index < other.count ? other[index] : filler)
    }
  }

  /// The order of two lists by their first difference; a list precedes its continuations.
  init<Value: Comparable>(_ one: [Value], _ other: [Value]) {
    self = .equal
    for index in 0..<min(one.count, other.count) where self == .equal {
      self = VersionOrder(one[index], other[index])
    }
    if self == .equal { self = VersionOrder(one.count, other.count) }
  }

  var reversed: VersionOrder { self == .less ? .greater : self == .greater ? .less : .equal }

  /// This order, or else the next one when this one is equal.
  func then(_ next: @autoclosure () -> VersionOrder) -> VersionOrder { self == .equal ? next() : self }
}

func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
func isASCIILetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 0x20) }
func lowercased(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }

extension RandomAccessCollection<UInt8> where SubSequence == ArraySlice<UInt8>, Index == Int {
  /// The parts before and after the first `mark`.
  func cut(at mark: Character) -> (before: ArraySlice<UInt8>, after: ArraySlice<UInt8>?) {
    guard let value = mark.asciiValue, let index = firstIndex(of: value) else { return (self[startIndex...], nil) }
    return (self[startIndex..<index], self[(index + 1)...])
  }

  /// The parts between occurrences of `mark`, empty ones included.
  func parts(at mark: Character) -> [ArraySlice<UInt8>] {
    split(maxSplits: .max, omittingEmptySubsequences: false) { $0 == mark.asciiValue }
  }

  /// Runs of digits and runs of letters; all other characters only separate.
  var runs: [ArraySlice<UInt8>] {
    var (runs, start) = ([ArraySlice<UInt8>](), startIndex)
    while start < endIndex {
      var end = start + 1
      let (digit, letter) = (isDigit(self[start]), isASCIILetter(self[start]))
      if digit || letter {
        while end < endIndex, digit ? isDigit(self[end]) : isASCIILetter(self[end]) { end += 1 }
        runs.append(self[start..<end])
      }
      start = end
    }
    return runs
  }

  /// Whether the text has a digit, or no letter: a word like `none` is not a version.
  var isNoWord: Bool {
    !isEmpty && !contains(where: { $0 <= 0x20 || $0 == 0x7F })
      && (contains(where: isDigit) || !contains(where: isASCIILetter))
  }
}

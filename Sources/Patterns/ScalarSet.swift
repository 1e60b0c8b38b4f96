/// A set of Unicode scalars, for a class of a regular expression such as `[a-z]`, `\d` or `\p{Lu}`.
struct ScalarSet: Hashable, Sendable {
  /// Not necessarily ordered or disjoint.
  var ranges: [ClosedRange<UInt32>] = []
  /// Sets that are added as a whole, such as `\W` inside a class.
  var subsets: [ScalarSet] = []
  var categories: Set<Unicode.GeneralCategory> = []
  var isNegated = false
  /// Whether upper and lower case are equal.
  var ignoresCase = false

  init(_ ranges: [ClosedRange<UInt32>] = []) { self.ranges = ranges }
  init(_ scalar: Unicode.Scalar) { ranges = [scalar.value...scalar.value] }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var isIn = has(scalar)
    if !isIn, ignoresCase { isIn = scalar.otherCases.contains(where: has) }
    return isIn != isNegated
  }

  private func has(_ scalar: Unicode.Scalar) -> Bool {
    ranges.contains { $0.contains(scalar.value) } || subsets.contains { $0.contains(scalar) }
      || !categories.isEmpty && categories.contains(scalar.properties.generalCategory)
  }

  /// The set of everything else.
  var negated: ScalarSet {
    var set = self
    set.isNegated.toggle()
    return set
  }

  // Perl's classes, which are those of ASCII in RE2 (github.com/google/re2/wiki/Syntax).
  static let digit = ScalarSet([0x30...0x39])
  static let space = ScalarSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
  static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let any = ScalarSet([0...0x10FFFF])
  static let newline = ScalarSet([0x0A...0x0A])

  static func posix(_ name: String) -> ScalarSet? { posixClasses[name].map { ScalarSet($0) } }

  /// The general categories of a name such as `L` or `Lu`; nil for the name of a script.
  static func unicode(_ name: String) -> ScalarSet? {
    let found = generalCategories.filter { $0.key == name || name.utf8.count == 1 && $0.key.hasPrefix(name) }
    guard !found.isEmpty else { return nil }
    var set = ScalarSet()
    set.categories = Set(found.values)
    return set
  }
}

extension Unicode.Scalar {
  /// The scalars that differ from this one only in case.
  fileprivate var otherCases: [Unicode.Scalar] {
    let lower = properties.lowercaseMapping.unicodeScalars
    let upper = properties.uppercaseMapping.unicodeScalars
    var cases: [Unicode.Scalar] = []
    if lower.count == 1, let one = lower.first { cases.append(one) }
    if upper.count == 1, let one = upper.first {
      cases.append(one)
      let again = one.properties.lowercaseMapping.unicodeScalars
      if again.count == 1, let other = again.first { cases.append(other) }
    }
    return cases
  }

  /// Whether `\b` counts it as a part of a word.
  var isWord: Bool { ScalarSet.word.contains(self) }
}

private let (digit, upper, lower): (ClosedRange<UInt32>, ClosedRange<UInt32>, ClosedRange<UInt32>) =
  (0x30...0x39, 0x41...0x5A, 0x61...0x7A)
private let posixClasses: [String: [ClosedRange<UInt32>]] = [
  "alnum": [digit, upper, lower], "alpha": [upper, lower], "ascii": [0...0x7F], "blank": [0x09...0x09, 0x20...0x20],
  "cntrl": [0x00...0x1F, 0x7F...0x7F], "digit": [digit], "graph": [0x21...0x7E], "lower": [lower],
  "print": [0x20...0x7E], "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
  "space": [0x09...0x0D, 0x20...0x20], "upper": [upper], "word": [digit, upper, lower, 0x5F...0x5F],
  "xdigit": [digit, 0x41...0x46, 0x61...0x66],
]
private let generalCategories: [String: Unicode.GeneralCategory] = [
  "Lu": .uppercaseLetter, "Ll": .lowercaseLetter, "Lt": .titlecaseLetter, "Lm": .modifierLetter, "Lo": .otherLetter,
  "Mn": .nonspacingMark, "Mc": .spacingMark, "Me": .enclosingMark, "Nd": .decimalNumber, "Nl": .letterNumber,
  "No": .otherNumber, "Pc": .connectorPunctuation, "Pd": .dashPunctuation, "Ps": .openPunctuation,
  "Pe": .closePunctuation, "Pi": .initialPunctuation, "Pf": .finalPunctuation, "Po": .otherPunctuation,
  "Sm": .mathSymbol, "Sc": .currencySymbol, "Sk": .modifierSymbol, "So": .otherSymbol, "Zs": .spaceSeparator,
  "Zl": .lineSeparator, "Zp": .paragraphSeparator, "Cc": .control, "Cf": .format, "Cs": .surrogate, "Co": .privateUse,
]

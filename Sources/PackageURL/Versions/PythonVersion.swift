/// A version of a Python package (PEP 440). A text that is no such version is read as setuptools did before PEP 440, and
/// precedes all versions.
struct PythonVersion: VersionSyntax {
  private let form: Form

  private enum Form { case standard(StandardPythonVersion), legacy(LegacyPythonVersion) }

  init?(_ text: [UInt8]) {
    if let version = StandardPythonVersion(text) {
      form = .standard(version)
    } else {
      guard !text.isEmpty, !text.contains(where: { $0 <= 0x20 }) else { return nil }
      form = .legacy(LegacyPythonVersion(text))
    }
  }

  func compare(to other: PythonVersion) -> VersionOrder? {
    switch (form, other.form) {
    case (.standard(let one), .standard(let two)): one.compare(to: two)
    case (.legacy(let one), .legacy(let two)): VersionOrder(one.parts, two.parts)
    case (.legacy, .standard): .less
    case (.standard, .legacy): .greater
    }
  }
}

/// A version by PEP 440, "Appendix B": `[epoch!]release[pre][.post][.dev][+local]`, in any of the spellings that are
/// normalised.
struct StandardPythonVersion {
  var epoch = VersionNumber.zero
  /// Without zeros at the end.
  var release: [VersionNumber] = []
  /// The phase (`a`, `b` or `rc`) and its number.
  var pre: (phase: UInt8, number: VersionNumber)?
  var post: VersionNumber?
  var dev: VersionNumber?
  var local: [VersionIdentifier]?

  init?(_ text: [UInt8]) {
    var reader = PythonVersionReader(rest: text.map(lowercased)[...])
    reader.skip("v")
    var numbers = reader.numbers()
    if reader.skip("!") {
      guard numbers.count == 1 else { return nil }
      epoch = numbers[0]
      numbers = reader.numbers()
    }
    guard !numbers.isEmpty else { return nil }
    release = Array(numbers.reversed().drop(while: \.isZero).reversed())
    for (spelling, phase) in phases where pre == nil {
      if let number = reader.part(spelling) { pre = (phase, number) }
    }
    post = reader.implicitPost()
    for spelling in ["post", "rev", "r"] where post == nil { post = reader.part(spelling) }
    dev = reader.part("dev")
    if reader.skip("+") {
      guard let parts = reader.localParts() else { return nil }
      local = parts
    }
    guard reader.rest.isEmpty else { return nil }
  }

  func compare(to other: StandardPythonVersion) -> VersionOrder {
    let first = VersionOrder(epoch, other.epoch).then(VersionOrder(release, other.release, filledWith: .zero))
      .then(VersionOrder(phase, other.phase)).then(VersionOrder(pre?.number ?? .zero, other.pre?.number ?? .zero))
    let posts = order(post, other.post, missing: .less).then(order(dev, other.dev, missing: .greater))
    guard first.then(posts) == .equal else { return first.then(posts) }
    switch (local, other.local) {
    case (nil, nil): return .equal
    case (nil, .some): return .less
    case (.some, nil): return .greater
    // In a local version numbers follow words.
    case (.some(let one), .some(let two)):
      return VersionOrder(one.map(LocalPart.init), two.map(LocalPart.init))
    }
  }

  /// A development release of the release itself precedes all pre-releases.
  private var phase: Int {
    if let pre { return Int(pre.phase) }
    return post == nil && dev != nil ? 0 : 255
  }
}

private let phases: [(String, UInt8)] = [
  ("alpha", 1), ("a", 1), ("beta", 2), ("b", 2), ("preview", 3), ("pre", 3), ("rc", 3), ("c", 3),
]

private enum LocalPart: Comparable {
  case word(VersionWord), number(VersionNumber)

  init(_ part: VersionIdentifier) {
    switch part {
    case .word(let word): self = .word(word)
    case .number(let number): self = .number(number)
    }
  }
}

/// The order of two parts of which one may be missing; `missing` is the order of no part to any.
private func order(_ one: VersionNumber?, _ other: VersionNumber?, missing: VersionOrder) -> VersionOrder {
  switch (one, other) {
  case (nil, nil): .equal
  case (nil, .some): missing
  case (.some, nil): missing == .less ? .greater : .less
  case (.some(let one), .some(let two)): VersionOrder(one, two)
  }
}

/// Reads the parts of a version in lower case from left to right.
private struct PythonVersionReader {
  var rest: ArraySlice<UInt8>

  @discardableResult mutating func skip(_ mark: Character) -> Bool {
    guard rest.first == mark.asciiValue, !rest.isEmpty else { return false }
    rest = rest.dropFirst()
    return true
  }

  mutating func number() -> VersionNumber? {
    let digits = rest.prefix(while: isDigit)
    rest = rest.dropFirst(digits.count)
    return digits.isEmpty ? nil : VersionNumber(digits)
  }

  mutating func numbers() -> [VersionNumber] {
    var numbers: [VersionNumber] = []
    while let number = number() {
      numbers.append(number)
      guard rest.first == UInt8(ascii: "."), let next = rest.dropFirst().first, isDigit(next) else { break }
      rest = rest.dropFirst()
    }
    return numbers
  }

  /// The number of a part such as `-rc.1`, `dev` or `post2`; a missing number is zero. Nil when the part is not next.
  mutating func part(_ word: String) -> VersionNumber? {
    let start = rest.first.map(isSeparator) == true ? rest.dropFirst() : rest
    guard start.starts(with: word.utf8) else { return nil }
    var after = start.dropFirst(word.utf8.count)
    if let first = after.first, isSeparator(first), let next = after.dropFirst().first, isDigit(next) {
      after = after.dropFirst()
    }
    rest = after
    return number() ?? .zero
  }

  /// The number of a post-release that is written `1.0-1`.
  mutating func implicitPost() -> VersionNumber? {
    guard rest.first == UInt8(ascii: "-"), let next = rest.dropFirst().first, isDigit(next) else { return nil }
    rest = rest.dropFirst()
    return number()
  }

  mutating func localParts() -> [VersionIdentifier]? {
    let parts = rest.split(omittingEmptySubsequences: false, whereSeparator: isSeparator)
    rest = []
    guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { isDigit($0) || isASCIILetter($0) } }) else { return nil }
    return parts.map { VersionIdentifier($0) }
  }
}

private func isSeparator(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
}

/// A version of a C or C++ package of Conan 2 (docs.conan.io, "Version ranges", "Semantics"): items between dots, of which
/// two numbers compare as numbers and all others as text; then pre-release and build.
struct ConanVersion: VersionSyntax {
  private enum Item: Comparable {
    case number(VersionNumber), text(VersionWord)

    private var word: VersionWord {
      switch self {
      case .number(let number): VersionWord(number.text)
      case .text(let word): word
      }
    }

    static func < (one: Item, other: Item) -> Bool {
      if case .number(let one) = one, case .number(let other) = other { return one < other }
      return one.word < other.word
    }
  }

  private let main, build: [Item]
  private let prerelease: [Item]?

  init?(_ text: [UInt8]) {
    guard let first = text.first, isDigit(first), text.isNoWord else { return nil }
    let (rest, build) = text.cut(at: "+")
    let (main, prerelease) = rest.cut(at: "-")
    (self.main, self.build) = (ConanVersion.items(main), build.map { ConanVersion.items($0) } ?? [])
    self.prerelease = prerelease.map { ConanVersion.items($0) }
  }

  /// The items, without zeros at the end.
  private static func items(_ text: ArraySlice<UInt8>) -> [Item] {
    var items = text.parts(at: ".").map { part in
      !part.isEmpty && part.allSatisfy(isDigit) ? Item.number(VersionNumber(part)) : .text(VersionWord(part))
    }
    while items.count > 1, items.last == .number(.zero) { items.removeLast() }
    return items
  }

  func compare(to other: ConanVersion) -> VersionOrder? {
    let order = VersionOrder(main, other.main)
    let prereleases: VersionOrder =
      switch (prerelease, other.prerelease) {
      case (nil, nil): .equal
      case (nil, .some): .greater
      case (.some, nil): .less
      case (.some(let one), .some(let two)): VersionOrder(one, two)
      }
    return order.then(prereleases).then(VersionOrder(build, other.build))
  }
}

/// A version of OpenSSL (openssl.org, "Release Strategy"): numbers, before 3.0 followed by the letters of a patch, of
/// which more letters are newer.
struct OpenSSLVersion: VersionSyntax {
  private let numbers: [VersionNumber]
  private let patch: ArraySlice<UInt8>
  private let prerelease: ArraySlice<UInt8>?

  init?(_ text: [UInt8]) {
    let (release, prerelease) = text.cut(at: "-")
    let end = release.firstIndex(where: isASCIILetter) ?? release.endIndex
    let numbers = release[..<end].parts(at: ".")
    (patch, self.prerelease) = (release[end...], prerelease)
    guard numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }), patch.allSatisfy(isASCIILetter) else {
      return nil
    }
    self.numbers = numbers.map { VersionNumber($0) }
  }

  func compare(to other: OpenSSLVersion) -> VersionOrder? {
    let order = VersionOrder(numbers, other.numbers, filledWith: .zero)
      .then(VersionOrder(patch.count, other.patch.count)).then(
        VersionOrder(VersionWord(patch), VersionWord(other.patch)))
    guard order == .equal else { return order }
    switch (prerelease, other.prerelease) {
    case (nil, nil): return .equal
    case (nil, .some): return .greater
    case (.some, nil): return .less
    case (.some(let one), .some(let two)):
      return VersionOrder(one.runs.map { VersionIdentifier($0) }, two.runs.map { VersionIdentifier($0) })
    }
  }
}

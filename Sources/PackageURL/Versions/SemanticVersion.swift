/// A version by Semantic Versioning 2.0.0 §11, read as npm and Cargo do: a leading `v` and missing numbers are allowed,
/// and build metadata does not count.
struct SemanticVersion: VersionSyntax {
  let numbers: [VersionNumber]
  /// Empty for a release.
  let prerelease: [VersionIdentifier]
  /// Which of the two it is matters where nothing follows the hyphen.
  let isPrerelease: Bool
  let build: [VersionIdentifier]

  init?(_ text: [UInt8]) {
    let text = text.drop { $0 == UInt8(ascii: "=") || $0 | 0x20 == UInt8(ascii: "v") }
    let (main, build) = text.cut(at: "+")
    self.build = build.map { $0.parts(at: ".").map { VersionIdentifier($0) } } ?? []
    let end = main.firstIndex { !isDigit($0) && $0 != UInt8(ascii: ".") } ?? main.endIndex
    let numbers = main[..<end].parts(at: ".")
    guard !text.contains(where: { $0 <= 0x20 }), numbers.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.numbers = numbers.map { VersionNumber($0) }
    isPrerelease = end < main.endIndex
    // npm reads `1.2.3beta` as `1.2.3-beta`.
    let rest = main[end...]
    let words = rest.first == UInt8(ascii: "-") ? rest.dropFirst() : rest
    prerelease = isPrerelease ? words.parts(at: ".").map { VersionIdentifier($0) } : []
  }

  func compare(to other: SemanticVersion) -> VersionOrder? {
    let order = VersionOrder(numbers, other.numbers, filledWith: .zero)
    guard order == .equal, isPrerelease && other.isPrerelease else {
      return order.then(VersionOrder(isPrerelease ? 0 : 1, other.isPrerelease ? 0 : 1))
    }
    return VersionOrder(prerelease, other.prerelease)
  }
}

/// A version of a Go module or of Go itself (go.dev/ref/mod, "Versions"): a semantic version with `v`, for which
/// `+incompatible` does not count; Go itself is `go1.22rc1`.
struct GoVersion: VersionSyntax {
  private let version: SemanticVersion

  init?(_ text: [UInt8]) {
    let text = text.starts(with: "go".utf8) ? Array(text.dropFirst(2)) : text
    guard let version = SemanticVersion(text) else { return nil }
    self.version = version
  }

  func compare(to other: GoVersion) -> VersionOrder? { version.compare(to: other.version) }
}

/// A version of a Dart package (pub_semver): a semantic version whose build metadata counts.
struct PubVersion: VersionSyntax {
  private let version: SemanticVersion

  init?(_ text: [UInt8]) {
    guard let version = SemanticVersion(text) else { return nil }
    self.version = version
  }

  func compare(to other: PubVersion) -> VersionOrder? {
    version.compare(to: other.version)?.then(VersionOrder(version.build, other.version.build))
  }
}

/// A version of a .NET package (learn.microsoft.com/nuget, "Package versioning"): up to four numbers, a pre-release that
/// is compared ignoring case, and build metadata that does not count.
struct NuGetVersion: VersionSyntax {
  let version: SemanticVersion

  init?(_ text: [UInt8]) {
    guard let version = SemanticVersion(text.map(lowercased)) else { return nil }
    self.version = version
  }

  func compare(to other: NuGetVersion) -> VersionOrder? { version.compare(to: other.version) }
}

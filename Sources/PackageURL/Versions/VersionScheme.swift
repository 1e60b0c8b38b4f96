/// The rule by which the versions of one ecosystem are ordered.
///
/// Each ecosystem has its own: `1.0-1` follows `1.0` in Debian and precedes it in npm. Raw values are the types of package
/// URLs, which are the schemes of version ranges as well (package-url/vers-spec).
package enum VersionScheme: String, CaseIterable, Sendable {
  case alpm, apk, cargo, composer, conan, cran, deb, gem, golang, hackage, maven, npm, nuget, openssl, pub, pypi, rpm
  /// Semantic Versioning, for the other ecosystems that follow it.
  case semver
  /// Any other ecosystem. Only what all rules agree on is an order: that of numbers joined by dots.
  case unknown

  /// The scheme of a package type.
  package init(ofType type: String, named name: String = "") {
    if let scheme = VersionScheme(rawValue: type) {
      self = scheme
      return
    }
    switch type {
    case "bitnami", "githubactions", "hex", "julia", "swift", "vscode-extension": self = .semver
    case "cocoapods": self = .gem
    case "generic" where name == "openssl": self = .openssl
    default: self = .unknown
    }
  }

  /// Compares two versions; nil when one of them is not a version of this scheme, or when the scheme does not say.
  package func compare(_ one: String, _ other: String) -> VersionOrder? {
    if one.utf8.elementsEqual(other.utf8) { return .equal }
    return order(one, other, in: syntax)
  }

  /// Whether a text names a version that a release of this scheme can have. Words such as `latest` or `none` do not,
  /// though some ecosystems order them, nor do requirements and lists such as `>=1.2`, `1.2.x`, `1.2+` or `1.2|2.0`,
  /// branches (`dev-main` and `2.x-dev` of Composer), commits, days (`2024-05-01`) and sentences (`2.0-or-later`).
  package func isVersion(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.isNoWord && !bytes.contains(where: requirementMarks.contains) && !bytes.hasWildcard
      && !bytes.isCommit && !bytes.isDay && !bytes.hasProse && isRelease(bytes) && isVersion(text, in: syntax)
  }

  /// Whether the ecosystem's registry takes a version that its order knows: a pre-release of Semantic Versioning has three
  /// numbers (§2, §9), a Python package has a version of PEP 440, and Composer takes branches for none.
  private func isRelease(_ bytes: [UInt8]) -> Bool {
    switch self {
    case .cargo, .npm, .pub, .semver: SemanticVersion(bytes).map { !$0.isPrerelease || $0.numbers.count >= 3 } ?? false
    case .golang, .nuget: bytes.contains(UInt8(ascii: ".")) || bytes.allSatisfy(isDigit)
    case .pypi: StandardPythonVersion(bytes) != nil
    case .composer: !bytes.isBranch
    case .alpm, .apk, .conan, .cran, .deb, .gem, .hackage, .maven, .openssl, .rpm, .unknown: true
    }
  }

  /// A version without the platform for which a gem was built; other versions as they are.
  package func withoutPlatform(_ version: String) -> String {
    guard self == .gem else { return version }
    return String(decoding: PackageURL.withoutPlatform(Array(version.utf8)[...]), as: UTF8.self)
  }

  /// The parser for this scheme.
  var syntax: any VersionSyntax.Type {
    switch self {
    case .alpm: ArchVersion.self
    case .apk: AlpineVersion.self
    case .cargo, .npm, .semver: SemanticVersion.self
    case .composer: ComposerVersion.self
    case .conan: ConanVersion.self
    case .cran, .hackage: NumberListVersion.self
    case .deb: DebianVersion.self
    case .gem: GemVersion.self
    case .golang: GoVersion.self
    case .maven: MavenVersion.self
    case .nuget: NuGetVersion.self
    case .openssl: OpenSSLVersion.self
    case .pub: PubVersion.self
    case .pypi: PythonVersion.self
    case .rpm: RPMVersion.self
    case .unknown: PlainVersion.self
    }
  }

  private func order<Syntax: VersionSyntax>(_ one: String, _ other: String, in: Syntax.Type) -> VersionOrder? {
    guard let one = Syntax(Array(one.utf8)), let other = Syntax(Array(other.utf8)) else { return nil }
    return one.compare(to: other)
  }

  private func isVersion<Syntax: VersionSyntax>(_ text: String, in: Syntax.Type) -> Bool {
    Syntax(Array(text.utf8)) != nil
  }
}

/// Words that reports write beside or instead of versions.
private let proseWords: Set = [
  "and", "branch", "commit", "cve", "fixed", "ghsa", "higher", "later", "latest", "master", "newer", "none", "not",
  "or",
  "see", "tbd", "trunk", "unfixed", "unknown", "unreleased",
]

/// What no ecosystem writes in a version, but requirements, lists, places and placeholders have.
private let requirementMarks = Array("|<>,;(){}[]*?$\"'/".utf8)

extension [UInt8] {
  /// Whether a part of the text stands for any number (`1.2.x`), or the end for all later ones (`1.2+`, `1.2.+`).
  fileprivate var hasWildcard: Bool {
    last == UInt8(ascii: "+")
      || split { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }.dropFirst().contains { part in
        part.count == 1 && part[part.startIndex] | 0x20 == UInt8(ascii: "x")
      }
  }

  /// Whether the text is the name of a commit: 7 to 64 hexadecimal digits, letters among them if it is an abbreviation.
  fileprivate var isCommit: Bool {
    let isHexadecimal = allSatisfy { isDigit($0) || (0x61...0x66).contains($0 | 0x20) }
    guard (7...64).contains(count), isHexadecimal else { return false }
    return count == 40 || count == 64 || count { !isDigit($0) } >= 2
  }

  /// Whether the text is a day, with or without a time (RFC 3339 §5.6): when something was fixed, and not in what.
  fileprivate var isDay: Bool {
    guard count >= 10, count == 10 || self[10] == UInt8(ascii: "T") else { return false }
    return prefix(10).enumerated().allSatisfy { place, byte in
      place == 4 || place == 7 ? byte == UInt8(ascii: "-") : isDigit(byte)
    }
  }

  /// Whether the text has words of a sentence, or names a vulnerability.
  fileprivate var hasProse: Bool {
    split { !isASCIILetter($0) }.contains { word in
      proseWords.contains(String(decoding: word.map(lowercased), as: UTF8.self))
    }
  }

  /// Whether Composer takes the text for a branch (https://getcomposer.org/doc/articles/versions.md#branches).
  fileprivate var isBranch: Bool { starts(with: "dev-".utf8) }
}

/// The order of two versions.
package enum VersionOrder: Int, Sendable { case less = -1, equal, greater }

/// A parsed version of one ecosystem.
protocol VersionSyntax {
  /// Nil when the text is not a version in this ecosystem.
  init?(_ text: [UInt8])

  /// Nil when the ecosystem's rule does not say.
  func compare(to other: Self) -> VersionOrder?
}

import Model

extension Component {
  /// Creates a component from its identifier: https://jfrog.com/help/r/xray-rest-apis/component-identifiers.
  ///
  /// Examples: `gav://org.acme:tool:1.2`, `deb://debian:stretch:libx11:2:1.6.4-3`, `rpm://7:expat:0:2.1.0-10.el7`,
  /// `alpine://3.12:busybox:1.31.1-r20`, `npm://lodash:4.17.4`. In a summary the scheme is omitted, or the identifier
  /// is a file.
  init(xray id: String) {
    let halves = id.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let hasScheme = halves.count == 2 && halves[1].hasPrefix("//")
    let scheme = hasScheme ? String(halves[0]) : ""
    let parts = (hasScheme ? halves[1].dropFirst(2) : id[...]).split(separator: ":").map(String.init)
    let naming = Self.naming(of: scheme, parts)
    self.init(
      stated: nil, ecosystem: naming.ecosystem, name: naming.name,
      version: naming.version.isEmpty ? nil : naming.version)
  }

  private static func naming(of scheme: String, _ parts: [String]) -> (
    ecosystem: String?, name: String, version: String
  ) {
    switch (scheme, parts.count) {
    case (_, 0): (nil, "unnamed", "")
    case ("gav", _):
      ("maven", parts.prefix(2).joined(separator: ":"), parts.dropFirst(2).joined(separator: ":"))
    case ("generic", _):
      // A file by the digest of its bytes: `generic://sha256:0123…/tool.bin`.
      (scheme, parts.last?.split(separator: "/").last.map(String.init) ?? "unnamed", "")
    case ("deb", 4...):
      (parts[0], parts[2], parts[3...].joined(separator: ":"))
    case ("rpm", 4...):
      // An epoch of 0 equals none. The distribution is not stated.
      ("rpm", parts[1], (parts[2] == "0" ? parts[3...] : parts[2...]).joined(separator: ":"))
    case ("alpine", 3...):
      (scheme, parts[1], parts[2...].joined(separator: ":"))
    case ("", 3...):
      (nil, parts[parts.count - 2], parts[parts.count - 1])
    case ("", _), (_, 1):
      (ecosystems[scheme], parts.joined(separator: ":"), "")
    default:
      (ecosystems[scheme] ?? scheme, parts.dropLast().joined(separator: ":"), parts[parts.count - 1])
    }
  }
}

/// Xray's schemes, with the ecosystems of the purl types.
private let ecosystems = [
  "npm": "npm", "pypi": "pypi", "go": "go", "nuget": "nuget", "rubygems": "gem", "gem": "gem", "cargo": "cargo",
  "composer": "composer", "conan": "conan", "cocoapods": "cocoapods", "swift": "swift", "cran": "cran",
  "conda": "conda",
]

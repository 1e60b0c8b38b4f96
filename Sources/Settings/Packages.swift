import Model
import PackageURL
import Patterns

extension ConfigDecoder where Value == PackagePattern {
  /// Decodes a purl pattern, in which `*` matches any text.
  package static let package: ConfigDecoder<PackagePattern> = ConfigDecoder(.pattern("^pkg:[^/]+/.+$")) {
    node, problems in
    guard let text = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
    guard let pattern = PackagePattern(text) else {
      problems.reportInvalid(
        node, "`\(text)` is not a package pattern", help: "write a purl, with `*` for any text: `pkg:npm/vendor/*`")
      return nil
    }
    if let fault = pattern.fault {
      problems.reportInvalid(node, "`\(text)` \(fault.text)", help: fault.help)
      return nil
    }
    if let doubt = pattern.doubt { problems.doubt(node, text, doubt) }
    return pattern
  }
}

extension ConfigDecoder where Value == ProductPattern {
  /// Decodes a purl pattern, or the name of a product that is not a purl: an image, a CPE name, a URI or a hash. In
  /// both, `*` matches any text.
  package static let product: ConfigDecoder<ProductPattern> = ConfigDecoder(ConfigDecoder<String>.text.schema) {
    node, problems in
    guard let text = ConfigDecoder<String>.text.decode(node, &problems) else { return nil }
    if text.utf8.starts(with: "pkg:".utf8) {
      return ConfigDecoder<PackagePattern>.package.decode(node, &problems).map { .package($0) }
    }
    guard text.contains(where: { $0 != "*" && $0 != "/" }) else {
      problems.reportInvalid(node, "`\(text)` would cover every product", help: "name the products of the issuer")
      return nil
    }
    return .identifier(Wildcard(text))
  }
}

extension PackagePattern {
  /// Why no package matches the pattern; nil when one may.
  fileprivate var fault: NameFault? {
    if let fault = NameFault.blanks(around: text) { return fault }
    if let version = stated.version, isRange(version) {
      return NameFault(
        "has the range `\(version)`, and a version is compared as a text",
        help: "write `*` for any text, like `@4.*`, or leave the version out")
    }
    guard stated.type == "maven", stated.name.contains(":") else { return nil }
    return NameFault(
      "has `:` between group and artifact",
      help: "write `pkg:maven/\(stated.name.split(separator: ":").joined(separator: "/"))`")
  }

  /// Why hardly any package matches the pattern; nil when one may well.
  fileprivate var doubt: NameFault? {
    let (type, name, version) = stated
    if !type.contains("*"), !PURL.knownTypes.contains(type) {
      if let meant = otherTypes[type] {
        return NameFault("has the type `\(type)`, and purls call it `\(meant)`", help: "write `pkg:\(meant)/\(name)`")
      }
      let near = nearest(to: type, among: PURL.knownTypes)
      return NameFault(
        "has the type `\(type)`, which the purl specification does not know",
        help: near.map { "did you mean `\($0)`?" }
          ?? "types are `npm`, `pypi`, `maven`, `golang`, `nuget`, `deb` and others")
    }
    if PURL.hasNamespace(type: type), !name.contains("/"), !name.contains("*") {
      return NameFault(
        "has no namespace, and packages of the type `\(type)` have one", help: "write `pkg:\(type)/*/\(name)`")
    }
    guard let version, version.split(separator: ".").contains(where: { $0 == "x" || $0 == "X" }) else { return nil }
    return NameFault("has `x` where any number is meant", help: "write `*` for any text, like `@4.*`")
  }
}

/// Whether a version is written as a range, in the syntax of npm, pip, Maven or vers.
private func isRange(_ version: String) -> Bool {
  guard let first = version.first else { return false }
  return "^~<>=![".contains(first) || version.contains("||") || version.contains(",")
}

/// What people call types of packages, and their names in purls.
private let otherTypes = [
  "pip": "pypi", "python": "pypi", "go": "golang", "gomod": "golang", "node": "npm", "yarn": "npm", "pnpm": "npm",
  "rubygems": "gem", "ruby": "gem", "bundler": "gem", "crates": "cargo", "crates.io": "cargo", "rust": "cargo",
  "packagist": "composer", "php": "composer", "java": "maven", "gradle": "maven", "dotnet": "nuget", "debian": "deb",
  "ubuntu": "deb", "dpkg": "deb", "alpine": "apk", "redhat": "rpm", "centos": "rpm", "fedora": "rpm", "dart": "pub",
]

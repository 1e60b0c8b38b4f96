import PackageURL

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
    return pattern
  }
}

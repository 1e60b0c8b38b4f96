import PackageURL

extension ConfigDecoder where Value == PackagePattern {
  package static let package: ConfigDecoder<PackagePattern> = ConfigDecoder(.pattern("^pkg:[^/]+/.+$")) { node, problems in
    guard let text = ConfigDecoder<String>.text.read(node, &problems) else { return nil }
    guard let pattern = PackagePattern(text) else {
      problems.invalid(
        node, "`\(text)` is no package", help: "write a purl, with `*` where anything may stand: `pkg:npm/vendor/*`")
      return nil
    }
    return pattern
  }
}

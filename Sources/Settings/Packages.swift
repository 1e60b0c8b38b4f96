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

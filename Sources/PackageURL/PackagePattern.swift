import Patterns

/// A pattern for packages: a purl in which `*` matches any text, such as `pkg:npm/vendor/*` or `pkg:pypi/jinja2@2.*`. A
/// pattern without a version matches all versions.
package struct PackagePattern: Hashable, Sendable {
  package let text: String
  private let type: Wildcard
  private let name: Wildcard
  private let version: Wildcard?

  /// Nil when the text does not have the form `pkg:type/name`.
  package init?(_ text: String) {
    guard let (type, name, version) = parts(ofPURL: text) else { return nil }
    self.text = text
    (self.type, self.name, self.version) = (Wildcard(type.lowercased()), Wildcard(name), version.map(Wildcard.init))
  }

  package func matches(_ purl: PURL) -> Bool { matches(type: purl.type, name: purl.path, version: purl.version) }

  /// Whether the pattern matches a package that has no purl, by its ecosystem, name and version.
  package func matches(type: String, name: String, version: String?) -> Bool {
    guard self.type.matches(type), self.name.matches(name) else { return false }
    guard let wanted = self.version else { return true }
    return version.map(wanted.matches) ?? false
  }
}

extension PURL {
  /// Namespace and name joined by `/`, without percent-encoding.
  fileprivate var path: String { namespace.map { "\($0)/\(name)" } ?? name }
}

/// The type, the namespace with the name, and the version in a purl pattern. Nil when the text is not a purl pattern.
private func parts(ofPURL text: String) -> (type: String, name: String, version: String?)? {
  guard text.hasPrefix("pkg:") else { return nil }
  let rest = text.dropFirst(4).prefix { $0 != "?" && $0 != "#" }
  guard let slash = rest.firstIndex(of: "/"), slash > rest.startIndex else { return nil }
  let path = rest[rest.index(after: slash)...]
  // An @ that begins a segment belongs to the name: people write pkg:npm/@scope/x for %40scope.
  let at = path.lastIndex(of: "@").flatMap { at in
    at == path.startIndex || path[path.index(before: at)] == "/" ? nil : at
  }
  let name = at.map { path[..<$0] } ?? path
  guard !name.isEmpty else { return nil }
  let plain = String(name).split(separator: "%40", omittingEmptySubsequences: false).joined(separator: "@")
  return (String(rest[..<slash]), plain, at.map { String(path[path.index(after: $0)...]) })
}

import Interning
import Patterns

/// A pattern for packages: a purl in which `*` matches any text, such as `pkg:npm/vendor/*` or `pkg:pypi/jinja2@2.*`.
///
/// The parts of the pattern are decoded and compared in normal form, so a pattern matches a package in any way that a
/// scanner spells it. Where the type has a wildcard, the normal form is that of each package's type. A pattern without a
/// version matches all versions, and one without qualifiers or subpath matches all of those.
package struct PackagePattern: Hashable, Sendable {
  package let text: String
  private let type: Wildcard
  private let name: Wildcard
  private let version: Wildcard?
  private let qualifiers: [String: Wildcard]
  private let subpath: String?
  /// The name and the version in the normal form of the type; as written where the type has a wildcard.
  private let normalName: Wildcard
  private let normalVersion: Wildcard?

  /// Nil when the text does not have the form `pkg:type/name`, when its version is empty, or when its qualifiers have no
  /// `key=value` form.
  package init?(_ text: String) {
    guard let parts = PatternParts(text), let qualifiers = parts.qualifiers else { return nil }
    self.text = text
    let (rules, form) = (PURL.Rules.of(parts.type), NormalForm.of(parts.type))
    let name = normalized(parts.name[...], rules)
    (type, self.name, normalName) = (Wildcard(parts.type), Wildcard(name), Wildcard(form.path(name)))
    let stated = parts.version.map { rules.folds.contains(.version) ? lowercasedASCII($0) : $0 }
    let version = stated.map { form.version($0, epoch: qualifiers["epoch"]) }
    (self.version, normalVersion) = (version.map { Wildcard($0) }, version.map { Wildcard(form.spelling(of: $0)) })
    // An epoch is a part of the version.
    self.qualifiers = qualifiers.filter { version == nil || $0.key != "epoch" }.mapValues { Wildcard($0) }
    subpath = parts.subpath
  }

  /// Whether the pattern asks for qualifiers or a subpath, which only a purl can have.
  package var hasQualifiers: Bool { !qualifiers.isEmpty || subpath != nil }

  /// Type, name with namespace, and version as the pattern states them.
  package var stated: (type: String, name: String, version: String?) { (type.text, name.text, version?.text) }

  /// Whether a purl matches. Nil when the purl matches otherwise, but does not state a qualifier of the pattern.
  package func matches(_ purl: PURL) -> Bool? {
    if hasTypeWildcard {
      guard let narrow = narrowed(to: purl.type) else { return false }
      return narrow.matches(purl)
    }
    guard isNamed(type: purl.type, name: purl.path, normalName: purl.normalPath), isVersion(of: purl) else {
      return false
    }
    guard hasQualifiers else { return true }
    let actual = purl.qualifiers
    var isStated = true
    for (key, wanted) in qualifiers {
      guard let value = actual[key] else {
        isStated = false
        continue
      }
      if !wanted.matches(value) { return false }
    }
    if let subpath {
      guard let actual = purl.subpath else { return nil }
      guard actual == subpath || actual.utf8.starts(with: (subpath + "/").utf8) else { return false }
    }
    return isStated ? true : nil
  }

  /// Whether the pattern matches a package that has no purl, by its ecosystem, name and version as a scanner writes
  /// them.
  package func matches(type: String, name: String, version: String?) -> Bool {
    let type = lowercasedASCII(type)
    if hasTypeWildcard { return narrowed(to: type)?.matches(type: type, name: name, version: version) ?? false }
    let (name, form) = (normalized(name[...], PURL.Rules.of(type)), NormalForm.of(type))
    guard isNamed(type: type, name: name, normalName: form.path(name)) else { return false }
    guard let wanted = self.version, let normalVersion else { return true }
    guard let stated = version.map({ form.version($0, epoch: nil) }) else { return false }
    return wanted.matches(stated) || normalVersion.matches(form.spelling(of: stated))
  }

  /// The type, the name and maybe the version of a package, by which patterns are looked up. Namespace and name are joined
  /// by `/`.
  package struct Name: Hashable, Sendable {
    private let type, name: ExactText
    private let version: ExactText?

    /// All names of these parts, which may have several spellings.
    fileprivate static func all(type: String, names: [String], versions: [String?]) -> Set<Name> {
      Set(names.flatMap { name in versions.map { Name(type, name, $0) } })
    }

    private init(_ type: String, _ name: String, _ version: String?) {
      (self.type, self.name, self.version) = (ExactText(type), ExactText(name), version.map { ExactText($0) })
    }
  }

  /// The names of the packages that the pattern matches, of which a package has at least one; nil when type or name has a
  /// wildcard. A version with a wildcard is left out.
  package var names: Set<Name>? {
    guard ![type, name, normalName].contains(where: \.hasWildcard) else { return nil }
    let versions = [version, normalVersion].compactMap(\.self)
    let isExact = !versions.isEmpty && !versions.contains(where: \.hasWildcard)
    return Name.all(
      type: type.text, names: [name.text, normalName.text], versions: isExact ? versions.map(\.text) : [nil])
  }

  /// The names by which the patterns that match a purl are found.
  package static func names(of purl: PURL) -> Set<Name> {
    Name.all(
      type: purl.type, names: [purl.path, purl.normalPath], versions: [nil, purl.versionWithEpoch, purl.normalVersion])
  }

  /// The names by which the patterns that match a package without a purl are found.
  package static func names(type: String, name: String, version: String?) -> Set<Name> {
    let type = lowercasedASCII(type)
    let (name, form) = (normalized(name[...], PURL.Rules.of(type)), NormalForm.of(type))
    let stated = version.map { form.version($0, epoch: nil) }
    return Name.all(type: type, names: [name, form.path(name)], versions: [nil, stated, stated.map(form.spelling)])
  }

  private var hasTypeWildcard: Bool { type.hasWildcard }

  /// The pattern for packages of one type, whose names and versions have a normal form; nil when the pattern's own type
  /// does not match.
  private func narrowed(to type: String) -> PackagePattern? {
    guard self.type.matches(type), !type.isEmpty, !type.utf8.contains(UInt8(ascii: "*")),
      let slash = text.utf8.firstIndex(of: UInt8(ascii: "/"))
    else { return nil }
    return PackagePattern("pkg:\(type)\(text[slash...])")
  }

  private func isNamed(type: String, name: String, normalName: String) -> Bool {
    self.type.matches(type) && (self.normalName.matches(normalName) || self.name.matches(name))
  }

  /// A wildcard may stand for a part that the normal form leaves out, as `1.0.*` does for 1.0.0.
  private func isVersion(of purl: PURL) -> Bool {
    guard let version, let normalVersion else { return true }
    return purl.versionWithEpoch.map(version.matches) ?? false || purl.normalVersion.map(normalVersion.matches) ?? false
  }
}

extension NormalForm {
  /// A path of namespace and name, or a wildcard pattern for one.
  fileprivate func path(_ path: String) -> String {
    let bytes = Array(path.utf8)
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return name(path) }
    let (before, after) = (bytes[..<slash], bytes[(slash + 1)...])
    return namespace(String(decoding: before, as: UTF8.self)) + "/" + name(String(decoding: after, as: UTF8.self))
  }
}

extension Wildcard {
  fileprivate var hasWildcard: Bool { text.utf8.contains(UInt8(ascii: "*")) }
}

extension PURL {
  /// Namespace and name joined by `/`, without percent-encoding.
  fileprivate var path: String { namespace.map { "\($0)/\(name)" } ?? name }
}

/// Namespace and name of a pattern, normalized by the rules of its type. The pieces between wildcards are normalized one
/// by one, because only literal text has a spelling.
private func normalized(_ full: Substring, _ rules: PURL.Rules) -> String {
  let slash = full.lastIndex(of: "/")
  let namespace = slash.map { full[...$0] } ?? ""
  let name = slash.map { full[full.index(after: $0)...] } ?? full
  let path = rules.folds.contains(.namespace) ? lowercasedASCII(String(namespace)) : String(namespace)
  let pieces = name.split(separator: "*", omittingEmptySubsequences: false).map { piece -> String in
    let folded = rules.folds.contains(.name) ? lowercasedASCII(String(piece)) : String(piece)
    // A piece that is no whole name may break a rule for names, such as the length of a Chrome id.
    do throws(PURLError) { return piece.isEmpty ? "" : try rules.name(folded, [:]) } catch { return folded }
  }
  return path + pieces.joined(separator: "*")
}

/// The parts of a purl pattern, percent-decoded.
private struct PatternParts {
  let type: String
  /// The namespace and the name, joined by `/`.
  let name: String
  let version: String?
  /// Nil when a qualifier has no `=`.
  let qualifiers: [String: String]?
  let subpath: String?

  /// Nil when the text does not have the form `pkg:type/name`.
  init?(_ text: String) {
    guard text.utf8.starts(with: "pkg:".utf8) else { return nil }
    let (rest, subpath) = cut(text.dropFirst(4), at: "#")
    let (path, query) = cut(rest, at: "?")
    guard let slash = path.firstIndex(of: "/"), slash > path.startIndex else { return nil }
    let full = path[path.index(after: slash)...]
    // An @ that begins a segment belongs to the name: people write pkg:npm/@scope/x for %40scope.
    let at = full.lastIndex(of: "@").flatMap { at in
      at == full.startIndex || full[full.index(before: at)] == "/" ? nil : at
    }
    let name = at.map { full[..<$0] } ?? full
    guard !name.isEmpty else { return nil }
    (type, self.name) = (lowercasedASCII(String(path[..<slash])), percentDecoded(name))
    version = at.map { percentDecoded(full[full.index(after: $0)...]) }
    // No package has an empty version, so such a pattern would match nothing.
    if let version, version.isEmpty { return nil }
    qualifiers = query.map(pairs) ?? [:]
    self.subpath = subpath.map { percentDecoded($0) }
  }
}

private func cut(_ text: Substring, at mark: Character) -> (before: Substring, after: Substring?) {
  guard let index = text.firstIndex(of: mark) else { return (text, nil) }
  return (text[..<index], text[text.index(after: index)...])
}

private func pairs(_ query: Substring) -> [String: String]? {
  var result: [String: String] = [:]
  for pair in query.split(separator: "&") {
    guard let sign = pair.firstIndex(of: "="), sign > pair.startIndex else { return nil }
    let value = percentDecoded(pair[pair.index(after: sign)...])
    guard result.updateValue(value, forKey: lowercasedASCII(String(pair[..<sign]))) == nil else { return nil }
  }
  return result
}

/// The text with `%41` as `A`. A `%` that is not followed by two hex digits stays.
private func percentDecoded(_ text: Substring) -> String {
  guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
  let bytes = Array(text.utf8)
  var (out, index) = ([UInt8](), 0)
  while index < bytes.count {
    if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
      let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
    {
      out.append(byte)
      index += 3
    } else {
      out.append(bytes[index])
      index += 1
    }
  }
  return String(decoding: out, as: UTF8.self)
}

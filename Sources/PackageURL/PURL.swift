import Interning

/// A package URL (package-url/purl-spec), the name of a package that scanners and databases share.
///
/// The components are percent-decoded and normalized by the rules of the type, so equal packages are equal values.
/// Values are cheap to copy; equality, order and hash are those of the canonical text.
package struct PURL: Sendable {
  private let parts: Parts

  /// The package type in lower case: `npm`, `maven`.
  package var type: String { parts.type }
  /// The namespace, with segments joined by `/`: a Maven group, an npm scope with its `@`, a Go host and owner.
  package var namespace: String? { parts.namespace }
  package var name: String { parts.name }
  package var version: String? { parts.version }
  /// The qualifiers. Keys are in lower case, and values are never empty.
  package var qualifiers: [String: String] { parts.qualifiers }
  /// A path inside the package, without `.` and `..` segments.
  package var subpath: String? { parts.subpath }

  /// Makes a purl from components that are not percent-encoded, normalized by the rules of the type.
  ///
  /// Throws when the type is not a valid type name, when the name is empty or breaks a rule of the type, and when a
  /// component is missing that the type requires, or present that it prohibits.
  package init(
    type: String, namespace: String? = nil, name: String, version: String? = nil, qualifiers: [String: String] = [:],
    subpath: String? = nil
  ) throws(PURLError) {
    parts = try Parts(
      type: type, namespace: namespace, name: name, version: version, qualifiers: qualifiers, subpath: subpath)
  }

  private init(_ parts: Parts) { self.parts = parts }

  /// Parses a purl whose text is already canonical, as nearly all are, without building it again. Nil when a full parse
  /// is needed.
  init?(plain text: String) {
    guard let parts = Parts(plain: text) else { return nil }
    self.parts = parts
  }
}

/// The reason why a text or a set of components is not a valid purl.
package struct PURLError: Error, Hashable, Sendable {
  /// The rest of a sentence that begins with "This purl …". It never repeats the input.
  package let text: String
}

extension PURL: Hashable, Comparable, CustomStringConvertible {
  /// The canonical text: percent-encoded, with sorted qualifiers.
  package var description: String { parts.text }

  package static func == (one: PURL, other: PURL) -> Bool {
    one.parts === other.parts || one.parts.text == other.parts.text
  }
  package static func < (one: PURL, other: PURL) -> Bool { one.parts.text < other.parts.text }
  package func hash(into hasher: inout Hasher) { hasher.combine(parts.text) }
}

extension PURL: Codable {
  package init(from decoder: any Decoder) throws {
    self = try PURL(try decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes the canonical text.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension PURL {
  /// This purl without its version, which means any version.
  package var withoutVersion: PURL {
    version == nil ? self : PURL(Parts(parts, version: nil, qualifiers: qualifiers, subpath: subpath))
  }

  /// This purl without qualifiers and subpath, because tools differ in those.
  package var bare: PURL {
    qualifiers.isEmpty && subpath == nil ? self : PURL(Parts(parts, version: version, qualifiers: [:], subpath: nil))
  }

  /// The package with its version in normal form: equal for purls that spell one package in two ways. Without qualifiers
  /// and subpath, because tools differ in those; the epoch is a part of the version.
  package var versionedKey: InternedString { parts.versionedKey }

  /// The package in normal form without its version, which stays when the package is upgraded.
  package var packageKey: InternedString { parts.packageKey }

  /// The package in normal form with the version that a report states beside the purl, for a purl that lacks the version
  /// or its epoch.
  package func versionedKey(stating version: String?) -> InternedString {
    guard let version, parts.lacks(version) else { return parts.versionedKey }
    let form = NormalForm.of(type)
    let normal = form.spelling(of: form.version(version, epoch: qualifiers["epoch"]))
    return InternedString(parts.normal.text(type: type, version: normal))
  }

  /// The version with its epoch, taken from the version that a report states beside the purl where the purl lacks it.
  package func version(stating version: String?) -> String? {
    guard let version, parts.lacks(version) else { return parts.normal.versionWithEpoch ?? version }
    return NormalForm.of(type).version(version, epoch: qualifiers["epoch"])
  }

  /// This package in another version, which contains the epoch if there is one.
  package func with(version: String) -> PURL {
    PURL(Parts(parts, version: version, qualifiers: qualifiers.filter { $0.key != "epoch" }, subpath: subpath))
  }

  /// Namespace and name in normal form, joined by `/`, without percent-encoding.
  var normalPath: String { parts.normal.path }
  /// The version with its epoch, if it has one; nil for a purl without a version.
  var versionWithEpoch: String? { parts.normal.versionWithEpoch }
  /// The version in normal form; nil for a purl without a version.
  var normalVersion: String? { parts.normal.version }

  /// Whether a VEX statement about this purl covers the package that a scanner found (OpenVEX 0.2.0, "Software
  /// Identifiers").
  ///
  /// Without a version it covers all versions. Each of its qualifiers must be in `found`. Its subpath covers that path
  /// and the paths below it. A component that this purl has and `found` lacks does not match, because the statement may
  /// not apply.
  package func covers(_ found: PURL) -> Bool {
    if parts === found.parts { return true }
    guard packageKey == found.packageKey else { return false }
    if version != nil, versionedKey != found.versionedKey { return false }
    if !qualifiers.isEmpty {
      let actual = found.qualifiers
      // The epoch is a part of the version that was compared.
      for (key, value) in qualifiers where actual[key] != value && (key != "epoch" || version == nil) { return false }
    }
    guard let subpath else { return true }
    guard let actual = found.subpath else { return false }
    return actual == subpath || actual.utf8.starts(with: (subpath + "/").utf8)
  }
}

/// The normalized components and the canonical text, shared by all copies of a purl.
private final class Parts: Sendable {
  let type: String
  let namespace: String?
  let name: String
  let version: String?
  let qualifiers: [String: String]
  let subpath: String?
  let text: String
  /// What is compared, and the keys made of it.
  let normal: NormalName
  let versionedKey: InternedString
  let packageKey: InternedString

  init(
    type: String, namespace: String?, name: String, version: String?, qualifiers: [String: String], subpath: String?
  ) throws(PURLError) {
    let type = lowercasedASCII(type)
    guard isTypeName(type) else {
      throw PURLError(text: "needs a type: a letter, then letters, digits, '.', '+' or '-'")
    }
    let rules = PURL.Rules.of(type)
    var (namespace, name) = (segments(namespace), name)
    if rules.nameKeepsSlashes, let path = namespace, let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) {
      (namespace, name) = (String(path[..<slash]), path[path.utf8.index(after: slash)...] + "/" + name)
    }
    guard !name.isEmpty else { throw PURLError(text: "needs a name") }
    if rules.folds.contains(.namespace) { namespace = namespace.map(lowercasedASCII) }
    if rules.folds.contains(.name) { name = lowercasedASCII(name) }
    let version = version.flatMap { $0.isEmpty ? nil : rules.folds.contains(.version) ? lowercasedASCII($0) : $0 }
    let qualifiers = try checked(qualifiers)
    try rules.check(namespace: namespace, version: version, qualifiers: qualifiers)
    self.name = try rules.name(name, qualifiers)
    (self.type, self.namespace, self.version) = (type, namespace, version)
    (self.qualifiers, self.subpath) = (qualifiers, segments(subpath, leavingOutDots: true))
    text = PURL.canonical(
      type: type, namespace: namespace, name: self.name, version: version, qualifiers: qualifiers,
      subpath: self.subpath, keepsSlashes: rules.nameKeepsSlashes)
    normal = NormalName(type: type, namespace: namespace, name: self.name, version: version, qualifiers: qualifiers)
    (versionedKey, packageKey) = keys(of: normal, type: type, text: text)
  }

  /// Makes a purl from normalized components whose canonical text is known.
  private init(
    type: String, namespace: String?, name: String, version: String?, text: String, packageText: InternedString
  ) {
    (self.type, self.namespace, self.name, self.version) = (type, namespace, name, version)
    (qualifiers, subpath) = ([:], nil)
    self.text = text
    normal = NormalName(type: type, namespace: namespace, name: name, version: version, qualifiers: [:])
    if normal.isCanonical {
      (versionedKey, packageKey) = (InternedString(text), packageText)
    } else {
      (versionedKey, packageKey) = keys(of: normal, type: type, text: text)
    }
  }

  /// Copies a purl with another version, other qualifiers or another subpath, all normalized.
  init(_ parts: Parts, version: String?, qualifiers: [String: String], subpath: String?) {
    (type, namespace, name) = (parts.type, parts.namespace, parts.name)
    (self.version, self.qualifiers, self.subpath) = (version, qualifiers, subpath)
    text = PURL.canonical(
      type: type, namespace: namespace, name: name, version: version, qualifiers: qualifiers, subpath: subpath,
      keepsSlashes: PURL.Rules.of(type).nameKeepsSlashes)
    normal = NormalName(type: type, namespace: namespace, name: name, version: version, qualifiers: qualifiers)
    (versionedKey, packageKey) = keys(of: normal, type: type, text: text)
  }

  /// Whether this purl has no version, or one without the epoch that `version` begins with.
  func lacks(_ version: String) -> Bool {
    if self.version == nil { return true }
    guard case .withEpoch = NormalForm.of(type).versions, let own = normal.versionWithEpoch else { return false }
    return version.utf8.contains(UInt8(ascii: ":")) && !own.utf8.contains(UInt8(ascii: ":"))
      && NormalForm.of(type).version(version, epoch: nil).utf8.reversed().starts(with: (":" + own).utf8.reversed())
  }
}

/// The namespace, the name and the version of a purl in normal form.
private struct NormalName: Sendable {
  let namespace: String?
  let name: String
  let version: String?
  let versionWithEpoch: String?
  /// Whether the canonical form is the normal form.
  let isCanonical: Bool

  init(type: String, namespace: String?, name: String, version: String?, qualifiers: [String: String]) {
    let form = NormalForm.of(type)
    self.namespace = namespace.map(form.namespace)
    self.name = form.name(name)
    versionWithEpoch = version.map { form.version($0, epoch: qualifiers["epoch"]) }
    self.version = versionWithEpoch.map(form.spelling)
    isCanonical = self.namespace == namespace && self.name == name && self.version == version
  }

  var path: String { namespace.map { "\($0)/\(name)" } ?? name }

  func text(type: String, version: String?) -> String {
    PURL.canonical(
      type: type, namespace: namespace, name: name, version: version, qualifiers: [:], subpath: nil,
      keepsSlashes: PURL.Rules.of(type).nameKeepsSlashes)
  }
}

/// The keys of a package with and without its version.
private func keys(of normal: NormalName, type: String, text: String) -> (InternedString, InternedString) {
  if normal.isCanonical { return beginnings(of: text) }
  return beginnings(of: normal.text(type: type, version: normal.version))
}

extension Parts {
  /// Parses a text that needs no decoding or case folding and has only a type, a namespace, a name and a version. Nil
  /// otherwise.
  fileprivate convenience init?(plain text: String) {
    let bytes = text.utf8Span.span
    guard let borders = Borders(of: bytes) else { return nil }
    let type = ascii(bytes.extracting(4..<borders.type))
    let rules = PURL.Rules.of(type)
    guard !rules.nameKeepsSlashes, isTypeName(type) else { return nil }
    let namespace =
      borders.name - borders.type > 1 ? ascii(bytes.extracting(borders.type + 1..<borders.name - 1)) : nil
    let name = ascii(bytes.extracting(borders.name..<borders.version))
    let version = borders.version < bytes.count ? ascii(bytes.extracting(borders.version + 1..<bytes.count)) : nil
    do throws(PURLError) {
      try rules.check(namespace: namespace, version: version, qualifiers: [:])
      guard try rules.name(name, [:]) == name else { return nil }
    } catch {
      return nil
    }
    self.init(
      type: type, namespace: namespace, name: name, version: version, text: text,
      packageText: InternedString(utf8: bytes.extracting(0..<borders.version)))
  }

  /// The offsets at which the components end.
  private struct Borders {
    /// The slash after the type, the first byte of the name, and the `@` before the version or the end of the text.
    var (type, name, version) = (0, 0, 0)

    init?(of bytes: Span<UInt8>) {
      guard bytes.count > 4, bytes[0] == 0x70, bytes[1] == 0x6B, bytes[2] == 0x67, bytes[3] == 0x3A else { return nil }
      version = bytes.count
      for index in 4..<bytes.count {
        switch bytes[index] {
        case 97...122, 48...57, 0x2D, 0x2E, 0x5F, 0x7E, 0x3A: continue
        case UInt8(ascii: "/"):
          // No component is empty, and a version contains no slash.
          guard version == bytes.count, index > max(name, 4) else { return nil }
          if type == 0 { type = index }
          name = index + 1
        case UInt8(ascii: "@"):
          guard version == bytes.count, type > 0, index > name, index + 1 < bytes.count else { return nil }
          version = index
        default: return nil
        }
      }
      guard type > 0, name < version else { return nil }
    }
  }
}

private func ascii(_ bytes: Span<UInt8>) -> String {
  do { return String(copying: try UTF8Span(validating: bytes)) } catch { return "" }
}

/// The canonical text up to the qualifiers, and up to the version. Inside components the delimiters are
/// percent-encoded.
private func beginnings(of text: String) -> (bare: InternedString, package: InternedString) {
  let bytes = text.utf8Span.span
  let bare = bytes.indices.first { bytes[$0] == UInt8(ascii: "?") || bytes[$0] == UInt8(ascii: "#") } ?? bytes.count
  let package = bytes.indices.first { $0 < bare && bytes[$0] == UInt8(ascii: "@") } ?? bare
  return (InternedString(utf8: bytes.extracting(0..<bare)), InternedString(utf8: bytes.extracting(0..<package)))
}

private func isTypeName(_ type: String) -> Bool {
  guard let first = type.utf8.first, isLetter(first) else { return false }
  return type.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }
}

private func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) }

/// The qualifiers without those that have an empty value. Throws for an invalid key.
private func checked(_ qualifiers: [String: String]) throws(PURLError) -> [String: String] {
  guard !qualifiers.isEmpty else { return qualifiers }
  for key in qualifiers.keys {
    let isKey = key.utf8.first.map(isLetter) ?? false
    guard isKey,
      key.utf8.allSatisfy({ isLetter($0) || (48...57).contains($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F })
    else { throw PURLError(text: "has a qualifier whose key is not lower-case letters, digits, '.', '-' and '_'") }
  }
  return qualifiers.filter { !$0.value.isEmpty }
}

/// A path without empty segments, and on request without `.` and `..`. Nil when nothing is left.
private func segments(_ path: String?, leavingOutDots: Bool = false) -> String? {
  guard let path, !path.isEmpty else { return nil }
  if isPlain(path, leavingOutDots: leavingOutDots) { return path }
  let kept = path.split(separator: "/").filter { !leavingOutDots || ($0 != "." && $0 != "..") }
  return kept.isEmpty ? nil : kept.joined(separator: "/")
}

/// Whether no segment needs to be left out. A quick check of the bytes, because this is so for most paths.
private func isPlain(_ path: String, leavingOutDots: Bool) -> Bool {
  var last = UInt8(ascii: "/")
  for byte in path.utf8 {
    let startsSegment = last == UInt8(ascii: "/")
    if startsSegment && (byte == UInt8(ascii: "/") || leavingOutDots && byte == UInt8(ascii: ".")) { return false }
    last = byte
  }
  return last != UInt8(ascii: "/")
}

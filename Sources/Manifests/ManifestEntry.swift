import Interning
import PackageURL

/// One package that a lock file or a manifest lists.
package struct ManifestEntry: Hashable, Sendable {
  /// The package's type as purls spell it: `npm`, `pypi`.
  @Interned package var type: String
  /// The name as the file writes it. Namespace and name are joined as the ecosystem joins them: `@scope/name`,
  /// `group:artifact`.
  @Interned package var name: String
  /// The one version that the file states; nil when it states none or a range.
  @InternedOptional package var version: String?
  /// What the file requires where it states no single version: `>=1.2`.
  @InternedOptional package var requirement: String?
  /// The lines on which the file states it.
  package var lines: ClosedRange<Int>
  /// Whether it serves development and tests only; nil where the format does not tell.
  package var isDevelopment: Bool?
  /// Whether it stands under a condition, such as a marker or a profile, or the file is for development by its name; nil where the
  /// format has none.
  package var isConditional: Bool?
  /// Whether only the manifest of the package was looked at, which brings no code.
  package var isOfManifestAlone = false

  /// Whether it is there when the project runs; nil where the format does not tell.
  package var runs: Bool? {
    if isDevelopment == true || isConditional == true { return false }
    return isDevelopment == false || isConditional == false ? true : nil
  }

  init(
    _ type: String, _ name: String, _ version: String?, requirement: String? = nil, lines: ClosedRange<Int>,
    isDevelopment: Bool? = nil, isConditional: Bool? = nil
  ) {
    (_type, _name) = (InternedString(type), InternedString(name))
    (_version, _requirement) = (.init(version), .init(requirement))
    (self.lines, self.isDevelopment, self.isConditional) = (lines, isDevelopment, isConditional)
  }

  /// Whether another file states the version: a parent project, or the central list of versions. Pip takes any version of a
  /// package for which a file requires none.
  package var isManagedElsewhere: Bool {
    version == nil && requirement == nil && ["maven", "gradle-plugin", "nuget"].containsSame(as: type)
  }

  /// The package in the normal form of its ecosystem, which is that of `PURL.packageKey`.
  package var key: InternedString { packageKey(type: type, name: name) }

  /// The package with its version in normal form, as `PURL.versionedKey`; nil when the entry states no version.
  package var versionedKey: InternedString? {
    version.map { Manifests.versionedKey(type: type, name: name, version: $0) }
  }
}

/// The normal form of a package that is known by type and name only. A name that is no purl is compared as written.
package func packageKey(type: String, name: String) -> InternedString {
  purl(type: type, name: name, version: nil)?.packageKey ?? InternedString("\(type):\(name)")
}

/// The normal form of a package and its version.
package func versionedKey(type: String, name: String, version: String) -> InternedString {
  purl(type: type, name: name, version: version)?.versionedKey ?? InternedString("\(type):\(name)@\(version)")
}

/// The purl of a package whose name is spelled as its ecosystem spells it; nil when the type does not allow the name.
private func purl(type: String, name: String, version: String?) -> PURL? {
  let bytes = name.utf8
  // Maven separates group and artifact by a colon; the others end the namespace with the last slash.
  let separator = bytes.lastIndex(of: UInt8(ascii: type == "maven" ? ":" : "/"))
  let namespace = separator.map { String(name[..<$0]) }
  let own = separator.map { String(name[bytes.index(after: $0)...]) } ?? name
  do { return try PURL(type: type, namespace: namespace, name: own, version: version) } catch { return nil }
}

import Interning
import Model
import System

// Gradle's version catalogue (docs.gradle.org, "Version Catalogs"): versions are stated in place or referred to by name.

extension ManifestFormat {
  static let versionCatalog = ManifestFormat(
    "version-catalog", of: "maven", isLockFile: false, where: { $0.ends(with: ".versions.toml") }
  ) { input throws(Diagnostic) in
    let tables = try TOMLTables(input).tables
    var versions: [InternedString: TOMLValue] = [:]
    for table in tables where table.isNamed("versions") {
      for member in table.members where member.key.count == 1 {
        versions[InternedString(member.key[0].text)] = member.value
      }
    }
    var entries: [ManifestEntry] = []
    for table in tables where table.isNamed("libraries") || table.isNamed("plugins") {
      for member in table.members {
        let isPlugin = table.isNamed("plugins")
        guard let (name, stated) = try catalogEntry(member.value, isPlugin: isPlugin) else { continue }
        let version = try stated.flatMap { value throws(Diagnostic) in try catalogVersion(value, versions) }
        entries.append(
          ManifestEntry(isPlugin ? "gradle-plugin" : "maven", name, version, lines: member.lines))
      }
    }
    return entries
  }
}

/// Name and version of an entry: `"group:name:version"`, for a plugin `"id:version"`, or an inline table.
private func catalogEntry(
  _ value: TOMLValue, isPlugin: Bool
) throws(Diagnostic) -> (name: String, version: CatalogVersion?)? {
  if let text = value.text {
    guard let (name, version) = Array(text.utf8)[...].partedLast(at: ":"),
      isPlugin || name.contains(UInt8(ascii: ":"))
    else { return nil }
    return (name.text, .text(version.text))
  }
  guard let name = try catalogName(value) else { return nil }
  if let reference = try value.member("version", "ref")?.text { return (name, .reference(reference)) }
  if let version = try value.member("version") { return (name, .value(version)) }
  for demand in demands { if let text = try value.member("version", demand)?.text { return (name, .text(text)) } }
  return (name, nil)
}

private func catalogName(_ value: TOMLValue) throws(Diagnostic) -> String? {
  if let name = try value.member(ofAny: "module", "id")?.text { return name }
  guard let group = try value.member("group")?.text, let own = try value.member("name")?.text else { return nil }
  return "\(group):\(own)"
}

private enum CatalogVersion {
  case text(String), reference(String), value(TOMLValue)
}

/// The words of a rich version, from the strictest demand to the mildest.
private let demands = ["strictly", "require", "prefer"]

private func catalogVersion(
  _ version: CatalogVersion, _ versions: [InternedString: TOMLValue]
) throws(Diagnostic) -> String? {
  switch version {
  case .text(let text): return text
  case .reference(let name):
    return try versions[InternedString(name)].flatMap { value throws(Diagnostic) in try textOrRich(value) }
  case .value(let value): return try textOrRich(value)
  }
}

private func textOrRich(_ value: TOMLValue) throws(Diagnostic) -> String? {
  if let text = value.text { return text }
  for demand in demands { if let text = try value.member(demand)?.text { return text } }
  return nil
}

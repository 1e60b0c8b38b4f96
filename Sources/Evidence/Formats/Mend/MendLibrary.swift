import Documents
import Model

/// The component of a library, which Mend names by group, artifact and version; their meaning depends on the package
/// manager.
func mendComponent(_ library: JSONValue) throws(Diagnostic) -> Component {
  let (group, artifact) = (library.stated("groupId"), library.stated("artifactId"))
  let (type, version) = (library.stated("type") ?? library.stated("libraryType"), library.stated("version"))
  if type == "MAVEN_ARTIFACT", let group, let artifact {
    return Component(stated: nil, ecosystem: "maven", name: "\(group):\(artifact)", version: version)
  }
  // For these, the artifact is the file and the group is the name.
  if let ecosystem = ecosystems[type ?? ""], let group {
    return Component(stated: nil, ecosystem: ecosystem, name: group, version: version)
  }
  let name = if let artifact { artifact } else { try library.required("name") }
  return Component(ecosystem: type, name: name, version: version)
}

private let ecosystems = [
  "NODE_PACKAGED_MODULE": "npm", "PYTHON_PACKAGE": "pypi", "GO_PACKAGE": "go", "NUGET_PACKAGE_MODULE": "nuget",
  "RUBY_GEM": "gem",
]

/// The fixed versions in a sentence: `Upgrade to version org.acme:tool:1.13,2.1`, `tool-1.2.3`, `Acme.Tool - 5.8.4`.
///
/// Nil if it names no version: other fixes replace files. Empty if there is no fix.
func mendFixes(_ fix: JSONValue?) -> [String]? {
  guard let fix, fix["type"]?.equals("UPGRADE_VERSION") ?? false, let text = fix.stated("fixResolution") else {
    return nil
  }
  if text == "no_fix" { return [] }
  let versions = text.split { $0 == "," || $0 == ";" }.compactMap { version(in: $0.split(separator: " ").last ?? "") }
  return versions.isEmpty ? nil : versions.distinct
}

/// The version after the name of a package: from the first part that begins like a version.
private func version(in word: Substring) -> String? {
  let word = word.split(separator: ":").last ?? ""
  let parts = word.split(separator: "-", omittingEmptySubsequences: false)
  guard let start = parts.firstIndex(where: beginsVersion) else { return nil }
  return parts[start...].joined(separator: "-")
}

private func beginsVersion(_ part: Substring) -> Bool {
  let digits = part.first == "v" ? part.dropFirst() : part
  return digits.first?.isNumber ?? false
}

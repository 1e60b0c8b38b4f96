import Documents
import Model

/// A library as Mend names it: by a group, an artifact and a version, of which each package manager uses others.
func mendComponent(_ library: JSONValue) throws(Diagnostic) -> Component {
  let (group, artifact) = (library.stated("groupId"), library.stated("artifactId"))
  let (type, version) = (library.stated("type") ?? library.stated("libraryType"), library.stated("version"))
  if type == "MAVEN_ARTIFACT", let group, let artifact {
    return Component(stated: nil, ecosystem: "maven", name: "\(group):\(artifact)", version: version)
  }
  // The artifact is the file, the group the name.
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

/// The versions that a sentence names: `Upgrade to version org.acme:tool:1.13,2.1`, `tool-1.2.3`, `Acme.Tool - 5.8.4`.
///
/// Nil where it speaks of no version: other fixes replace files.
func mendFixes(_ fix: JSONValue?) -> [String]? {
  guard let fix, fix["type"]?.equals("UPGRADE_VERSION") ?? false, let text = fix.stated("fixResolution") else {
    return nil
  }
  if text == "no_fix" { return [] }
  let versions = text.split { $0 == "," || $0 == ";" }.compactMap { version(in: $0.split(separator: " ").last ?? "") }
  return versions.isEmpty ? nil : versions.distinct
}

/// What is behind the name of a package, from the first part that begins as a version does.
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

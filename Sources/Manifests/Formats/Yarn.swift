import Model
import System

// Yarn's lock files: version 1 in its own syntax (classic.yarnpkg.com/docs/yarn-lock), later ones in YAML.

extension ManifestFormat {
  static let yarn = ManifestFormat("yarn", of: "npm", files: ["yarn.lock"]) { input throws(Diagnostic) in
    let outline = try Outline(input)
    var entries: [ManifestEntry] = []
    for package in outline.roots.map({ outline.nodes[$0] }) where !package.key.equals("__metadata") {
      guard let version = yarnValue("version", of: package, outline) else {
        throw input.unreadable("has a package without a version", line: package.line.number)
      }
      // A package of the repository itself.
      if version.equals("0.0.0-use.local") { continue }
      let resolved = yarnValue("resolution", of: package, outline).map { yarnName($0) }
      entries.append(ManifestEntry("npm", resolved ?? yarnName(package.key), version.text, lines: package.lines))
    }
    return entries
  }
}

/// A value below a package, with a colon after its key or without.
private func yarnValue(_ key: String, of package: Outline.Node, _ outline: Outline) -> Bytes? {
  for child in outline.children(of: package) {
    if child.key.equals(key) { return child.value }
    let words = child.line.text.words
    if words.count == 2, words[0].equals(key) { return words[1].unquoted }
  }
  return nil
}

/// The name in the first of the descriptors `name@range, name@range`. An alias names the package that is installed.
private func yarnName(_ descriptors: Bytes) -> String {
  let first = (descriptors.firstIndex(of: UInt8(ascii: ",")).map { descriptors[..<$0] } ?? descriptors).trimmed
  let text = first.unquoted.without(prefix: "\"").without(suffix: "\"")
  guard let at = text.dropFirst().firstIndex(of: UInt8(ascii: "@")) else { return text.text }
  let range = text[(at + 1)...]
  if range.begins(with: "npm:"), let (name, _) = nameAndVersion(range.dropFirst(4)) { return name }
  return text[..<at].text
}

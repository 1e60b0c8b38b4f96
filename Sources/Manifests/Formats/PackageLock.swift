import Documents
import Model
import System

// The lock files of npm (docs.npmjs.com, "package-lock.json", versions 1 to 3).

extension ManifestFormat {
  static let packageLock = ManifestFormat("package-lock", of: "npm", files: ["package-lock.json"], read: npmEntries)
  static let npmShrinkwrap = ManifestFormat(
    "npm-shrinkwrap", of: "npm", files: ["npm-shrinkwrap.json"], read: npmEntries)
}

private func npmEntries(of input: Input) throws(Diagnostic) -> [ManifestEntry] {
  let file = try JSONManifest(input)
  try file.require("lockfileVersion")
  return file.root.has("packages") ? try entriesByFolder(file) : try nestedEntries(file)
}

/// The entries of versions 2 and 3, by the folder into which a package is installed.
private func entriesByFolder(_ file: JSONManifest) throws(Diagnostic) -> [ManifestEntry] {
  var entries: [ManifestEntry] = []
  for (folder, value) in try file.members("packages", of: file.root) {
    // A folder outside of `node_modules` is a package of the repository itself, and a link leads to one.
    guard let start = Array(folder.utf8)[...].lastPart(after: "node_modules/"), value.flag("link") != true,
      let version = value.text("version")
    else { continue }
    entries.append(
      ManifestEntry(
        "npm", value.text("name") ?? start, version, lines: file.lines(of: value),
        isDevelopment: value.flag("dev") == true))
  }
  return entries
}

/// The entries of version 1, in which a package holds those that are installed for it alone.
private func nestedEntries(_ file: JSONManifest) throws(Diagnostic) -> [ManifestEntry] {
  var entries: [ManifestEntry] = []
  var open = try file.members("dependencies", of: file.root)
  while let (key, value) = open.popLast() {
    open += try file.members("dependencies", of: value)
    guard let stated = value.text("version") else { continue }
    let (name, version) = aliased(stated) ?? (key, stated)
    entries.append(
      ManifestEntry("npm", name, version, lines: file.lines(of: value), isDevelopment: value.flag("dev") == true))
  }
  return entries
}

/// Name and version of a package that is installed under another name: `npm:lodash@4.17.21`.
func aliased(_ version: String) -> (name: String, version: String)? {
  let bytes = Array(version.utf8)[...]
  guard bytes.begins(with: "npm:") else { return nil }
  return nameAndVersion(bytes.dropFirst(4))
}

/// Name and version around the last `@`, which is not the one of a scope.
func nameAndVersion(_ text: Bytes) -> (name: String, version: String)? {
  guard let (name, version) = text.partedLast(at: "@"), !name.isEmpty else { return nil }
  return (name.text, version.text)
}

extension ArraySlice where Element == UInt8 {
  /// What follows the last occurrence of a text; nil when there is none.
  fileprivate func lastPart(after text: String) -> String? {
    var (found, rest) = (Bytes?.none, self)
    while let start = rest.firstIndex(of: text) {
      rest = self[(start + text.utf8.count)...]
      found = rest
    }
    return found?.text
  }
}

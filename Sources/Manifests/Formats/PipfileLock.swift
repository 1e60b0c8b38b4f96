import Documents
import Model
import System

// Pipenv's lock file (pipenv.pypa.io, "Pipfile.lock"). `default` is what runs, every other category is for development.

extension ManifestFormat {
  static let pipfileLock = ManifestFormat("pipfile-lock", of: "pypi", files: ["Pipfile.lock"]) {
    input throws(Diagnostic) in
    let file = try JSONManifest(input)
    try file.require("default", "develop")
    var entries: [ManifestEntry] = []
    for (category, packages) in try file.root.members() where category.utf8.first != UInt8(ascii: "_") {
      for (name, package) in try packages.members() {
        let version = package.text("version").map { Array($0.utf8)[...].without(prefix: "==").text }
        entries.append(
          ManifestEntry(
            "pypi", name, version, lines: file.lines(of: package),
            isDevelopment: !category.utf8.elementsEqual("default".utf8)
          ))
      }
    }
    return entries
  }
}

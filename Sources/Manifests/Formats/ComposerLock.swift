import Documents
import Model
import System

// Composer's lock file (getcomposer.org/doc, "composer.lock").

extension ManifestFormat {
  static let composerLock = ManifestFormat("composer-lock", of: "composer", files: ["composer.lock"]) {
    input throws(Diagnostic) in
    let file = try JSONManifest(input)
    try file.require("packages", "packages-dev")
    var entries: [ManifestEntry] = []
    for (list, isDevelopment) in [(try file.root.list("packages"), false), (try file.root.list("packages-dev"), true)] {
      for package in list {
        guard let name = package.text("name") else { throw input.unreadable("has a package without a name") }
        entries.append(
          ManifestEntry(
            "composer", name, package.scalar("version"), lines: file.lines(of: package), isDevelopment: isDevelopment))
      }
    }
    return entries
  }
}

import Documents
import Model
import System

// NuGet's lock file (learn.microsoft.com, "Locking dependencies"): packages by target framework.

extension ManifestFormat {
  static let nugetLock = ManifestFormat("nuget-lock", of: "nuget", files: ["packages.lock.json"]) {
    input throws(Diagnostic) in
    let file = try JSONManifest(input)
    try file.require("dependencies")
    var entries: [ManifestEntry] = []
    for (_, packages) in try file.members("dependencies", of: file.root) {
      for (name, package) in try packages.members() {
        // A project of the solution has no resolved version.
        guard let version = package.text("resolved") else { continue }
        entries.append(ManifestEntry("nuget", name, version, lines: file.lines(of: package)))
      }
    }
    return entries
  }
}

import Documents
import Model
import System

// The lock file of R's renv (rstudio.github.io/renv, "Lockfiles").

extension ManifestFormat {
  static let renvLock = ManifestFormat("renv-lock", of: "cran", files: ["renv.lock"]) { input throws(Diagnostic) in
    let file = try JSONManifest(input)
    try file.require("Packages")
    var entries: [ManifestEntry] = []
    for (key, package) in try file.members("Packages", of: file.root) {
      entries.append(
        ManifestEntry(
          "cran", package.text("Package") ?? key, package.scalar("Version"), lines: file.lines(of: package)))
    }
    return entries
  }
}

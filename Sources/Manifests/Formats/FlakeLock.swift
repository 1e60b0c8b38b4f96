import Documents
import Model
import System

// The lock file of Nix flakes (nix.dev, "nix flake lock"). A version is a revision.

extension ManifestFormat {
  static let flakeLock = ManifestFormat("flake-lock", of: "github", files: ["flake.lock"]) { input throws(Diagnostic) in
    let file = try JSONManifest(input)
    try file.require("nodes")
    var entries: [ManifestEntry] = []
    for (_, node) in try file.members("nodes", of: file.root) {
      // The root node is the flake itself.
      guard let locked = try node.object("locked") else { continue }
      let type = locked.text("type") ?? "generic"
      let name =
        if let owner = locked.text("owner"), let repository = locked.text("repo") { "\(owner)/\(repository)" } else {
          locked.text("url") ?? locked.text("path") ?? locked.text("id")
        }
      guard let name else { throw input.unreadable("has a node without a source") }
      entries.append(
        ManifestEntry(type, name, locked.text("rev") ?? locked.text("narHash"), lines: file.lines(of: node)))
    }
    return entries
  }
}

import Model
import System

// The lock file of Haskell's Stack (docs.haskellstack.org, "Lock files"): `hackage: name-version@hash` of what was
// completed.

extension ManifestFormat {
  static let stackLock = ManifestFormat("stack-lock", of: "hackage", files: ["stack.yaml.lock"]) {
    input throws(Diagnostic) in
    let outline = try Outline(input)
    guard outline.root("packages") != nil || outline.root("snapshots") != nil else {
      throw input.unreadable("has no `packages`")
    }
    var entries: [ManifestEntry] = []
    var isCompleted = false
    for node in outline.nodes {
      if node.key.ends(with: "completed") {
        isCompleted = true
      } else if node.key.ends(with: "original") {
        isCompleted = false
      }
      guard isCompleted, node.key.without(prefix: "- ").equals("hackage"),
        let (name, version) = (node.value.parted(at: "@")?.before ?? node.value).partedLast(at: "-")
      else { continue }
      entries.append(ManifestEntry("hackage", name.text, version.text, lines: node.line.number...node.line.number))
    }
    return entries
  }
}

import Documents
import Model
import System

// The lock file of the Swift package manager, versions 1 to 3. A package is named by its location.

extension ManifestFormat {
  static let packageResolved = ManifestFormat("package-resolved", of: "swift", files: ["Package.resolved"]) {
    input throws(Diagnostic) in
    let file = try JSONManifest(input)
    let holder = try file.root.object("object") ?? file.root
    guard holder.has("pins") else { throw input.unreadable("has no `pins`") }
    var entries: [ManifestEntry] = []
    for pin in try holder.list("pins") {
      guard let location = pin.text("location") ?? pin.text("repositoryURL") ?? pin.text("identity") else {
        throw input.unreadable("has a pin without a location")
      }
      let state = try pin.object("state")
      entries.append(
        ManifestEntry(
          "swift", repositoryName(location), state?.text("version"), requirement: state?.text("revision"),
          lines: file.lines(of: pin)))
    }
    return entries
  }
}

/// The location of a repository without scheme and `.git`: `github.com/apple/swift-nio`.
private func repositoryName(_ location: String) -> String {
  let bytes = Array(location.utf8)[...]
  return bytes.without(prefix: "https://").without(prefix: "http://").without(prefix: "ssh://").without(suffix: "/")
    .without(suffix: ".git").text
}

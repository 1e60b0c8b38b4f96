import Model
import System

// The lock file of CocoaPods: below `PODS:`, each pod with its version, and below it what it requires.

extension ManifestFormat {
  static let podfileLock = ManifestFormat("podfile-lock", of: "cocoapods", files: ["Podfile.lock"]) {
    input throws(Diagnostic) in
    let outline = try Outline(input)
    guard let pods = outline.root("PODS") else { throw input.unreadable("has no `PODS`") }
    var entries: [ManifestEntry] = []
    for pod in outline.children(of: pods) {
      let text = pod.line.text.without(prefix: "- ").without(suffix: ":").unquoted
      guard let (name, rest) = text.parted(at: "("), rest.last == UInt8(ascii: ")") else {
        throw input.unreadable("has a pod without a version", line: pod.line.number)
      }
      entries.append(
        ManifestEntry(
          "cocoapods", name.trimmed.text, rest.dropLast().text, lines: pod.line.number...pod.line.number))
    }
    return entries
  }
}

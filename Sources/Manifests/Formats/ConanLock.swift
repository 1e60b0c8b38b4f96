import Documents
import Model
import System

// Conan's lock files (docs.conan.io): version 0.5 lists references by group, 0.4 and before a graph of them.

extension ManifestFormat {
  static let conanLock = ManifestFormat("conan-lock", of: "conan", files: ["conan.lock"]) { input throws(Diagnostic) in
    let file = try JSONManifest(input)
    try file.require("requires", "build_requires", "python_requires", "graph_lock")
    var entries: [ManifestEntry] = []
    func add(_ reference: String?, _ value: JSONValue, isDevelopment: Bool?) {
      guard let reference, let (name, version) = conanReference(reference) else { return }
      entries.append(
        ManifestEntry("conan", name, version, lines: file.lines(of: value), isDevelopment: isDevelopment))
    }
    for (group, isDevelopment) in [("requires", false), ("build_requires", true), ("python_requires", false)] {
      guard let list = file.root[member: group] else { continue }
      for value in try list.elements() { add(value.text, value, isDevelopment: isDevelopment) }
    }
    if let graph = try file.root.object("graph_lock") {
      for (_, node) in try file.members("nodes", of: graph) {
        add(node.text("ref") ?? node.text("pref"), node, isDevelopment: nil)
      }
    }
    return entries
  }
}

/// Name and version of `zlib/1.2.11@user/channel#revision`; nil for the project itself, which has no version.
private func conanReference(_ reference: String) -> (name: String, version: String)? {
  guard let (name, rest) = Array(reference.utf8)[...].parted(at: "/") else { return nil }
  let version = rest.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "@") && $0 != UInt8(ascii: "%") }
  return (name.text, version.text)
}

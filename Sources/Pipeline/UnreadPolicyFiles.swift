import Documents
import Interning
import Model
import System
import VEX

extension PolicyFiles {
  /// The files of the folder that look as if they were meant to judge and that no loader reads, because of their names
  /// or places: `policies/team/strict.yaml`, `waiver.yaml`, `vex/a.openvex`.
  ///
  /// A policy among them is an error, because its author expects its rules to apply, and so is a VEX document, because it may
  /// withdraw a statement. Other files are warned about.
  /// Documentation is passed over.
  ///
  /// - Parameters:
  ///   - isHome: Whether the folder holds nothing but the bundle, so that every folder in it is looked at. If not, only
  ///     the folders of a bundle are.
  ///   - arePoliciesNamed: Whether the user names the policy files, so that others are left out on purpose.
  func unread(isHome: Bool, arePoliciesNamed: Bool) throws(Diagnostic) -> [Diagnostic] {
    var (found, pending, count) = ([Diagnostic](), [folder], 0)
    while let next = pending.popLast() {
      let entries = try tree.list(next)
      count += entries.count
      guard count <= Limit.filesInFolder else {
        throw Diagnostic(
          .fileTooLarge, "\(tree.displayName(of: folder)) holds more than \(Limit.filesInFolder) files",
          at: SourcePosition(file: tree.displayName(of: folder)), help: "remove the files that are not needed")
      }
      for entry in entries where !isRead(entry, in: next) {
        if entry.kind == .folder {
          if isHome || next != folder || isFolderOfBundle(entry.name) { pending.append(entry.path) }
        } else if let diagnostic = try complaint(about: entry, arePoliciesNamed) {
          found.append(diagnostic)
        }
      }
    }
    return found
  }

  /// Whether a loader reads the entry of a folder, or finds out itself that it cannot.
  private func isRead(_ entry: TreeEntry, in parent: String) -> Bool {
    guard entry.kind != .folder else { return false }
    let name = entry.name.utf8
    func ends(in endings: [String]) -> Bool { endings.contains { name.suffix($0.utf8.count).elementsEqual($0.utf8) } }
    if parent.isSame(as: folder) {
      return [SignerFiles.allowedName, SignerFiles.keyringName].contains { name.elementsEqual($0.utf8) }
        || ["policy", "waivers", "baseline", "people", "tests"].contains { word in
          yamlEndings.contains { name.elementsEqual((word + $0).utf8) }
        }
    }
    if parent.isSame(as: path("vex")) { return ends(in: [".json"]) }
    return ["policies", "tests"].contains { parent.isSame(as: path($0)) } && ends(in: yamlEndings)
  }

  private func isFolderOfBundle(_ name: String) -> Bool {
    ["policies", "policy", "vex", "tests", "waivers"].contains { equalIgnoringCase(name, $0) }
  }

  private func complaint(about entry: TreeEntry, _ arePoliciesNamed: Bool) throws(Diagnostic) -> Diagnostic? {
    let name = lowercasedASCII(entry.name)
    if documentation.contains(where: name.hasSuffix) || name.hasPrefix("readme") || name.hasPrefix("license") {
      return nil
    }
    let isInVEX = Array(entry.path.utf8).starts(with: path("vex/").utf8) && !name.hasPrefix(".git")
    let limit = isInVEX ? Limit.vex : Limit.policy
    let content =
      entry.kind == .file && (entry.size ?? 0) <= limit ? try tree.read(entry.path, limit: limit) ?? [] : []
    let isPolicy = hasKey("gatehouse", content)
    let language = languages.first { hasKey($0.key, content) }
    if isPolicy, arePoliciesNamed { return nil }
    let isConfiguration = [".yaml", ".yml", ".json"].contains(where: name.hasSuffix)
    let isVEX = isInVEX && isVEXDocument(content, named: entry.name)
    let isOfKeys =
      name.hasPrefix("allowed") || name.hasPrefix("keyring")
      || [".gpg", ".asc", ".kbx", ".pub"].contains(where: name.hasSuffix)
    guard isPolicy || isConfiguration || isInVEX || isOfKeys || language != nil else { return nil }
    let shown = tree.displayName(of: entry.path)
    let kind = isPolicy ? ", although it is a policy" : isVEX ? ", although it is a VEX document" : ""
    return Diagnostic(
      .policyFileUnread, "\(shown) is not read\(kind)", severity: kind.isEmpty ? .warning : .error,
      at: SourcePosition(file: shown),
      because: (isVEX ? ["it may withdraw what a document that is read says"] : []) + [
        "read are policy.yaml, policies/*.yaml, waivers.yaml, baseline.yaml, people.yaml, allowed_signers, keyring.gpg, "
          + "vex/*.json, tests.yaml and tests/*.yaml in \(folder.isEmpty ? "the folder" : folder)"
      ],
      help: language.map { "put it into \(tree.displayName(of: path($0.file))), or remove it" }
        ?? (isInVEX ? helpForVEX(entry) : "rename or move it, or remove it"))
  }

  /// How a file below `vex/` gets read: in the folder itself, with the ending that is read.
  private func helpForVEX(_ entry: TreeEntry) -> String {
    let home = tree.displayName(of: path("vex"))
    let isInFolder = !entry.path.dropFirst(path("vex/").count).contains("/")
    let isJSON = entry.name.utf8.suffix(5).elementsEqual(".json".utf8)
    if isInFolder { return "give it the ending .json, or remove it" }
    return "move it to \(home)/\(isJSON ? "" : ", with the ending .json"), or remove it"
  }
}

/// Whether a file is a VEX document in a format that is read; what is no JSON is none.
private func isVEXDocument(_ content: [UInt8], named name: String) -> Bool {
  do throws(Diagnostic) {
    let root = try JSONDocument(Input(name: name, bytes: content).inUTF8()).root
    return VEXFormat.all.contains { $0.recognises(root) }
  } catch { return false }
}

extension PolicyBundle {
  /// Whether a name at the root differs from `.gatehouse` in upper and lower case or in an ending only.
  static func isLookAlike(_ name: String) -> Bool {
    let plain = lowercasedASCII(name)
    return !name.isSame(as: home) && ([home] + yamlEndings.map { home + $0 }).contains { plain.isSame(as: $0) }
  }

  /// Errors for folders and files beside `.gatehouse` whose names differ from it in upper and lower case or in an
  /// ending only, and which are not read.
  static func lookAlikes(in tree: some Tree) throws(Diagnostic) -> [Diagnostic] {
    try tree.list("").filter { isLookAlike($0.name) }.map { entry in
      let shown = tree.displayName(of: entry.path)
      return Diagnostic(
        .policyFileUnread, "\(shown) is not read: the policy lies in the folder \(home)",
        at: SourcePosition(file: shown),
        help: "move it to \(home)/, or rename it")
    }
  }
}

/// Endings of files that are written for people.
private let documentation = [
  ".md", ".markdown", ".rst", ".adoc", ".html", ".schema.json", ".gitkeep", ".gitignore", ".gitattributes",
]

/// The first keys of files in the languages of this program, and the files in which they are read.
private let languages: [(key: String, file: String)] = [
  ("gatehouse", "policy.yaml"), ("gatehouse-waivers", "waivers.yaml"), ("gatehouse-baseline", "baseline.yaml"),
  ("gatehouse-people", "people.yaml"), ("gatehouse-tests", "tests.yaml"),
]

/// Whether a text has the key of a mapping, plain or in quotes: `gatehouse: 1`, `{"gatehouse": 1}`.
private func hasKey(_ key: String, _ text: [UInt8]) -> Bool {
  let key = Array(key.utf8)
  var rest = text[...]
  while let start = rest.firstRange(of: key) {
    let after = text[start.upperBound...].first
    let isStart = start.lowerBound == 0 || !isWord(text[start.lowerBound - 1])
    if isStart, let after, "\"':".utf8.contains(after) { return true }
    rest = text[start.upperBound...]
  }
  return false
}

private func isWord(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (97...122).contains(byte | 0x20) || "-_.#".utf8.contains(byte)
}

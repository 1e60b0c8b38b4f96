import Documents
import Model

extension ReportManifest {
  /// Reads a `gatehouse.yaml`. An unknown key, a wrong type and a file outside of its folder are errors: what is passed over
  /// here would be evidence that nobody checked.
  package init(_ input: Input) throws(Diagnostic) {
    let document = try YAMLDocument(input)
    let fields = try Fields(document.root, known: ["gatehouse-reports", "reports"])
    guard let version = fields.take("gatehouse-reports"), version.text == "1" else {
      throw fields.node.manifestFault("the manifest does not say `gatehouse-reports: 1`")
    }
    guard let list = fields.take("reports"), case .sequence(let nodes) = list.value else {
      throw fields.node.manifestFault("`reports` must be a list of reports")
    }
    self.init()
    for node in nodes {
      let entry = try Entry(node)
      if let other = self.entry(for: entry.file) {
        throw node.manifestFault("\(entry.file) is described twice; before at \(other.at)")
      }
      entries.append(entry)
    }
  }
}

extension ReportManifest.Entry {
  fileprivate init(_ node: YAMLNode) throws(Diagnostic) {
    let fields = try Fields(node, known: ["file", "tool", "version", "commit", "exit-code", "finished", "folder"])
    guard let file = try fields.text("file") else { throw node.manifestFault("a report needs a `file`") }
    self.init(file: try folderPath(file), at: node.place)
    tool = try fields.text("tool")?.text
    version = try fields.text("version")?.text
    commit = try fields.checked("commit", as: "a full commit id (40 or 64 hexadecimal digits)") {
      isObjectID($0) ? $0.lowercased() : nil
    }
    exitCode = try fields.checked("exit-code", as: "a number from 0 to 255") { text in
      Int(text).flatMap { (0...255).contains($0) ? $0 : nil }
    }
    folder = try fields.text("folder").map { (node) throws(Diagnostic) in try folderPath(node, key: "folder") }
    finished = try fields.checked("finished", as: "a date and time like 2026-11-20T10:00:00Z") { Timestamp($0) }
  }
}

/// The manifest speaks of files of its own folder, and of folders of the repository, only.
private func folderPath(_ node: YAMLNode, key: String = "file") throws(Diagnostic) -> String {
  let text = node.text ?? ""
  let parts = text.split(separator: "/", omittingEmptySubsequences: false)
  guard !text.isEmpty, !text.contains("\\"), !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." }) else {
    throw node.manifestFault(
      key == "file"
        ? "`file` must name a file in the manifest's folder, like trivy.json"
        : "`folder` must name a folder of the repository, like services/web")
  }
  return text
}

/// The entries of a mapping whose keys are known beforehand.
private struct Fields {
  let node: YAMLNode
  private var pairs: [String: YAMLNode] = [:]

  init(_ node: YAMLNode, known: [String]) throws(Diagnostic) {
    self.node = node
    guard case .mapping(let pairs) = node.value else {
      throw node.manifestFault("expected a mapping with \(known.joined(separator: ", ")), found \(node.description)")
    }
    for pair in pairs {
      guard known.contains(pair.name) else {
        throw pair.key.manifestFault(
          "there is no key '\(pair.name)'",
          help: nearest(to: pair.name, among: known).map { "did you mean '\($0)'?" }
            ?? "known keys: \(known.joined(separator: ", "))")
      }
      self.pairs[pair.name] = pair.value
    }
  }

  func take(_ name: String) -> YAMLNode? { pairs[name] }

  /// A scalar that is not empty.
  func text(_ name: String) throws(Diagnostic) -> YAMLNode? {
    guard let value = pairs[name] else { return nil }
    guard value.text?.isEmpty == false else {
      throw value.manifestFault("`\(name)` must be a text, found \(value.description)")
    }
    return value
  }

  func checked<Value>(
    _ name: String, as form: String, _ read: (String) -> Value?
  ) throws(Diagnostic) -> Value? {
    guard let value = try text(name), let text = value.text else { return nil }
    guard let read = read(text) else {
      throw value.manifestFault("`\(name)` must be \(form), found \(value.description)")
    }
    return read
  }
}

extension YAMLNode {
  fileprivate var text: String? {
    guard case .scalar(let text, _) = value else { return nil }
    return text
  }

  fileprivate func manifestFault(_ text: String, help: String? = nil) -> Diagnostic {
    diagnostic(.manifestInvalid, text, help: help)
  }
}

import Documents
import Model
import System

extension ReportManifest {
  /// Reads a `gatehouse.yaml`. An unknown key, a wrong type and a file outside of its folder are errors: what is passed over
  /// here would be evidence that nobody checked.
  package init(_ input: Input) throws(Diagnostic) {
    let fields = try Fields(try YAMLDocument(input).root, known: ["gatehouse-reports", "reports"])
    try fields.demandVersion("gatehouse-reports")
    self.init()
    for node in try fields.list("reports", of: "reports") {
      let entry = try Entry(node)
      if let other = self.entry(for: entry.file) {
        throw node.manifestFault("\(entry.file) is described twice; before at \(other.at)")
      }
      entries.append(entry)
    }
  }

  /// Reads a `REPORT.gatehouse.yaml`, which speaks of the report beside it and of nothing else.
  package init(sideCar input: Input, of file: String) throws(Diagnostic) {
    let root = try YAMLDocument(input).root
    let fields = try Fields(root, known: ["gatehouse-report"] + Entry.keys)
    try fields.demandVersion("gatehouse-report")
    self.init(entries: [try Entry(fields, file: file)])
  }
}

extension ReportManifest.Entry {
  /// What can be said of a report.
  fileprivate static let keys = [
    "tool", "version", "commit", "exit-code", "finished", "folder", "covers", "digest",
  ]

  fileprivate init(_ node: YAMLNode) throws(Diagnostic) {
    let fields = try Fields(node, known: ["file"] + Self.keys)
    guard let file = try fields.text("file") else { throw node.manifestFault("a report needs a `file`") }
    try self.init(fields, file: try folderPath(file))
  }

  fileprivate init(_ fields: Fields, file: String) throws(Diagnostic) {
    self.init(file: file, at: fields.node.place)
    tool = try fields.text("tool")?.text
    version = try fields.text("version")?.text
    commit = try fields.checked("commit", as: "a full commit id (40 or 64 hexadecimal digits)") {
      isObjectID($0) ? $0.lowercased() : nil
    }
    exitCode = try fields.checked("exit-code", as: "a number from 0 to 255") { text in
      Int(text).flatMap { (0...255).contains($0) ? $0 : nil }
    }
    finished = try fields.checked("finished", as: "a date and time like 2026-11-20T10:00:00Z") { Timestamp($0) }
    folder = try fields.text("folder").map { (node) throws(Diagnostic) in try folderPath(node, key: "folder") }
    digest = try fields.checked("digest", as: "sha256: and 64 hexadecimal digits") { text in
      text.hasPrefix("sha256:") && text.utf8.count == 71 && isObjectID(String(text.dropFirst(7)))
        ? text.lowercased() : nil
    }
    guard let list = fields.take("covers") else { return }
    covers = try fields.list("covers", of: "folders").map { (node) throws(Diagnostic) in try coveredPath(node) }
    if covers?.isEmpty == true { throw list.manifestFault("`covers` names nothing that was scanned") }
  }
}

/// A folder or a file that was scanned. `services/**` is read as `services`, which is what policies mean by it; no other
/// pattern is: which of the files that it matches were scanned, the report knows better.
private func coveredPath(_ node: YAMLNode) throws(Diagnostic) -> String {
  var text = node.text ?? ""
  if text == "." || text == "**" { return "" }
  if text.hasSuffix("/**") { text.removeLast(3) } else if text.hasSuffix("/") { text.removeLast() }
  guard isInside(text), !text.utf8.contains(where: { "*?[".utf8.contains($0) }) else {
    throw node.manifestFault("`covers` must name folders of the repository, like services/web, or . for all of it")
  }
  return text
}

/// The manifest speaks of files of its own folder, and of folders of the repository, only.
private func folderPath(_ node: YAMLNode, key: String = "file") throws(Diagnostic) -> String {
  let text = node.text ?? ""
  // Hidden files of a folder are not read, so nobody may speak of one as if it had been.
  guard isInside(text), key != "file" || !text.hasPrefix(".") && !text.contains("/.") else {
    throw node.manifestFault(
      key == "file"
        ? "`file` must name a file in the manifest's folder, not a hidden one, like trivy.json"
        : "`folder` must name a folder of the repository, like services/web")
  }
  return text
}

private func isInside(_ path: String) -> Bool {
  let parts = path.split(separator: "/", omittingEmptySubsequences: false)
  return !path.isEmpty && !path.contains("\\") && !parts.contains { $0.isEmpty || $0 == "." || $0 == ".." }
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

  /// Says that the file is what its name says, in the one version there is.
  func demandVersion(_ name: String) throws(Diagnostic) {
    guard take(name)?.text == "1" else { throw node.manifestFault("the file does not say `\(name): 1`") }
  }

  func list(_ name: String, of what: String) throws(Diagnostic) -> [YAMLNode] {
    guard let list = take(name), case .sequence(let nodes) = list.value else {
      throw (take(name) ?? node).manifestFault("`\(name)` must be a list of \(what)")
    }
    return nodes
  }

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

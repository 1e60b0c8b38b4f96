import Documents
import Model

extension ReportManifest.Entry {
  /// The side-car that says this, as YAML.
  package var sideCarText: String {
    var lines = ["gatehouse-report: 1"]
    func add(_ key: String, _ value: String?) { if let value { lines.append("\(key): \(value)") } }
    add("tool", tool.map(quoted))
    add("version", version.map(quoted))
    add("commit", commit)
    add("tree", tree?.rawValue)
    add("exit-code", exitCode.map(String.init))
    add("started", started?.description)
    add("finished", finished?.description)
    add("folder", folder.map(quoted))
    add("root", root.map(quoted))
    add("covers", covers.map(list))
    add("unread", unread.map(list))
    add("digest", digest)
    return lines.joined(separator: "\n") + "\n"
  }
}

private func list(_ paths: [String]) -> String {
  "[\(paths.map { quoted($0.isEmpty ? "." : $0) }.joined(separator: ", "))]"
}

/// A text as YAML reads it back: plain where that is safe, and else as a string of JSON, which YAML contains (YAML 1.2.2 §1.3).
private func quoted(_ text: String) -> String {
  let isPlain = text.utf8.first.map { (97...122).contains($0 | 0x20) } ?? false
  let isSafe = text.utf8.allSatisfy {
    (97...122).contains($0 | 0x20) || (48...57).contains($0) || "-_./".utf8.contains($0)
  }
  if isPlain, isSafe { return text }
  var json = JSONWriter(.compact)
  json.value(text)
  return json.text
}

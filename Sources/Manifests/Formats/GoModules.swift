import Model
import System

// Go's module files (go.dev/ref/mod).

extension ManifestFormat {
  /// `go.mod` ("go.mod files"): what is required, before replacements. From Go 1.17 it lists all modules that are built.
  static let goMod = ManifestFormat("go-mod", of: "golang", isLockFile: false, where: { $0.ends(with: ".mod") }) {
    input throws(Diagnostic) in
    var (entries, block) = ([ManifestEntry](), Bytes?.none)
    for line in input.lines {
      let text = line.text.firstIndex(of: "//").map { line.text[..<$0].trimmed } ?? line.text
      var words = text.words
      guard let first = words.first else { continue }
      if first.equals(")") { block = nil }
      if block == nil, words.count == 2, words[1].equals("(") { block = first }
      if block == nil, first.equals("require") {
        words.removeFirst()
      } else if block?.equals("require") != true {
        continue
      }
      guard words.count == 2, words[1].first == UInt8(ascii: "v") else { continue }
      entries.append(
        ManifestEntry(
          "golang", words[0].unquoted.text, words[1].dropFirst().text, lines: line.number...line.number))
    }
    guard input.lines.contains(where: { line in directives.contains { line.text.begins(with: $0) } }) else {
      throw input.unreadable("has no `module`")
    }
    return entries
  }

  /// `go.sum` ("go.sum files"): the hashes of all modules that were ever looked at, so more than what is built.
  static let goSum = ManifestFormat("go-sum", of: "golang", files: ["go.sum"]) { input throws(Diagnostic) in
    var entries: [ManifestEntry] = []
    for line in input.lines where !line.text.isEmpty {
      let words = line.text.words
      guard words.count == 3, words[2].begins(with: "h1:") else {
        throw input.unreadable("has a line that is no hash of a module", line: line.number)
      }
      // A module has a line for its content, and one for its go.mod.
      let version = words[1].without(suffix: "/go.mod").without(prefix: "v")
      var entry = ManifestEntry("golang", words[0].text, version.text, lines: line.number...line.number)
      entry.isOfManifestAlone = words[1].ends(with: "/go.mod")
      entries.append(entry)
    }
    return entries
  }
}

private let directives = ["module", "go ", "require", "replace"]

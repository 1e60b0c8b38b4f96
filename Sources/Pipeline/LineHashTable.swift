import Git
import Interning
import Model
import System

extension Decision {
  /// Adds the hashes of the lines of findings, from the files that were scanned (`lineHashes`).
  mutating func addLineHashes(from tree: any Tree) throws(Diagnostic) {
    let files = CommitFiles(of: tree)
    var lines: [InternedString: [(line: Int, id: String)]] = [:]
    for index in judgements.indices {
      let finding = judgements[index].risk.finding
      guard let path = finding.location.repositoryPath(finding.kind).interned, let line = finding.location.startLine,
        line >= 1
      else { continue }
      lines[path, default: []].append((line, finding.id))
    }
    for (path, wanted) in lines {
      guard case .file = try files.standing(of: path), let content = try sourceContent(of: path.wrappedValue, in: tree)
      else { continue }
      let hashes = LineHashes(of: content)
      for (line, id) in wanted { lineHashes[id] = hashes[line] }
    }
  }
}

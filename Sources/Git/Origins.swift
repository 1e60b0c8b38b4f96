import Model

// Where the content of a file comes from if the change also rewrites or deletes the file that had it. Git shows no rename
// then, because the old path still has a file, or the new path had one.

extension FileChange {
  /// Whether the change leaves less than half of the lines that the file had.
  fileprivate var isRewritten: Bool {
    switch status {
    case .typeChanged: return true
    case .added, .deleted, .renamed, .copied: return false
    case .modified:
      let kept = (lineCount ?? 0) - added.reduce(0) { $0 + $1.count }
      return isWhole || removed.reduce(0) { $0 + $1.count } > kept
    }
  }
}

extension Objects {
  /// Names the file of the base from which most of the content of an added or rewritten file comes, where the change
  /// rewrites or deletes that file. Not too many pairs are compared.
  ///
  /// - Parameter changes: The changes of `differences`, in the same order.
  func addOrigins(to changes: inout [FileChange], _ differences: [TreeDifference]) throws(Diagnostic) {
    let rewritten = Set(changes.indices.filter { changes[$0].isRewritten })
    guard !rewritten.isEmpty else { return }
    let sources = changes.indices.filter {
      differences[$0].old?.mode.isFile == true && (changes[$0].status == .deleted || rewritten.contains($0))
    }
    let targets = changes.indices.filter {
      differences[$0].new?.mode.isFile == true && (changes[$0].status == .added || rewritten.contains($0))
    }
    guard sources.count * targets.count <= originLimit else { return }
    var old: [Int: Similarity] = [:]
    for source in sources { old[source] = try similarity(differences[source].old, changes[source].path) }
    for target in targets {
      guard let new = try similarity(differences[target].new, changes[target].path) else { continue }
      let scores = sources.compactMap { source -> (source: Int, score: Int)? in
        guard source != target, rewritten.contains(source) || rewritten.contains(target) else { return nil }
        return old[source].map { (source, Similarity.score($0, new)) }
      }
      guard let best = scores.max(by: { $0.score < $1.score }), best.score >= Similarity.rename else { continue }
      changes[target].origin = changes[best.source].path
    }
  }

  /// Nil for a file that is too large to compare.
  private func similarity(_ entry: TreeDifference.Entry?, _ path: String) throws(Diagnostic) -> Similarity? {
    guard let entry, let header = try header(entry.id), header.size <= LineDiff.sizeLimit else { return nil }
    return Similarity(try blob(entry.id, at: path, limit: LineDiff.sizeLimit))
  }
}

/// The maximal number of pairs of files that are compared for origins.
private let originLimit = 10_000

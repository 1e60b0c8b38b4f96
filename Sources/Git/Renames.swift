import Model

/// Joins deleted and added files that are one file with a new name: equal content first, then similar content under a name
/// that only they have, then similar content of any name where there are few enough to compare.
/// The steps and the choices among several are git's, so reviewers see the same differences in `git diff -M`.
struct Renames {
  /// Similar contents are looked for only when deletions times additions stay under this: the work is their product.
  private static let comparisonLimit = 10_000

  private var differences: [TreeDifference]
  private var deleted: [Int]
  private var added: [Int]

  /// `differences` with each rename as one difference at the new path; the order stays that of the new paths.
  static func join(_ differences: [TreeDifference], in objects: borrowing Objects) throws(Diagnostic)
    -> [TreeDifference]
  {
    var renames = Renames(differences)
    renames.joinEqual()
    try renames.joinSameName(objects)
    if renames.deleted.count * renames.added.count <= comparisonLimit { try renames.joinSimilar(objects) }
    return renames.differences.filter { $0.old != nil || $0.new != nil }
  }

  private init(_ differences: [TreeDifference]) {
    self.differences = differences
    deleted = differences.indices.filter { differences[$0].new == nil }
    added = differences.indices.filter { differences[$0].old == nil }
  }

  /// Among equal contents the one that keeps its file name is taken, else the first.
  private mutating func joinEqual() {
    var sources = Dictionary(grouping: deleted) { differences[$0].old?.id }
    var found: [(Int, Int)] = []
    for target in added {
      let id = differences[target].new?.id
      // As in git, of a hundred equal contents and more only the first are looked at.
      let equal = (sources[id] ?? []).prefix(100).filter { fits(differences[$0].old, differences[target].new) }
      guard let source = equal.first(where: { name($0) == name(target) }) ?? equal.first else { continue }
      found.append((source, target))
      sources[id]?.removeAll { $0 == source }
    }
    record(found)
  }

  private func fits(_ old: TreeDifference.Entry?, _ new: TreeDifference.Entry?) -> Bool {
    guard let old, let new else { return false }
    return old.mode == new.mode || (old.mode.isFile && new.mode.isFile)
  }

  private func name(_ index: Int) -> ArraySlice<UInt8> {
    differences[index].path.split(separator: UInt8(ascii: "/")).last ?? []
  }

  private mutating func record(_ found: [(source: Int, target: Int)]) {
    for (source, target) in found {
      (differences[target].oldPath, differences[target].old) = (differences[source].path, differences[source].old)
      differences[source].old = nil
    }
    deleted.removeAll { differences[$0].old == nil }
    added.removeAll { differences[$0].old != nil }
  }

  private mutating func joinSameName(_ objects: borrowing Objects) throws(Diagnostic) {
    let (sources, targets) = (try regular(deleted, \.old, objects), try regular(added, \.new, objects))
    var found: [(Int, Int)] = []
    for (source, target) in uniqueNames(sources, targets) where Similarity.mayRename(source.size, target.size) {
      let score = try Similarity.score(similarity(source, objects), similarity(target, objects))
      if score >= Similarity.renameKeepingName { found.append((source.index, target.index)) }
    }
    record(found)
  }

  /// Git keeps the four best sources of each target, then takes the best of all again and again.
  private mutating func joinSimilar(_ objects: borrowing Objects) throws(Diagnostic) {
    let (sources, targets) = (try regular(deleted, \.old, objects), try regular(added, \.new, objects))
    let scores = try scores(sources, targets, objects)
    let best = Dictionary(grouping: scores, by: \.target).values.flatMap { $0.sorted(by: precedes).prefix(4) }
    var taken = Set<Int>()
    var found: [(Int, Int)] = []
    for score in best.sorted(by: precedes) where taken.isDisjoint(with: [score.source, score.target]) {
      taken.formUnion([score.source, score.target])
      found.append((score.source, score.target))
    }
    record(found)
  }

  /// A name that one deleted and one added file share and no other has: moved to another folder, most likely.
  private func uniqueNames(_ sources: [Candidate], _ targets: [Candidate]) -> [(Candidate, Candidate)] {
    let old = Dictionary(grouping: sources) { name($0.index) }.filter { $1.count == 1 }
    let count = Dictionary(grouping: targets) { name($0.index) }.mapValues(\.count)
    return targets.compactMap { target in
      let name = name(target.index)
      return count[name] == 1 ? old[name].map { ($0[0], target) } : nil
    }
  }
}

extension Renames {
  private struct Candidate {
    let index: Int
    let id: ObjectID
    let size: Int
  }

  private struct Score {
    let source: Int
    let target: Int
    let score: Int
    let keepsName: Bool
  }

  private func precedes(_ one: Score, _ other: Score) -> Bool {
    if one.score != other.score { return one.score > other.score }
    if one.keepsName != other.keepsName { return one.keepsName }
    return (one.target, one.source) < (other.target, other.source)
  }

  /// Only regular files small enough to compare; links and submodules are renamed only when equal.
  private func regular(
    _ indices: [Int], _ side: KeyPath<TreeDifference, TreeDifference.Entry?>, _ objects: borrowing Objects
  ) throws(Diagnostic) -> [Candidate] {
    var found: [Candidate] = []
    for index in indices {
      guard let entry = differences[index][keyPath: side], entry.mode.isFile else { continue }
      guard let header = try objects.header(entry.id) else {
        throw objects.missing.missing([entry.id], GitPath.text(of: differences[index].path))
      }
      if header.size <= LineDiff.sizeLimit { found.append(Candidate(index: index, id: entry.id, size: header.size)) }
    }
    return found
  }

  /// Measures each source against each target. The measures of the shorter list are kept, those of the longer made anew.
  private func scores(
    _ sources: [Candidate], _ targets: [Candidate], _ objects: borrowing Objects
  ) throws(Diagnostic) -> [Score] {
    let isFewSources = sources.count <= targets.count
    var kept: [ObjectID: Similarity] = [:]
    var scores: [Score] = []
    for long in isFewSources ? targets : sources {
      let near = (isFewSources ? sources : targets).filter { Similarity.mayRename($0.size, long.size) }
      if near.isEmpty { continue }
      let measure = try similarity(long, objects)
      for short in near {
        if kept[short.id] == nil { kept[short.id] = try similarity(short, objects) }
        guard let other = kept[short.id] else { continue }
        let (source, target) = isFewSources ? (short.index, long.index) : (long.index, short.index)
        let score = isFewSources ? Similarity.score(other, measure) : Similarity.score(measure, other)
        guard score >= Similarity.rename else { continue }
        scores.append(Score(source: source, target: target, score: score, keepsName: name(source) == name(target)))
      }
    }
    return scores
  }

  private func similarity(_ candidate: Candidate, _ objects: borrowing Objects) throws(Diagnostic) -> Similarity {
    let path = GitPath.text(of: differences[candidate.index].path)
    return Similarity(try objects.blob(candidate.id, at: path, limit: LineDiff.sizeLimit))
  }
}

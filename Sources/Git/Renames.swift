import Model

/// Combines deleted and added files into renames: first by equal content, then by similar content under a file name
/// that only these two have, then by similar content under any name, unless there are too many to compare. The steps
/// and choices are those of git, so reviewers see the same renames in `git diff -M`.
struct Renames {
  /// The maximal product of deletions and additions for which similar contents are compared, as in git
  /// (`diff.renameLimit`).
  private static let pairLimit = 1_000_000
  /// The maximal sum of the sizes in bytes of the contents of all pairs that are compared.
  private static let sizeLimit = 1 << 30

  private var differences: [TreeDifference]
  private var deleted: [Int]
  private var added: [Int]

  /// `differences` with each rename as one difference at the new path, still ordered by the new paths.
  ///
  /// - Parameter wanted: The new paths that are asked for. Where there is too much to compare, these alone are compared, as
  ///   `git blame` does.
  static func join(
    _ differences: [TreeDifference], wanted: Set<[UInt8]> = [], in objects: borrowing Objects
  ) throws(Diagnostic) -> [TreeDifference] {
    var renames = Renames(differences)
    renames.joinEqual()
    try renames.joinSameName(objects)
    if try !renames.joinSimilar(objects), !wanted.isEmpty {
      renames.added.removeAll { !wanted.contains(renames.differences[$0].path) }
      _ = try renames.joinSimilar(objects)
    }
    return renames.differences.filter { $0.old != nil || $0.new != nil }
  }

  private init(_ differences: [TreeDifference]) {
    self.differences = differences
    deleted = differences.indices.filter { differences[$0].new == nil }
    added = differences.indices.filter { differences[$0].old == nil }
  }

  /// Combines files with equal content. A file with the same name is preferred, then the first.
  private mutating func joinEqual() {
    var sources = Dictionary(grouping: deleted) { differences[$0].old?.id }
    var found: [(Int, Int)] = []
    for target in added {
      let id = differences[target].new?.id
      // As in git, at most the first hundred equal contents are considered.
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

  /// Combines files with similar content. As in git, the four best sources of each target are kept, and the best pair
  /// is chosen repeatedly. False when there is too much to compare.
  private mutating func joinSimilar(_ objects: borrowing Objects) throws(Diagnostic) -> Bool {
    guard deleted.count * added.count <= Self.pairLimit else { return false }
    let (sources, targets) = (try regular(deleted, \.old, objects), try regular(added, \.new, objects))
    guard Self.compares(sources, targets, atMost: Self.sizeLimit) else { return false }
    let scores = try scores(sources, targets, objects)
    let best = Dictionary(grouping: scores, by: \.target).values.flatMap { $0.sorted(by: precedes).prefix(4) }
    var taken = Set<Int>()
    var found: [(Int, Int)] = []
    for score in best.sorted(by: precedes) where taken.isDisjoint(with: [score.source, score.target]) {
      taken.formUnion([score.source, score.target])
      found.append((score.source, score.target))
    }
    record(found)
    return true
  }

  /// Whether the sizes of all pairs that may be renames add up to at most a limit.
  private static func compares(_ sources: [Candidate], _ targets: [Candidate], atMost limit: Int) -> Bool {
    var sum = 0
    for source in sources {
      for target in targets where Similarity.mayRename(source.size, target.size) { sum += source.size }
      if sum > limit { return false }
    }
    return true
  }

  /// Pairs of files whose name is unique among the deleted and among the added files: probably moved to another folder.
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

  /// The regular files that are small enough to compare. Symbolic links and submodules are
  /// renamed only when they are equal.
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

  /// The similarity of each source to each target. The signatures of the shorter list are kept, and those of the longer
  /// list are computed one at a time.
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

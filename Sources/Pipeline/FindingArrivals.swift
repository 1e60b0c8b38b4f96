import Git
import Interning
import Model

/// Finds when the findings that the change does not bring came to the first-parent line of the base branch.
struct FindingArrivals {
  private let repository: Repository
  private let head: CommitFiles
  /// The commit at which the walk over the history begins: the base, or without one the head.
  private let tip: CommitTree
  private let changes: FileChanges?
  private var queries: [HistoryQuery] = []
  /// The query of each path at the tip.
  private var queryOfPath: [InternedString: Int] = [:]
  /// By path at the head; nil for a file that the tip does not have, or that cannot be compared.
  private var files: [InternedString: File?] = [:]

  private struct File {
    let query: Int
    /// From the head to the tip.
    let lines: LineMap
    /// The indices in the query of lines of the tip.
    var slots: [Int: Int] = [:]
  }

  /// What is looked for: a line of a query, or with a nil line the content.
  private struct Place: Hashable {
    let query: Int
    let line: Int?
  }

  init(_ head: CommitFiles, at tip: CommitID, changes: FileChanges?, in repository: Repository) throws(Diagnostic) {
    (self.repository, self.head, self.changes) = (repository, head, changes)
    self.tip = try repository.tree(at: tip)
  }

  /// The arrival of each finding; none for a finding that the change introduces, or of which nothing is in the tip.
  mutating func find(
    for findings: [ArenaRef<Finding>], _ newness: [Interned<NewnessResult>], now: Timestamp, _ budget: HistoryBudget
  ) throws(Diagnostic) -> (arrivals: [InternedOptional<Arrival>], end: HistoryEnd?) {
    var places = [[Place]](repeating: [], count: findings.count)
    for index in findings.indices where newness[index].wrappedValue.newness != .introduced {
      places[index] = try self.places(of: findings[index].wrappedValue)
    }
    guard !queries.isEmpty else { return ([], nil) }
    let (answers, end) = try repository.arrivals(of: queries, at: tip.commit, now: now, budget: budget)
    let arrivals = places.map { places in
      InternedOptional(earliest(places.lazy.compactMap { place in
        guard let line = place.line else { return answers[place.query].content }
        return answers[place.query].lines[line]
      }))
    }
    return (arrivals, end)
  }

  /// The places of all observations of a finding.
  private mutating func places(of finding: Finding) throws(Diagnostic) -> [Place] {
    var places: [Place] = []
    for observation in finding.observations {
      guard let path = observation.repositoryPath.interned else { continue }
      if let place = try place(path, observation.location.startLine), !places.contains(place) { places.append(place) }
    }
    return places
  }

  private mutating func place(_ path: InternedString, _ line: Int?) throws(Diagnostic) -> Place? {
    guard var file = try file(at: path) else { return nil }
    guard let line, line >= 1 else {
      // It may be about any line of the file.
      guard file.lines.isUnchanged else { return nil }
      queries[file.query].content = true
      return Place(query: file.query, line: nil)
    }
    guard let old = file.lines.base(of: line) else { return nil }
    if let known = file.slots[old] { return Place(query: file.query, line: known) }
    let slot = queries[file.query].lines.count
    queries[file.query].lines.append(old)
    file.slots[old] = slot
    files[path] = file
    return Place(query: file.query, line: slot)
  }

  private mutating func file(at path: InternedString) throws(Diagnostic) -> File? {
    if let known = files[path] { return known }
    let file = try find(path)
    files[path] = .some(file)
    return file
  }

  private mutating func find(_ path: InternedString) throws(Diagnostic) -> File? {
    var place = path
    switch try head.standing(of: path) {
    case .missing, .behindLink: return nil
    case .inSubmodule:
      // The id of the submodule pins its content.
      guard let submodule = try head.submodule(above: path.wrappedValue) else { return nil }
      place = InternedString(submodule)
    case .file: break
    }
    let old = changes?[place]?.oldPath.map { InternedString($0) } ?? place
    let map = try repository.lineMap(of: place.wrappedValue, in: head.tree, from: old.wrappedValue, in: tip)
    return map.map { File(query: query(for: old), lines: $0) }
  }

  private mutating func query(for path: InternedString) -> Int {
    if let known = queryOfPath[path] { return known }
    queries.append(HistoryQuery(path: path.wrappedValue))
    queryOfPath[path] = queries.count - 1
    return queries.count - 1
  }
}

/// The arrival of a problem that several observations report: that of the one that came first.
private func earliest(_ arrivals: some Sequence<Arrival>) -> Arrival? {
  arrivals.min { ($0.time, $0.isLowerBound ? 1 : 0) < ($1.time, $1.isLowerBound ? 1 : 0) }
}

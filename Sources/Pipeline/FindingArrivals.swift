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
    /// False for a submodule, whose files the repository does not have.
    let hasLines: Bool
    /// The indices in the query of lines of the tip.
    var slots: [Int: Int] = [:]
  }

  /// The packages that are looked for, by query.
  private var packages: [Int: WantedPackages] = [:]

  /// Something that is looked for: the content of a file, or a line or an entry by its index in the query.
  fileprivate enum Place: Hashable {
    case content(Int)
    case line(Int, Int)
    case entry(Int, Int)
  }

  init(_ head: CommitFiles, at tip: CommitID, changes: FileChanges?, in repository: Repository) throws(Diagnostic) {
    (self.repository, self.head, self.changes) = (repository, head, changes)
    self.tip = try repository.tree(at: tip)
  }

  /// The arrival of each finding; none for a finding that the change introduces, or of which nothing is in the tip.
  mutating func find(
    for findings: [ArenaRef<Finding>], _ newness: [Interned<NewnessResult>], now: Timestamp, _ budget: HistoryBudget
  ) throws(Diagnostic) -> (arrivals: [InternedOptional<Arrival>], end: HistoryEnd?) {
    var places = [[[Place]]](repeating: [], count: findings.count)
    for index in findings.indices where newness[index].wrappedValue.newness != .introduced {
      places[index] = try self.places(of: findings[index].wrappedValue)
    }
    guard !queries.isEmpty else { return ([], nil) }
    for (query, wanted) in packages { queries[query].readEntries = { wanted.entries(in: $0) } }
    let (answers, end) = try repository.arrivals(of: queries, at: tip.commit, now: now, budget: budget)
    let arrivals = places.map { places in
      InternedOptional(earliest(places.compactMap { $0.lazy.compactMap { $0.arrival(in: answers) }.first }))
    }
    return (arrivals, end)
  }

  /// The places of the observations of a finding. Of the places of one observation, the first that the tip has counts.
  private mutating func places(of finding: Finding) throws(Diagnostic) -> [[Place]] {
    var places: [[Place]] = []
    for observation in finding.observations {
      guard let path = observation.repositoryPath.interned, let file = try file(at: path) else { continue }
      let entry = observation.kind.isDependency ? observation.component.flatMap { entry($0, file) } : nil
      let own = [entry, place(path, file, observation.location.startLine)].compactMap(\.self)
      if !own.isEmpty, !places.contains(own) { places.append(own) }
    }
    return places
  }

  /// A package in a lock file. Its line does not matter: a package keeps its age when it moves in the file.
  private mutating func entry(_ component: Component, _ file: File) -> Place? {
    guard var wanted = packages[file.query] ?? WantedPackages(path: queries[file.query].path),
      let (entry, isNew) = wanted.entry(of: component)
    else { return nil }
    if isNew { queries[file.query].entries.append(entry) }
    packages[file.query] = wanted
    return .entry(file.query, entry.key)
  }

  private mutating func place(_ path: InternedString, _ file: File, _ line: Int?) -> Place? {
    guard let line, line >= 1, file.hasLines else {
      // It may be about any line of the file.
      guard file.lines.isUnchanged else { return nil }
      queries[file.query].content = true
      return .content(file.query)
    }
    guard let old = file.lines.base(of: line) else { return nil }
    if let known = file.slots[old] { return .line(file.query, known) }
    let slot = queries[file.query].lines.count
    queries[file.query].lines.append(old)
    var file = file
    file.slots[old] = slot
    files[path] = file
    return .line(file.query, slot)
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
    return map.map { File(query: query(for: old), lines: $0, hasLines: place == path) }
  }

  private mutating func query(for path: InternedString) -> Int {
    if let known = queryOfPath[path] { return known }
    queries.append(HistoryQuery(path: path.wrappedValue))
    queryOfPath[path] = queries.count - 1
    return queries.count - 1
  }
}

extension FindingArrivals.Place {
  fileprivate func arrival(in answers: [HistoryAnswer]) -> Arrival? {
    switch self {
    case .content(let query): answers[query].content
    case .line(let query, let index): answers[query].lines[index]
    case .entry(let query, let index): answers[query].entries[index]
    }
  }
}

/// The arrival of a problem that several observations report: that of the one that came first.
private func earliest(_ arrivals: some Sequence<Arrival>) -> Arrival? {
  arrivals.min { ($0.time, $0.isLowerBound ? 1 : 0) < ($1.time, $1.isLowerBound ? 1 : 0) }
}

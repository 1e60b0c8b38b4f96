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
  private var files: [File] = []
  /// By path at the head, the index of its file; nil for one that the tip does not have, or that cannot be compared.
  private var fileOfPath: [InternedString: Int?] = [:]
  /// The last of them: findings of one file follow one another.
  private var last: (path: InternedString, file: Int?)?
  /// The packages that are looked for, by query.
  private var packages: [Int: WantedPackages] = [:]
  /// What is looked for. Findings refer to it by index.
  private var places: [Place] = []
  private var known: [Place: Int32] = [:]
  private var knownPackages: [PackageKey: Int32] = [:]

  private struct File {
    let query: Int
    /// From the head to the tip.
    let lines: LineMap
    /// False for a submodule, whose files the repository does not have.
    let hasLines: Bool
  }

  /// Something in the file of a query: its content, a line of the tip, or an entry.
  fileprivate enum Place: Hashable {
    case content(Int)
    case line(Int, Int)
    case entry(Int, Int)
  }

  private struct PackageKey: Hashable {
    let query: Int
    let component: Interned<Component>
  }

  /// The indices of the places of one observation: of the two, the first that the tip has counts. -1 is none.
  private struct Candidate {
    let entry: Int32
    let other: Int32
  }

  init(_ head: CommitFiles, at tip: CommitID, changes: FileChanges?, in repository: Repository) throws(Diagnostic) {
    (self.repository, self.head, self.changes) = (repository, head, changes)
    self.tip = try repository.tree(at: tip)
  }

  /// The arrival of each finding; none for a finding that the change introduces, or of which nothing is in the tip.
  mutating func find(
    for findings: [ArenaRef<Finding>], _ newness: [Interned<NewnessResult>], now: Timestamp, _ budget: HistoryBudget
  ) throws(Diagnostic) -> (arrivals: [InternedOptional<Arrival>], end: HistoryEnd?) {
    var (candidates, ends) = ([Candidate](), [Int]())
    ends.reserveCapacity(findings.count)
    known.reserveCapacity(findings.count)
    for index in findings.indices {
      if newness[index].wrappedValue.newness != .introduced {
        try addCandidates(of: findings[index].wrappedValue, to: &candidates)
      }
      ends.append(candidates.count)
    }
    guard !places.isEmpty else { return ([], nil) }
    let (found, end) = try look(now, budget)
    var start = 0
    let arrivals = ends.map { end in
      defer { start = end }
      return found.earliest(candidates[start..<end])
    }
    return (arrivals, end)
  }

  /// The walk over the history.
  private mutating func look(
    _ now: Timestamp, _ budget: HistoryBudget
  ) throws(Diagnostic) -> (found: Found, end: HistoryEnd?) {
    for place in places { addTarget(place) }
    for (query, wanted) in packages { queries[query].readEntries = { wanted.entries(in: $0) } }
    let (answers, end) = try repository.arrivals(of: queries, at: tip.commit, now: now, budget: budget)
    var next = answers.map { _ in (line: 0, entry: 0) }
    let arrivals = places.map { place -> Arrival? in
      switch place {
      case .content(let query): return answers[query].content
      case .line(let query, _):
        defer { next[query].line += 1 }
        return answers[query].lines[next[query].line]
      case .entry(let query, _):
        defer { next[query].entry += 1 }
        return answers[query].entries[next[query].entry]
      }
    }
    return (Found(arrivals), end)
  }

  private mutating func addTarget(_ place: Place) {
    switch place {
    case .content(let query): queries[query].content = true
    case .line(let query, let line): queries[query].lines.append(line)
    case .entry(let query, let key):
      if let entry = packages[query]?.entry(numbered: key) { queries[query].entries.append(entry) }
    }
  }

  // MARK: - Places

  private mutating func addCandidates(of finding: Finding, to candidates: inout [Candidate]) throws(Diagnostic) {
    for index in finding.observations.indices {
      guard let path = finding.observations[index].repositoryPath.interned, let file = try file(at: path) else {
        continue
      }
      let component =
        finding.observations[index].kind.isDependency ? finding.observations[index].$component.interned : nil
      let entry = component.map { self.entry($0, files[file].query) } ?? -1
      let other = place(files[file], finding.observations[index].location.startLine).map { number(of: $0) } ?? -1
      if entry >= 0 || other >= 0 { candidates.append(Candidate(entry: entry, other: other)) }
    }
  }

  private mutating func number(of place: Place) -> Int32 {
    if let number = known[place] { return number }
    places.append(place)
    known[place] = Int32(places.count - 1)
    return Int32(places.count - 1)
  }

  /// A package in a lock file. Its line does not matter: a package keeps its age when it moves in the file.
  private mutating func entry(_ component: Interned<Component>, _ query: Int) -> Int32 {
    let key = PackageKey(query: query, component: component)
    if let number = knownPackages[key] { return number }
    // Taken out, so that adding to it does not copy it.
    var wanted = packages.removeValue(forKey: query) ?? WantedPackages(path: queries[query].path)
    let entry = wanted?.add(component.wrappedValue)
    packages[query] = wanted
    let number = entry.map { self.number(of: .entry(query, $0)) } ?? -1
    knownPackages[key] = number
    return number
  }

  private func place(_ file: File, _ line: Int?) -> Place? {
    guard let line, line >= 1, file.hasLines else {
      // It may be about any line of the file.
      return file.lines.isUnchanged ? .content(file.query) : nil
    }
    return file.lines.base(of: line).map { .line(file.query, $0) }
  }

  /// The index of the file at a path.
  private mutating func file(at path: InternedString) throws(Diagnostic) -> Int? {
    if let last, last.path == path { return last.file }
    let file: Int?
    if let known = fileOfPath[path] {
      file = known
    } else {
      let found = try find(path)
      if let found { files.append(found) }
      file = found == nil ? nil : files.count - 1
      fileOfPath[path] = .some(file)
    }
    last = (path, file)
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

extension FindingArrivals {
  /// The arrivals of all places.
  private struct Found {
    private let arrivals: [Arrival?]
    private let interned: [InternedOptional<Arrival>]

    init(_ arrivals: [Arrival?]) { (self.arrivals, interned) = (arrivals, arrivals.map { InternedOptional($0) }) }

    /// The arrival of a problem that several observations report: that of the one that came first.
    func earliest(_ candidates: ArraySlice<Candidate>) -> InternedOptional<Arrival> {
      var first = -1
      for candidate in candidates {
        let index = Int(isFound(candidate.entry) ? candidate.entry : candidate.other)
        if isFound(Int32(index)), first < 0 || isEarlier(index, first) { first = index }
      }
      return first < 0 ? .none : interned[first]
    }

    private func isFound(_ index: Int32) -> Bool { index >= 0 && arrivals[Int(index)] != nil }

    private func isEarlier(_ one: Int, _ other: Int) -> Bool {
      guard let one = arrivals[one], let other = arrivals[other] else { return false }
      return (one.time, one.isLowerBound ? 1 : 0) < (other.time, other.isLowerBound ? 1 : 0)
    }
  }
}

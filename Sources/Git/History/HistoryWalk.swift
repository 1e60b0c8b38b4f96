import Model

/// One walk over the first-parent line of a branch, from its tip to older commits, which finds the arrival of lines and
/// entries of many files at once.
///
/// Lines are mapped through the differences of each commit with its first parent, and renames are followed. A merge
/// therefore brings what its branch had. Replacement refs, grafts and author dates are not used, because they are no
/// part of the history.
struct HistoryWalk {
  private let repository: Repository
  private let budget: HistoryBudget
  private var files: [TrackedFile] = []
  private var paths = TrackedPaths([])
  private(set) var arrivals: [Arrival?] = []
  private(set) var end: HistoryEnd?
  /// The number of targets that are still looked for.
  private var open = 0
  private var commit: CommitID
  /// No commit of the first-parent line arrived later than a newer one of it, nor than now.
  private var time: Timestamp
  private var bytesRead = 0
  private var bytesKept = 0

  /// How many times longer it takes to read the entries of a file than to compare it.
  private static let parsingCost = 8

  /// The maximal size in bytes of the contents that are kept for the next comparison.
  private static let keptLimit = 64 << 20

  init(of repository: Repository, at tip: CommitID, now: Timestamp, _ budget: HistoryBudget) {
    (self.repository, self.budget, commit, time) = (repository, budget, tip, now)
  }

  /// - Parameter files: The files at the tip, with slots from 0 to `slots`.
  mutating func run(_ files: [TrackedFile], slots: Int) throws(Diagnostic) {
    (self.files, arrivals) = (files, [Arrival?](repeating: nil, count: slots))
    open = files.reduce(0) { $0 + $1.lines.count + $1.entries.count + ($1.content == nil ? 0 : 1) }
    var current = try repository.objects.commit(commit.id)
    follow(in: current.tree)
    var count = 1
    while open > 0 {
      time = min(time, current.time)
      guard let first = current.parents.first else { return settleAll(isLowerBound: false) }
      guard let parent = repository.read({ (objects) throws(Diagnostic) in try objects.commit(first) }) else {
        return stop(.incomplete)
      }
      guard count < budget.commits, bytesRead < budget.bytes else { return stop(.budget(commits: count)) }
      if parent.tree != current.tree { step(from: parent.tree, to: current.tree) }
      (current, commit, count) = (parent, CommitID(first), count + 1)
    }
  }

  /// Follows the files that are not settled, from the tree of the current commit on.
  private mutating func follow(in tree: ObjectID) {
    paths = TrackedPaths(files.map { $0.isSettled ? nil : $0.path })
    let objects = repository
    _ = paths.move(to: tree) { objects.content(ofTree: $0) }
  }

  private mutating func stop(_ reason: HistoryEnd) {
    end = reason
    settleAll(isLowerBound: true)
  }

  private mutating func settleAll(isLowerBound: Bool) {
    for file in files.indices { settle(files[file].takeAll(), isLowerBound: isLowerBound) }
  }

  private mutating func settle(_ slots: [Int], isLowerBound: Bool = false) {
    guard !slots.isEmpty else { return }
    let arrival = Arrival(commit: commit.description, time: time, isLowerBound: isLowerBound)
    for slot in slots { arrivals[slot] = arrival }
    open -= slots.count
  }

  /// Compares the current commit with its first parent.
  private mutating func step(from old: ObjectID, to new: ObjectID) {
    let repository = repository
    var added: [Int] = []
    for (file, state) in paths.move(to: old, read: { repository.content(ofTree: $0) }) where !files[file].isSettled {
      switch state {
      case .unreadable:
        end = .incomplete
        settle(files[file].takeAll(), isLowerBound: true)
      case .absent: added.append(file)
      case .entry(let entry) where entry.mode == .tree: added.append(file)
      case .entry(let entry): compare(file, with: entry)
      }
      if files[file].isSettled { drop(file) }
    }
    if !added.isEmpty { trace(added, from: old, to: new) }
  }

  private mutating func drop(_ file: Int) {
    paths.drop(file)
    bytesKept -= files[file].bytes?.count ?? 0
    files[file].bytes = nil
  }

  /// Looks for the old names of files that the current commit adds.
  private mutating func trace(_ added: [Int], from old: ObjectID, to new: ObjectID) {
    let wanted = Set(added.map { files[$0].path })
    let sources = repository.read { (objects) throws(Diagnostic) in
      try objects.renames(from: old, to: new, of: wanted)
    }
    for file in added {
      if let source = sources?[files[file].path] {
        files[file].path = source.path
        compare(file, with: source.entry)
      } else {
        // Without the renames it is not known whether the file is new.
        settle(files[file].takeAll(), isLowerBound: sources == nil)
      }
      if files[file].isSettled { drop(file) }
    }
    follow(in: old)
  }

  /// Goes on with the version before the current one, and settles what the current one brought.
  private mutating func compare(_ file: Int, with old: TreeNames.Entry) {
    let new = files[file].entry
    files[file].entry = old
    guard old.id != new.id || old.mode.isFile != new.mode.isFile else { return }
    if let slot = files[file].content {
      files[file].content = nil
      settle([slot], isLowerBound: true)
    }
    guard files[file].needsContent else { return }
    guard old.mode.isFile, new.mode.isFile else { return settle(files[file].takeAll()) }
    guard let after = files[file].bytes ?? repository.content(ofFile: new.id),
      let before = repository.content(ofFile: old.id)
    else {
      if end == nil { end = .incomplete }
      return settle(files[file].takeAll(), isLowerBound: true)
    }
    bytesRead += before.count + after.count
    compare(file, from: before, to: after)
    keep(before, of: file)
  }

  private mutating func compare(_ file: Int, from before: [UInt8], to after: [UInt8]) {
    if !files[file].lines.isEmpty {
      if let hunks = repository.read({ (_) throws(Diagnostic) in try LineHunks(from: before, to: after) }) {
        settle(files[file].takeNew(by: hunks))
      } else {
        settle(files[file].lines.map(\.slot), isLowerBound: true)
        files[file].lines = []
      }
    }
    guard !files[file].entries.isEmpty, files[file].mayBringEntry(from: before, to: after) else { return }
    bytesRead += before.count * Self.parsingCost
    if let entries = files[file].readEntries?(before) {
      settle(files[file].takeNew(since: entries))
    } else {
      settle(files[file].entries.map(\.slot), isLowerBound: true)
      files[file].entries = []
    }
  }

  private mutating func keep(_ bytes: [UInt8], of file: Int) {
    bytesKept -= files[file].bytes?.count ?? 0
    files[file].bytes = bytesKept + bytes.count <= Self.keptLimit ? bytes : nil
    bytesKept += files[file].bytes?.count ?? 0
  }
}

package import Model

extension Repository {
  /// When what the queries ask for came to the first-parent line that ends at `tip`, found in one walk.
  ///
  /// What cannot be read in older commits is no error: it bounds the answer, as a shallow history does.
  ///
  /// - Returns: The answers in the order of the queries, and why the walk ended early, if it did.
  package func arrivals(
    of queries: [HistoryQuery], at tip: CommitID, now: Timestamp, budget: HistoryBudget = HistoryBudget()
  ) throws(Diagnostic) -> (answers: [HistoryAnswer], end: HistoryEnd?) {
    let root = try objects.commit(tip.id).tree
    var paths = TrackedPaths(queries.map { GitPath.bytes(of: $0.path) })
    _ = paths.move(to: root) { content(ofTree: $0) }
    var (slots, files) = (0, [TrackedFile]())
    var slotsOfQueries: [QuerySlots] = []
    for (index, query) in queries.enumerated() {
      var file = paths.entry(of: index).flatMap { entry in
        entry.mode == .tree ? nil : TrackedFile(path: GitPath.bytes(of: query.path), entry: entry)
      }
      slotsOfQueries.append(QuerySlots(query, in: &file, from: &slots, content: content(ofFile:)))
      if let file, !file.isSettled { files.append(file) }
    }
    var walk = HistoryWalk(of: self, at: tip, now: now, budget)
    try walk.run(files, slots: slots)
    return (slotsOfQueries.map { $0.answer(walk.arrivals) }, walk.end)
  }

  /// The result of reading older objects; nil when something cannot be read.
  func read<Result>(_ body: (borrowing Objects) throws(Diagnostic) -> Result) -> Result? {
    do throws(Diagnostic) { return try body(objects) } catch { return nil }
  }

  /// The bytes of a tree; nil when it cannot be read.
  func content(ofTree id: ObjectID) -> [UInt8]? {
    guard let object = read({ (objects) throws(Diagnostic) in try objects.read(id) }), let object else { return nil }
    return object.kind == .tree ? object.bytes : nil
  }

  /// The content of a file; nil when it cannot be read or is too large to compare.
  func content(ofFile id: ObjectID) -> [UInt8]? {
    read { (objects) throws(Diagnostic) in try objects.blob(id, at: id.description, limit: LineDiff.sizeLimit) }
  }
}

extension Objects {
  /// The files that were renamed from one tree to another: the old path and entry of each new path, at least for the wanted
  /// ones.
  func renames(
    from old: ObjectID, to new: ObjectID, of wanted: Set<[UInt8]>
  ) throws(Diagnostic) -> [[UInt8]: (path: [UInt8], entry: TreeNames.Entry)] {
    var sources: [[UInt8]: (path: [UInt8], entry: TreeNames.Entry)] = [:]
    let differences = try differences(from: old, to: new)
    guard differences.contains(where: { $0.new == nil }) else { return [:] }
    for difference in try Renames.join(differences, wanted: wanted, in: self) {
      guard let path = difference.oldPath, let entry = difference.old else { continue }
      sources[difference.path] = (path, TreeNames.Entry(mode: entry.mode, id: entry.id))
    }
    return sources
  }
}

/// The slots of the arrivals that one query asks for.
private struct QuerySlots {
  private var lines: [Int?]
  private var entries: [Int?]
  private var content: Int?

  /// Adds the targets that the file has at the tip. Without a file there are none.
  init(
    _ query: HistoryQuery, in file: inout TrackedFile?, from next: inout Int, content read: (ObjectID) -> [UInt8]?
  ) {
    (lines, entries) = (query.lines.map { _ in nil }, query.entries.map { _ in nil })
    guard var tracked = file else { return }
    func slot() -> Int {
      defer { next += 1 }
      return next
    }
    if query.content {
      content = slot()
      tracked.content = content
    }
    if !lines.isEmpty || !entries.isEmpty, tracked.entry.mode.isFile, let bytes = read(tracked.entry.id) {
      let count = LineDiff.count(bytes)
      for (index, line) in query.lines.enumerated() where (1...max(1, count)).contains(line) && count > 0 {
        lines[index] = slot()
        tracked.lines.append(TrackedFile.Target(subject: line, slot: next - 1))
      }
      let known = query.entries.isEmpty ? [] : query.readEntries?(bytes) ?? []
      for (index, entry) in query.entries.enumerated() where known.contains(entry.key) {
        entries[index] = slot()
        tracked.entries.append(TrackedFile.Target(subject: entry, slot: next - 1))
      }
      tracked.readEntries = query.readEntries
    }
    file = tracked
  }

  func answer(_ arrivals: [Arrival?]) -> HistoryAnswer {
    HistoryAnswer(
      lines: lines.map { $0.flatMap { arrivals[$0] } }, entries: entries.map { $0.flatMap { arrivals[$0] } },
      content: content.flatMap { arrivals[$0] })
  }
}

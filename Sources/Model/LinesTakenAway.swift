import Interning

/// The lines of the base that the change removes, replaces or moves, alone or with their files. Code that the change adds
/// may continue these, and no others: the head still has the rest where it was.
package struct LinesTakenAway {
  /// By the path at base.
  private var maps: [InternedString: LineMap] = [:]

  package init(_ changes: FileChanges?) {
    for change in changes?.sorted ?? [] {
      guard let path = change.pathAtBase else { continue }
      maps[InternedString(path)] = LineMap(change)
    }
  }

  /// Whether the change takes away any of some lines of a file of the base.
  package func meet(_ lines: ClosedRange<Int>, of path: InternedString) -> Bool {
    maps[path].map { $0.removes(baseLines: lines) } ?? false
  }
}

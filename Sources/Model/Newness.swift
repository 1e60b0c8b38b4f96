/// Whether this change brought a problem, worked out locally (law 7).
package enum Newness: String, CaseIterable, Sendable {
  /// This change's code or manifest brings it.
  case introduced
  /// The same code as before; a new advisory or rule speaks of it now.
  case surfaced
  /// It was there before the change.
  case inherited
  /// The base had it, the head has not.
  case resolved
  /// Nothing to compare with: counts as introduced, and the report says so.
  case unknown
}

extension Newness {
  /// A newness and what it rests on, in one sentence.
  package struct Grounds: Hashable, Sendable {
    package var newness: Newness
    @Interned package var because: String

    package init(_ newness: Newness, because: String) { (self.newness, _because) = (newness, Text(because)) }
  }
}

/// What the change under review does to one file.
package struct FileChange: Hashable, Sendable {
  package enum Status: String, Sendable { case added, modified, deleted, renamed, copied, typeChanged }

  package var path: String
  /// The name at base, when it differs.
  package var oldPath: String?
  package var status: Status
  /// Changed line ranges on the head side, ascending.
  package var added: [ClosedRange<Int>]
  /// Changed line ranges on the base side, ascending.
  package var removed: [ClosedRange<Int>]
  /// No line ranges are known (binary, or too large): every line counts as changed.
  package var isWhole: Bool

  package init(
    path: String, oldPath: String? = nil, status: Status, added: [ClosedRange<Int>] = [],
    removed: [ClosedRange<Int>] = [], isWhole: Bool = false
  ) {
    (self.path, self.oldPath, self.status) = (path, oldPath, status)
    (self.added, self.removed, self.isWhole) = (added, removed, isWhole)
  }
}

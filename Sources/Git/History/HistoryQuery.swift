package import Model

/// Things in one file of a commit whose arrival on the first-parent line of a branch is looked for.
package struct HistoryQuery: Sendable {
  /// Something that a format puts anywhere in a file, such as a package in a lock file.
  package struct Entry: Sendable {
    /// The number by which `readEntries` names it.
    package var key: Int
    /// Texts of which at least one is on a line of the entry that differs in a version without the entry. Where no such
    /// line differs between two versions of a file, the file is not parsed.
    package var marks: [[UInt8]]

    package init(key: Int, marks: [[UInt8]]) { (self.key, self.marks) = (key, marks) }
  }

  /// Reads which entries a content has. Nil when it cannot tell.
  package typealias EntryReader = @Sendable (_ content: [UInt8]) -> Set<Int>?

  package var path: String
  /// Line numbers, from 1.
  package var lines: [Int]
  package var entries: [Entry]
  package var readEntries: EntryReader?
  /// Whether the content as a whole is looked for. Only a lower bound is known of it: a change to the file need not
  /// concern what was found in it.
  package var content: Bool

  package init(
    path: String, lines: [Int] = [], entries: [Entry] = [], readEntries: EntryReader? = nil, content: Bool = false
  ) {
    (self.path, self.lines, self.entries) = (path, lines, entries)
    (self.readEntries, self.content) = (readEntries, content)
  }
}

/// The arrivals of what one `HistoryQuery` asks for, in its order; nil for what the commit does not have.
package struct HistoryAnswer: Sendable {
  package var lines: [Arrival?]
  package var entries: [Arrival?]
  package var content: Arrival?
}

/// How far a walk over the history may go.
package struct HistoryBudget: Sendable {
  /// The maximal number of commits.
  package var commits = 25_000
  /// The maximal number of bytes of files that are compared or read.
  package var bytes = 1 << 30

  package init() {}
  package init(commits: Int, bytes: Int = 1 << 30) { (self.commits, self.bytes) = (commits, bytes) }
}

/// Why a walk over the history ended before everything was found.
package enum HistoryEnd: Hashable, Sendable {
  /// The clone is shallow or partial, or an object cannot be read.
  case incomplete
  case budget(commits: Int)
}

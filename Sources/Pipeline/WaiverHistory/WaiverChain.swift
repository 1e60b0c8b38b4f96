import Git
import Policies
import System

/// The versions of one waiver along the first-parent line, followed from the newest to the oldest.
struct WaiverChain {
  /// The commits that together brought a version. Several where those between cannot be read.
  struct Link {
    /// The newest first.
    let commits: [FileChangeWalk.Step]
    /// The version that they brought.
    let entry: WaiverEntry
  }

  private(set) var links: [Link] = []
  /// The version whose origin is looked for; nil when no version before the last link is known.
  private(set) var open: WaiverEntry?
  /// What was waived by a version that no older one is like. A waiver that was deleted and comes back is still of those who
  /// wrote it.
  private var wanted: Digest?

  init(_ entry: WaiverEntry) { open = entry }

  /// Compares the open version with those of the next older version of the files.
  ///
  /// - Parameter commits: The commits between the two versions of the files, the newest first.
  mutating func compare(with older: [WaiverEntry], broughtBy commits: [FileChangeWalk.Step]) {
    guard let entry = open else {
      if let wanted, let found = older.first(where: { $0.match == wanted }) { (open, self.wanted) = (found, nil) }
      return
    }
    if older.contains(where: { $0.content == entry.content }) { return }
    links.append(Link(commits: commits, entry: entry))
    let ofMatch = older.filter { $0.match == entry.match }
    open = ofMatch.first { $0.id == entry.id } ?? ofMatch.first ?? older.first { $0.id == entry.id }
    if open == nil { wanted = entry.match }
  }
}

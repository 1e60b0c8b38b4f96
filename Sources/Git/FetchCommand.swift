/// A `git fetch` command for hints: run as it is printed, it brings what the message says is missing.
package struct FetchCommand: CustomStringConvertible, Sendable {
  private let remote: String
  private let refspecs: [String]

  /// - Parameter remote: The name or the URL of the repository to fetch from.
  package init(from remote: String, _ refspecs: [String]) { (self.remote, self.refspecs) = (remote, refspecs) }

  /// Fetches what a full ref name stands for. The remote itself has no remote-tracking refs: `refs/remotes/R/B` is its
  /// branch B, and `refs/remotes/pull/N/merge` is what actions/checkout makes of its `refs/pull/N/merge`.
  init(ref: String, from remote: String) {
    let parts = ref.split(separator: "/", maxSplits: 3).map(String.init)
    guard parts.count == 4, parts[0...1] == ["refs", "remotes"] else {
      self.init(from: remote, ["+\(ref):\(ref)"])
      return
    }
    if parts[2] == "pull" {
      self.init(from: remote, ["+refs/pull/\(parts[3]):\(ref)"])
    } else {
      self.init(from: parts[2], [Self.refspec(branch: parts[3], to: ref)])
    }
  }

  package static func refspec(branch: String, to ref: String) -> String { "+refs/heads/\(branch):\(ref)" }

  package var description: String {
    (["git fetch --no-tags", remote.quotedForShell] + refspecs.map(\.quotedForShell)).joined(separator: " ")
  }
}

extension String {
  /// The text as one word of a POSIX shell (XCU 2.2.2), quoted only where it needs to be.
  fileprivate var quotedForShell: String {
    let isPlain = !isEmpty && utf8.allSatisfy(Self.isPlainInShell)
    return isPlain
      ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  private static func isPlainInShell(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "+:/._-@%=".utf8.contains(byte)
    }
  }
}

package import Model

/// A branch that the last `git fetch` brought.
package struct FetchedBranch: Hashable, Sendable {
  package let commit: CommitID
  /// The URL it was fetched from, without a password. Git leaves out a slash or `.git` at its end.
  package let url: String
}

extension Repository {
  /// The commits that a branch had in the repositories from which `git fetch` last fetched, by the file FETCH_HEAD that
  /// each fetch overwrites; empty when the last fetch did not fetch the branch.
  ///
  /// A line of the file is `ID TAB [not-for-merge] TAB branch 'NAME' of URL` (git-fetch, "OUTPUT").
  package func lastFetched(branch: String) throws(Diagnostic) -> [FetchedBranch] {
    guard let bytes = try FileSystem.read(gitDirectory + "/FETCH_HEAD", limit: 64 << 20) else { return [] }
    let wanted = Array("branch '".utf8) + GitPath.bytes(of: branch) + Array("' of ".utf8)
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
      let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, fields[2].starts(with: wanted), let id = ObjectID(hex: fields[0]) else { return nil }
      return FetchedBranch(commit: CommitID(id), url: GitPath.text(of: fields[2].dropFirst(wanted.count)))
    }
  }
}

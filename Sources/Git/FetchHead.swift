package import Model

extension Repository {
  /// The commit that a branch of the remote had when `git fetch` last ran, by the file FETCH_HEAD that each fetch writes
  /// anew; nil when the last fetch did not fetch the branch.
  ///
  /// A line of the file is `ID TAB [not-for-merge] TAB branch 'NAME' of URL` (git-fetch, "OUTPUT").
  package func lastFetched(branch: String) throws(Diagnostic) -> CommitID? {
    guard let bytes = try FileSystem.read(gitDirectory + "/FETCH_HEAD", limit: 64 << 20) else { return nil }
    let wanted = Array("branch '".utf8) + GitPath.bytes(of: branch) + Array("' of ".utf8)
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 2, omittingEmptySubsequences: false)
      if fields.count == 3, fields[2].starts(with: wanted) { return ObjectID(hex: fields[0]).map(CommitID.init) }
    }
    return nil
  }
}

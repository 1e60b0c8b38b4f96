/// Where a forge shows the files of a commit, so that outputs can link to lines.
package struct SourceLinks: Equatable, Sendable {
  /// The forges whose addresses of files are known.
  package enum Forge: Sendable { case azure, bitbucket, gitHub, gitLab, gitea }

  private let forge: Forge
  /// The address of the repository's page, without a slash at the end.
  private let repository: String

  /// - Parameter repository: The address of the repository's page, as the CI system names it. Nil where it is none that is safe
  ///   to print: a user name or a password in it is dropped.
  package init?(_ forge: Forge, repository: String) {
    guard let scheme = ["https://", "http://"].first(where: repository.hasPrefix) else { return nil }
    let rest = repository.dropFirst(scheme.count)
    let host = rest.prefix { $0 != "/" }
    let place = rest.dropFirst(host.lastIndex(of: "@").map { rest.distance(from: rest.startIndex, to: $0) + 1 } ?? 0)
    let address = place.utf8.last == UInt8(ascii: "/") ? place.dropLast() : place
    guard !address.isEmpty, address.utf8.allSatisfy({ isPlain($0) }) else { return nil }
    (self.forge, self.repository) = (forge, scheme + address)
  }

  /// The page of a line of a file; nil for a path that is not one of the repository.
  func url(of path: String, line: Int?, at commit: String) -> String? {
    guard isRepositoryPath(path), commit.utf8.allSatisfy({ isPlain($0) }) else { return nil }
    let file = uriReference(path)
    let mark = line.map { $0 > 0 ? String($0) : "" } ?? ""
    switch forge {
    case .gitHub: return "\(repository)/blob/\(commit)/\(file)" + (mark.isEmpty ? "" : "#L\(mark)")
    case .gitLab: return "\(repository)/-/blob/\(commit)/\(file)" + (mark.isEmpty ? "" : "#L\(mark)")
    case .gitea: return "\(repository)/src/commit/\(commit)/\(file)" + (mark.isEmpty ? "" : "#L\(mark)")
    case .bitbucket: return "\(repository)/src/\(commit)/\(file)" + (mark.isEmpty ? "" : "#lines-\(mark)")
    case .azure:
      let range = "&line=\(mark)&lineEnd=\(mark)&lineStartColumn=1&lineEndColumn=1000"
      return "\(repository)?path=/\(file)&version=GC\(commit)" + (mark.isEmpty ? "" : range)
    }
  }

  /// The maximal number of characters in a comment on a change. Forges without a limit that is known get that of GitHub.
  package var commentLimit: Int {
    switch forge {
    case .bitbucket: 32_768
    case .gitLab: 1_000_000
    case .azure, .gitHub, .gitea: Canvas.standardCommentLimit
    }
  }
}

/// Whether a byte may stand in an address that is printed as it is: no white space, quotation mark, bracket or `|`.
private func isPlain(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: "-._~/:%+,".utf8.contains(byte)
  }
}

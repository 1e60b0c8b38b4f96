package import Model

/// Who a commit says wrote and committed it, and its message. All of it is what the committer's machine wrote: only a
/// signature proves a name.
package struct CommitNames: Hashable, Sendable {
  /// Nil where the line of the commit is malformed.
  package let author, committer: CommitName?
  /// The people whom `Co-authored-by` lines name, wherever in the message they are.
  package let coAuthors: [CommitName]
  /// The lines `KEY: NAME <ADDRESS>` of the message's last paragraph (git-interpret-trailers), by their key in lower case.
  package let trailers: [Trailer]

  package struct Trailer: Hashable, Sendable {
    package let key: String
    package let name: CommitName
  }
}

/// A name and an e-mail address in a commit. Bytes that are no UTF-8 are represented as `GitPath` does.
package struct CommitName: Hashable, Sendable, CustomStringConvertible {
  package let name, email: String

  package init(name: String, email: String) { (self.name, self.email) = (name, email) }

  /// Reads `NAME <ADDRESS>`; nil unless there is exactly one address in angle brackets.
  init?(_ bytes: some Collection<UInt8>) {
    let (open, close) = (UInt8(ascii: "<"), UInt8(ascii: ">"))
    guard let start = bytes.firstIndex(of: open), let end = bytes.firstIndex(of: close), start < end,
      bytes.count(where: { $0 == open }) == 1, bytes.count(where: { $0 == close }) == 1
    else { return nil }
    name = GitPath.text(of: Self.trimmed(bytes[..<start]))
    email = GitPath.text(of: Self.trimmed(bytes[bytes.index(after: start)..<end]))
  }

  package var description: String { name.isEmpty ? "<\(email)>" : "\(name) <\(email)>" }

  private static func trimmed(_ bytes: some Collection<UInt8>) -> [UInt8] {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (9...13).contains(byte) }
    return Array(bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}

extension CommitNames {
  /// Reads a commit object.
  init(_ object: [UInt8]) {
    let lines = object.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let header = lines.prefix { !$0.isEmpty }
    func name(after word: String) -> CommitName? {
      header.first { $0.starts(with: word.utf8) }.flatMap { CommitName($0.dropFirst(word.utf8.count)) }
    }
    let message = lines.dropFirst(header.count + 1)
    (author, committer) = (name(after: "author "), name(after: "committer "))
    coAuthors = message.compactMap(Self.trailer).filter { $0.key == "co-authored-by" }.map(\.name)
    let end = message.lastIndex { !Self.isBlank($0) }.map { message.index(after: $0) } ?? message.startIndex
    let body = message[..<end]
    // A message of one paragraph has no trailers: its first line is the subject.
    let start = body.lastIndex(where: Self.isBlank)
    trailers = start.map { body[$0...].compactMap(Self.trailer) } ?? []
  }

  private static func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    line.allSatisfy { $0 == 0x20 || $0 == 9 || $0 == 13 }
  }

  private static func trailer(_ line: ArraySlice<UInt8>) -> Trailer? {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), let name = CommitName(line[(colon + 1)...]) else {
      return nil
    }
    let key = line[..<colon].map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    guard !key.isEmpty, key.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }) else {
      return nil
    }
    return Trailer(key: String(decoding: key, as: UTF8.self), name: name)
  }
}

extension Repository {
  /// Who a commit says wrote and committed it. Throws when the commit is missing from this clone.
  package func names(in commit: CommitID) throws(Diagnostic) -> CommitNames {
    _ = try objects.commit(commit.id)
    guard let object = try objects.read(commit.id) else { throw objects.missing.missing(commit: commit.id) }
    return CommitNames(object.bytes)
  }
}

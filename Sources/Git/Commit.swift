import Model

/// The parsed fields of a commit object. They are parsed without libgit2, so that missing parents are not an error.
struct Commit: Equatable {
  let tree: ObjectID
  /// The parent ids in the commit object. The parents themselves may be missing from this clone.
  let parents: [ObjectID]
  /// The committer date, as the committer's machine wrote it.
  let time: Timestamp

  /// Nil when the bytes are not a commit object.
  init?(_ bytes: [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    guard let tree = lines.popFirst().flatMap({ Self.id(in: $0, after: "tree ") }) else { return nil }
    var parents: [ObjectID] = []
    while let parent = lines.first.flatMap({ Self.id(in: $0, after: "parent ") }) {
      parents.append(parent)
      lines.removeFirst()
    }
    let committer = lines.prefix { !$0.isEmpty }.first { $0.starts(with: "committer ".utf8) }
    guard let committer, let time = Self.time(in: committer) else { return nil }
    (self.tree, self.parents, self.time) = (tree, parents, time)
  }

  private static func id(in line: ArraySlice<UInt8>, after word: String) -> ObjectID? {
    line.starts(with: word.utf8) ? ObjectID(hex: line.dropFirst(word.utf8.count)) : nil
  }

  /// The time in `committer NAME <MAIL> SECONDS ZONE`. A name may contain any characters, so
  /// the last `>` ends the address.
  private static func time(in line: ArraySlice<UInt8>) -> Timestamp? {
    guard let end = line.lastIndex(of: UInt8(ascii: ">")) else { return nil }
    let words = line[line.index(after: end)...].split(separator: UInt8(ascii: " "))
    return words.first.flatMap { Int64(String(decoding: $0, as: UTF8.self)) }.map(Timestamp.init(seconds:))
  }
}

/// The target of an annotated tag.
struct Tag {
  let target: ObjectID

  /// Nil when the bytes are not a tag object.
  init?(_ bytes: [UInt8]) {
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    guard line.starts(with: "object ".utf8), let id = ObjectID(hex: line.dropFirst(7)) else { return nil }
    target = id
  }
}

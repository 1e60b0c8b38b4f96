import Model

/// The fields of a commit object that a gate uses, read by hand so that missing parents are no obstacle.
struct Commit: Equatable {
  let tree: ObjectID
  /// As written, whether or not the objects are here.
  let parents: [ObjectID]
  /// When it was committed, as the committer claims.
  let time: Timestamp

  /// Nil when the bytes are not a commit.
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

  /// `committer NAME <MAIL> SECONDS ZONE`: a name may hold anything, so the last `>` counts.
  private static func time(in line: ArraySlice<UInt8>) -> Timestamp? {
    guard let end = line.lastIndex(of: UInt8(ascii: ">")) else { return nil }
    let words = line[line.index(after: end)...].split(separator: UInt8(ascii: " "))
    return words.first.flatMap { Int64(String(decoding: $0, as: UTF8.self)) }.map(Timestamp.init(seconds:))
  }
}

/// Where an annotated tag points.
struct Tag {
  let target: ObjectID

  /// Nil when the bytes are not a tag.
  init?(_ bytes: [UInt8]) {
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    guard line.starts(with: "object ".utf8), let id = ObjectID(hex: line.dropFirst(7)) else { return nil }
    target = id
  }
}

import Model
import Synchronization

/// The objects of a repository. It is safe to use from several threads; calls to libgit2 are serialised.
struct Objects: ~Copyable, Sendable {
  enum Kind: String, Sendable { case commit, tree, blob, tag }

  struct Header: Sendable {
    let kind: Kind
    /// The size of the content in bytes.
    let size: Int
  }

  /// Makes the errors for objects that are missing from this clone.
  let missing: MissingObjects
  private let database: Mutex<ObjectDatabase>
  private let cache = Mutex(ObjectCache())

  /// - Parameter folders: Object directories, the main one first.
  init(_ folders: [String], missing: MissingObjects) throws(Diagnostic) {
    self.missing = missing
    database = Mutex(try ObjectDatabase(folders))
  }

  func contains(_ id: ObjectID) -> Bool { database.withLock { $0.contains(id) } }

  /// The kind and size of an object without its content; nil when the object is missing.
  func header(_ id: ObjectID) throws(Diagnostic) -> Header? {
    try database.withLock { (database) throws(Diagnostic) in try database.header(id) }
  }

  /// The kind and content of an object; nil when the object is missing. The size is checked before unpacking.
  func read(_ id: ObjectID) throws(Diagnostic) -> (kind: Kind, bytes: [UInt8])? {
    try database.withLock { (database) throws(Diagnostic) in try database.read(id) }
  }

  /// Asks libgit2 itself, while no other thread does.
  func withDatabase<Result: Sendable>(
    _ body: (borrowing ObjectDatabase) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    try database.withLock { (database) throws(Diagnostic) in try body(database) }
  }

  /// The best common ancestors of two commits that are both present; empty when there are none.
  func mergeBases(_ one: CommitID, _ other: CommitID) throws(Diagnostic) -> [CommitID] {
    try database.withLock { (database) throws(Diagnostic) in try database.mergeBases(one, other, missing) }
  }
}

extension Objects {
  /// The object directories of a repository: its own and its alternates (gitrepository-layout).
  static func folders(_ main: String, alternates: [String]) throws(Diagnostic) -> [String] {
    guard FileSystem.status(of: main)?.kind == .folder else {
      throw Diagnostic(.repositoryUnreadable, "the objects are gone: no folder at \(main)")
    }
    var (found, waiting) = ([String](), [main] + alternates)
    while let next = waiting.first {
      waiting.removeFirst()
      guard let folder = FileSystem.realPath(next), !found.contains(folder) else { continue }
      found.append(folder)
      guard found.count <= 32 else {
        throw Diagnostic(.repositoryUnreadable, "more than 32 object directories are linked")
      }
      let lines = try FileSystem.read(folder + "/info/alternates", limit: 1 << 20) ?? []
      waiting += lines.split(separator: UInt8(ascii: "\n")).filter { $0.first != UInt8(ascii: "#") }
        .map { RepositoryLocation.resolve(GitPath.text(of: $0), in: folder) }
    }
    return found
  }
}

extension Objects {
  /// A parsed commit. The error for a missing commit tells whether the clone is shallow.
  func commit(_ id: ObjectID) throws(Diagnostic) -> Commit {
    if let known = cache.withLock({ $0.commits[id] }) { return known }
    guard let object = try read(id) else { throw missing.missing(commit: id) }
    guard object.kind == .commit, let commit = Commit(object.bytes) else {
      throw Diagnostic(.repositoryUnreadable, "object \(id) is not a readable commit")
    }
    cache.withLock { $0.keep(commit, id) }
    return commit
  }

  /// A parsed folder; `path` is used in messages.
  func tree(_ id: ObjectID, at path: some Collection<UInt8>) throws(Diagnostic) -> TreeObject {
    if let known = cache.withLock({ $0.trees[id] }) { return known }
    let position = path.isEmpty ? "the root folder" : "the folder \(GitPath.text(of: path))"
    guard let object = try read(id) else { throw missing.missing([id], position) }
    do throws(TreeObject.Fault) {
      guard object.kind == .tree else { throw .malformed }
      let tree = try TreeObject(object.bytes)
      cache.withLock { $0.keep(tree, id) }
      return tree
    } catch {
      switch error {
      case .duplicate(let name):
        throw Diagnostic(
          .entryDuplicate, "\(position) has two entries named \(GitPath.text(of: name))",
          because: ["tree \(id) is malformed: which of the two counts differs from tool to tool"],
          help: "remove one of them in a new commit; `git fsck` lists such trees")
      case .malformed:
        throw Diagnostic(.repositoryUnreadable, "\(position) is not a readable tree", because: ["its object is \(id)"])
      }
    }
  }

  /// The content of a file. Its size is checked against `limit` (bytes) before reading; `path` is used in messages.
  func blob(_ id: ObjectID, at path: String, limit: Int) throws(Diagnostic) -> [UInt8] {
    guard let header = try header(id) else { throw missing.missing([id], path) }
    guard header.size <= limit else {
      throw Diagnostic(.fileTooLarge, "\(path) has \(header.size) bytes", because: ["at most \(limit) are read"])
    }
    let object = try database.withLock { (database) throws(Diagnostic) in
      header.size <= Library.objectLimit ? try database.unpack(id) : try database.read(id)
    }
    guard let object else { throw missing.missing([id], path) }
    guard object.kind == .blob else {
      throw Diagnostic(.repositoryUnreadable, "\(path) is not a file: object \(id) is a \(object.kind)")
    }
    return object.bytes
  }
}

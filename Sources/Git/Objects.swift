import Clibgit2

/// The object database: packs through libgit2, loose objects through `LooseStore`, and nothing else.
///
/// It is put together by hand, so no configuration, no commit graph and no worktree has a say. What libgit2 reads it also
/// hashes, so a store can lack an object but not forge one; that is why alternates may be followed anywhere.
@safe struct Objects: ~Copyable {
  enum Kind: String, Sendable { case commit, tree, blob, tag }

  struct Header: Sendable {
    let kind: Kind
    let size: Int
  }

  let database: OpaquePointer
  let gaps: Gaps
  private let memory = Memory()

  /// `folders`: object directories, the main one first.
  init(_ folders: [String], gaps: Gaps) throws(GitError) {
    try Library.start()
    var made: OpaquePointer?
    try Library.check(unsafe git_odb_new(&made), "start an object database")
    guard let made = unsafe made else { throw GitError(.repositoryUnreadable, "libgit2 gave no object database") }
    do throws(GitError) {
      for folder in folders { try unsafe Self.add(folder, to: made) }
    } catch {
      unsafe git_odb_free(made)
      throw error
    }
    unsafe database = made
    self.gaps = gaps
  }

  deinit { unsafe git_odb_free(database) }

  private static func add(_ folder: String, to database: OpaquePointer) throws(GitError) {
    var packs: UnsafeMutablePointer<git_odb_backend>?
    try Library.check(unsafe git_odb_backend_pack(&packs, folder), "read the packs of \(folder)")
    try Library.check(unsafe git_odb_add_backend(database, packs, 2), "read the packs of \(folder)")
    try unsafe LooseStore.add(folder, to: database)
  }

  func contains(_ id: ObjectID) -> Bool {
    var name = git_oid(id)
    return unsafe git_odb_exists(database, &name) == 1
  }

  /// Kind and size without the content; nil when the object is not there.
  func header(_ id: ObjectID) throws(GitError) -> Header? {
    var name = git_oid(id)
    var size = 0
    var type = GIT_OBJECT_INVALID
    let code = unsafe git_odb_read_header(&size, &type, database, &name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try Library.check(code, "read the header of object \(id)")
    return Header(kind: try Self.kind(type, id), size: size)
  }

  /// Kind and content; nil when the object is not there. Its size is checked before it is unpacked.
  func read(_ id: ObjectID) throws(GitError) -> (kind: Kind, bytes: [UInt8])? {
    guard let header = try header(id) else { return nil }
    guard header.size <= Library.objectLimit else {
      throw GitError(
        .fileTooLarge, "object \(id) has \(header.size) bytes", because: ["at most \(Library.objectLimit) are read"])
    }
    var name = git_oid(id)
    var object: OpaquePointer?
    let code = unsafe git_odb_read(&object, database, &name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try Library.check(code, "read object \(id)")
    defer { unsafe git_odb_object_free(object) }
    let buffer = unsafe UnsafeRawBufferPointer(start: git_odb_object_data(object), count: git_odb_object_size(object))
    return (try Self.kind(unsafe git_odb_object_type(object), id), unsafe Array(buffer))
  }

  private static func kind(_ type: git_object_t, _ id: ObjectID) throws(GitError) -> Kind {
    switch type {
    case GIT_OBJECT_COMMIT: return .commit
    case GIT_OBJECT_TREE: return .tree
    case GIT_OBJECT_BLOB: return .blob
    case GIT_OBJECT_TAG: return .tag
    default: throw GitError(.repositoryUnreadable, "object \(id) is of no known kind")
    }
  }
}

extension Objects {
  /// The object directories of a repository: its own, and the alternates it borrows from (gitrepository-layout).
  static func folders(_ main: String, alternates: [String]) throws(GitError) -> [String] {
    guard Disk.status(of: main)?.kind == .folder else {
      throw GitError(.repositoryUnreadable, "the objects are gone: no folder at \(main)")
    }
    var (found, waiting) = ([String](), [main] + alternates)
    while let next = waiting.first {
      waiting.removeFirst()
      guard let folder = Disk.realPath(next), !found.contains(folder) else { continue }
      found.append(folder)
      guard found.count <= 32 else {
        throw GitError(.repositoryUnreadable, "more than 32 object directories are linked")
      }
      let lines = try Disk.read(folder + "/info/alternates", limit: 1 << 20) ?? []
      waiting += lines.split(separator: UInt8(ascii: "\n")).filter { $0.first != UInt8(ascii: "#") }
        .map { Location.resolve(PathText.text(of: $0), in: folder) }
    }
    return found
  }
}

extension Objects {
  /// A commit's facts; a missing commit is told apart as shallow or unknown.
  func commit(_ id: ObjectID) throws(GitError) -> Commit {
    if let known = memory.commits[id] { return known }
    guard let object = try read(id) else { throw gaps.missing(commit: id) }
    guard object.kind == .commit, let commit = Commit(object.bytes) else {
      throw GitError(.repositoryUnreadable, "object \(id) is not a readable commit")
    }
    memory.keep(commit, id)
    return commit
  }

  /// A folder's list; `path` is for the messages.
  func tree(_ id: ObjectID, at path: some Collection<UInt8>) throws(GitError) -> Tree {
    if let known = memory.trees[id] { return known }
    let place = path.isEmpty ? "the root folder" : "the folder \(PathText.text(of: path))"
    guard let object = try read(id) else { throw gaps.missing([id], place) }
    do throws(Tree.Fault) {
      guard object.kind == .tree else { throw .malformed }
      let tree = try Tree(object.bytes)
      memory.keep(tree, id)
      return tree
    } catch {
      switch error {
      case .duplicate(let name):
        throw GitError(
          .entryDuplicate, "\(place) has two entries named \(PathText.text(of: name))",
          because: ["tree \(id) is malformed: which of the two counts differs from tool to tool"],
          help: "remove one of them in a new commit; `git fsck` lists such trees")
      case .malformed:
        throw GitError(.repositoryUnreadable, "\(place) is not a readable tree", because: ["its object is \(id)"])
      }
    }
  }

  /// A file's content, its size checked against `limit` (bytes) before it is read; `path` is for the messages.
  func blob(_ id: ObjectID, at path: String, limit: Int) throws(GitError) -> [UInt8] {
    guard let header = try header(id) else { throw gaps.missing([id], path) }
    guard header.size <= limit else {
      throw GitError(.fileTooLarge, "\(path) has \(header.size) bytes", because: ["at most \(limit) are read"])
    }
    guard let object = try read(id) else { throw gaps.missing([id], path) }
    guard object.kind == .blob else {
      throw GitError(.repositoryUnreadable, "\(path) is no file: object \(id) is a \(object.kind)")
    }
    return object.bytes
  }
}

extension Objects {
  /// Commits and folders that were read before: look-ups of many paths of one commit pass the same ones again and again.
  private final class Memory {
    private(set) var commits: [ObjectID: Commit] = [:]
    private(set) var trees: [ObjectID: Tree] = [:]
    private var items = 0

    /// Entries of folders that are kept; a walk over a huge tree keeps the first ones and reads the rest anew.
    private static let most = 100_000

    func keep(_ commit: Commit, _ id: ObjectID) {
      if commits.count < 1000 { commits[id] = commit }
    }

    func keep(_ tree: Tree, _ id: ObjectID) {
      guard items + tree.items.count <= Self.most else { return }
      items += tree.items.count
      trees[id] = tree
    }
  }
}

import Clibgit2
import Model

/// libgit2's object database, with packs read by libgit2 and loose objects read through `LooseStore`.
///
/// It is assembled from packs and object directories, so that no configuration, commit graph, multi-pack index or
/// worktree affects it. libgit2
/// verifies the hash of each object it reads, so a store can lack an object and cannot forge one; alternates may
/// therefore be anywhere. Only one thread may use it at a time, which `Objects` ensures.
@safe struct ObjectDatabase: ~Copyable {
  private let database: OpaquePointer

  /// - Parameter folders: Object directories, the main one first.
  init(_ folders: [String]) throws(Diagnostic) {
    try Library.start()
    var made: OpaquePointer?
    try Library.check(unsafe git_odb_new(&made), "start an object database")
    guard let made = unsafe made else { throw Diagnostic(.repositoryUnreadable, "libgit2 gave no object database") }
    do throws(Diagnostic) {
      for folder in folders { try unsafe Self.add(folder, to: made) }
    } catch {
      unsafe git_odb_free(made)
      throw error
    }
    unsafe database = made
  }

  deinit { unsafe git_odb_free(database) }

  private static func add(_ folder: String, to database: OpaquePointer) throws(Diagnostic) {
    // One by one and not as a folder, so that libgit2 reads no multi-pack index, which it does not check either.
    for index in try PackIndex.files(in: folder + "/pack") {
      var pack: UnsafeMutablePointer<git_odb_backend>?
      try Library.check(unsafe git_odb_backend_one_pack(&pack, index), "read the pack of \(index)")
      try Library.check(unsafe git_odb_add_backend(database, pack, 2), "read the pack of \(index)")
      try Library.check(
        unsafe gatehouse_guard_pack(database, index, String(index.dropLast(4)) + ".pack"), "map the pack of \(index)")
    }
    try unsafe LooseStore.add(folder, to: database)
  }

  func contains(_ id: ObjectID) -> Bool {
    var name = git_oid(id)
    return unsafe git_odb_exists(database, &name) == 1
  }

  /// The kind and size of an object without its content; nil when the object is missing.
  func header(_ id: ObjectID) throws(Diagnostic) -> Objects.Header? {
    var name = git_oid(id)
    var size = 0
    var type = GIT_OBJECT_INVALID
    let code = unsafe git_odb_read_header(&size, &type, database, &name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try Library.check(code, "read the header of object \(id)")
    return Objects.Header(kind: try Self.kind(type, id), size: size)
  }

  /// The kind and content of an object; nil when the object is missing. The size is checked before unpacking.
  func read(_ id: ObjectID) throws(Diagnostic) -> (kind: Objects.Kind, bytes: [UInt8])? {
    guard let header = try header(id) else { return nil }
    guard header.size <= Library.objectLimit else {
      throw Diagnostic(
        .fileTooLarge, "object \(id) has \(header.size) bytes", because: ["at most \(Library.objectLimit) are read"])
    }
    return try unpack(id)
  }

  /// The kind and content of an object whose size is known to be allowed; nil when the object is missing.
  func unpack(_ id: ObjectID) throws(Diagnostic) -> (kind: Objects.Kind, bytes: [UInt8])? {
    var name = git_oid(id)
    var object: OpaquePointer?
    let code = unsafe git_odb_read(&object, database, &name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try Library.check(code, "read object \(id)")
    defer { unsafe git_odb_object_free(object) }
    let buffer = unsafe UnsafeRawBufferPointer(start: git_odb_object_data(object), count: git_odb_object_size(object))
    return (try Self.kind(unsafe git_odb_object_type(object), id), unsafe Array(buffer))
  }

  private static func kind(_ type: git_object_t, _ id: ObjectID) throws(Diagnostic) -> Objects.Kind {
    switch type {
    case GIT_OBJECT_COMMIT: return .commit
    case GIT_OBJECT_TREE: return .tree
    case GIT_OBJECT_BLOB: return .blob
    case GIT_OBJECT_TAG: return .tag
    default: throw Diagnostic(.repositoryUnreadable, "object \(id) is of no known kind")
    }
  }
}

extension ObjectDatabase {
  /// The best common ancestors of two commits that are both present; empty when there are none.
  ///
  /// - Parameter missing: Makes the error for a shallow history.
  func mergeBases(
    _ one: CommitID, _ other: CommitID, _ missing: MissingObjects
  ) throws(Diagnostic) -> [CommitID] {
    let repository = try wrapped("walk the history")
    var found = unsafe git_oidarray()
    var (first, second) = (git_oid(one.id), git_oid(other.id))
    let code = unsafe git_merge_bases(&found, repository.pointer, &first, &second)
    defer { unsafe git_oidarray_dispose(&found) }
    if code < 0 {
      // The return code does not distinguish "no merge base" from "an object is missing"; the class of the error does.
      let kind = unsafe git_error_last()?.pointee.klass
      if kind == Int32(GIT_ERROR_MERGE.rawValue) { return [] }
      if missing.isShallow, kind == Int32(GIT_ERROR_ODB.rawValue) { throw missing.cut(between: one, and: other) }
      try Library.check(code, "find the merge base of \(one.short) and \(other.short)")
    }
    let ids = unsafe UnsafeBufferPointer(start: found.ids, count: found.count)
    return unsafe ids.compactMap { ObjectID($0).map(CommitID.init) }
  }
}

extension ObjectDatabase {
  /// A repository of libgit2 that has these objects and nothing else. It must not outlive the database.
  @safe final class Wrapped {
    let pointer: OpaquePointer?

    fileprivate init(_ pointer: OpaquePointer?) { unsafe self.pointer = unsafe pointer }

    deinit { unsafe git_repository_free(pointer) }
  }

  /// - Parameter doing: Completes "cannot …" in the message of an error.
  func wrapped(_ doing: String) throws(Diagnostic) -> Wrapped {
    var repository: OpaquePointer?
    try Library.check(unsafe git_repository_wrap_odb(&repository, database), doing)
    return unsafe Wrapped(repository)
  }
}

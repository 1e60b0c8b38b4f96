import Clibgit2
import Glibc
import Model

/// Makes libgit2's object database read loose objects through `LooseObject`.
enum LooseStore {
  /// Adds the loose objects of a folder. The database then owns the store and frees it.
  static func add(_ folder: String, to database: OpaquePointer) throws(Diagnostic) {
    let store = UnsafeMutablePointer<gatehouse_loose_store>.allocate(capacity: 1)
    unsafe store.initialize(to: gatehouse_loose_store())
    unsafe store.pointee.folder = strdup(folder)
    let backend = unsafe UnsafeMutableRawPointer(store).assumingMemoryBound(to: git_odb_backend.self)
    try Library.check(unsafe git_odb_init_backend(backend, 1), "prepare the loose objects of \(folder)")
    unsafe backend.pointee.exists = { unsafe LooseStore.exists($0, $1) }
    unsafe backend.pointee.read_header = { unsafe LooseStore.header($0, $1, $2, $3) }
    unsafe backend.pointee.read = { unsafe LooseStore.read($0, $1, $2, $3, $4) }
    unsafe backend.pointee.free = { unsafe LooseStore.free($0) }
    try Library.check(unsafe git_odb_add_backend(database, backend, 1), "read the loose objects of \(folder)")
  }

  private typealias Backend = UnsafeMutablePointer<git_odb_backend>
  private typealias Identifier = UnsafePointer<git_oid>

  private static func exists(_ backend: Backend?, _ id: Identifier?) -> Int32 {
    guard let (folder, id) = unsafe asked(backend, id) else { return 0 }
    return FileSystem.status(of: LooseObject.path(of: id, in: folder))?.kind == .file ? 1 : 0
  }

  private static func header(
    _ size: UnsafeMutablePointer<Int>?, _ kind: UnsafeMutablePointer<git_object_t>?, _ backend: Backend?,
    _ id: Identifier?
  ) -> Int32 {
    guard let (folder, id) = unsafe asked(backend, id) else { return GIT_ERROR.rawValue }
    return answer(id) { () throws(LooseObject.Fault) in
      let object = try LooseObject(header: id, in: folder)
      unsafe size?.pointee = object.size
      unsafe kind?.pointee = object.kind
    }
  }

  private static func read(
    _ data: UnsafeMutablePointer<UnsafeMutableRawPointer?>?, _ size: UnsafeMutablePointer<Int>?,
    _ kind: UnsafeMutablePointer<git_object_t>?, _ backend: Backend?, _ id: Identifier?
  ) -> Int32 {
    guard let (folder, id) = unsafe asked(backend, id) else { return GIT_ERROR.rawValue }
    return answer(id) { () throws(LooseObject.Fault) in
      let object = try LooseObject(id, in: folder)
      // One extra zero byte at the end, as in libgit2's own readers.
      guard let room = unsafe git_odb_backend_data_alloc(backend, object.size + 1) else { throw .tooLarge }
      let buffer = unsafe UnsafeMutableRawBufferPointer(start: room, count: object.size + 1)
      unsafe buffer.copyBytes(from: object.bytes)
      unsafe buffer[object.size] = 0
      unsafe data?.pointee = room
      unsafe size?.pointee = object.size
      unsafe kind?.pointee = object.kind
    }
  }

  private static func free(_ backend: Backend?) {
    guard let store = unsafe UnsafeMutableRawPointer(backend)?.assumingMemoryBound(to: gatehouse_loose_store.self)
    else {
      return
    }
    unsafe Glibc.free(store.pointee.folder)
    unsafe store.deallocate()
  }

  private static func asked(_ backend: Backend?, _ id: Identifier?) -> (folder: String, id: ObjectID)? {
    let store = unsafe UnsafeMutableRawPointer(backend)?.assumingMemoryBound(to: gatehouse_loose_store.self)
    guard let folder = unsafe store?.pointee.folder, let id = unsafe id.flatMap({ unsafe ObjectID($0.pointee) }) else {
      return nil
    }
    return (unsafe String(cString: folder), id)
  }

  /// Sets libgit2's error message and returns its error code, so that the caller's error shows the message.
  private static func answer(_ id: ObjectID, _ body: () throws(LooseObject.Fault) -> Void) -> Int32 {
    do throws(LooseObject.Fault) {
      try body()
      return 0
    } catch {
      switch error {
      case .missing: return GIT_ENOTFOUND.rawValue
      case .damaged: unsafe git_error_set_str(Int32(GIT_ERROR_ODB.rawValue), "the loose object \(id) is damaged")
      case .tooLarge: unsafe git_error_set_str(Int32(GIT_ERROR_ODB.rawValue), "the loose object \(id) is too large")
      }
      return GIT_ERROR.rawValue
    }
  }
}

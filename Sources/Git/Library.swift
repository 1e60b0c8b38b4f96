import Clibgit2
import Model

/// libgit2, initialised at the first use, so that a run without a repository does not pay for it.
enum Library {
  /// The maximal size in bytes of an object. Larger objects are never unpacked.
  static let objectLimit = 64 << 20

  private static let started: Int32 = {
    let levels = [
      GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL,
    ]
    let steps = [git_libgit2_init(), gatehouse_limit_packed_objects(objectLimit)]
    return (steps + levels.map(gatehouse_search_nothing)).min() ?? -1
  }()

  static func start() throws(Diagnostic) {
    if started < 0 { throw Diagnostic(.repositoryUnreadable, "libgit2 does not start", because: [lastError]) }
  }

  /// The message of libgit2 for the last call that failed on this thread.
  static var lastError: String {
    guard let said = unsafe git_error_last(), let message = unsafe said.pointee.message else {
      return "no reason given"
    }
    return unsafe String(cString: message)
  }

  /// Throws an error for a negative return code of libgit2. `doing` completes "cannot …" in its message.
  static func check(_ code: Int32, _ doing: @autoclosure () -> String) throws(Diagnostic) {
    if code < 0 { throw Diagnostic(.repositoryUnreadable, "cannot \(doing())", because: ["libgit2: \(lastError)"]) }
  }
}

extension git_oid {
  init(_ id: ObjectID) {
    self.init()
    let bytes = id.bytes
    unsafe withUnsafeMutableBytes(of: &self) { unsafe $0.copyBytes(from: bytes) }
  }
}

extension ObjectID {
  init?(_ id: git_oid) {
    let bytes = unsafe withUnsafeBytes(of: id) { unsafe Array($0) }
    self.init(bytes: bytes)
  }
}

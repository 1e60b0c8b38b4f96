import Clibgit2
import Model

/// libgit2, started when it is first needed: a run without a repository does not pay for it.
enum Library {
  /// No object larger than this is ever unpacked.
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

  /// libgit2's message for the last call that failed on this thread.
  static var lastError: String {
    guard let said = unsafe git_error_last(), let message = unsafe said.pointee.message else {
      return "no reason given"
    }
    return unsafe String(cString: message)
  }

  /// Turns libgit2's return code into an error that says what was being done.
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

import Clibgit2

/// Which lines differ between two contents.
enum Lines {
  /// Git's rule: a zero byte among the first 8,000. Attributes are not asked: a change could set them for itself.
  static func isBinary(_ bytes: [UInt8]) -> Bool {
    bytes.prefix(8000).contains(0)
  }

  /// All lines of one content for all lines of another.
  static func replaced(_ old: [UInt8], by new: [UInt8]) -> [Change.Hunk] {
    let (before, after) = (count(old), count(new))
    return [Change.Hunk(oldStart: min(1, before), oldCount: before, newStart: min(1, after), newCount: after)]
  }

  private static func count(_ bytes: [UInt8]) -> Int {
    let ends = bytes.reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    return bytes.isEmpty || bytes.last == UInt8(ascii: "\n") ? ends : ends + 1
  }

  /// The hunks without context, in order, as `git diff -U0` prints them.
  static func hunks(from old: [UInt8], to new: [UInt8]) throws(GitError) -> [Change.Hunk] {
    try Library.start()
    var options = unsafe git_diff_options()
    try Library.check(unsafe git_diff_options_init(&options, 1), "prepare a comparison")
    unsafe options.context_lines = 0
    unsafe options.interhunk_lines = 0
    unsafe options.flags = GIT_DIFF_FORCE_TEXT.rawValue | GIT_DIFF_INDENT_HEURISTIC.rawValue
    var patch: OpaquePointer?
    let code = unsafe git_patch_from_buffers(&patch, old, old.count, nil, new, new.count, nil, &options)
    try Library.check(code, "compare two contents")
    defer { unsafe git_patch_free(patch) }
    var hunks: [Change.Hunk] = []
    for index in 0..<(unsafe git_patch_num_hunks(patch)) {
      var hunk: UnsafePointer<git_diff_hunk>?
      try Library.check(unsafe git_patch_get_hunk(&hunk, nil, patch, index), "compare two contents")
      guard let found = unsafe hunk?.pointee else { continue }
      hunks.append(
        Change.Hunk(
          oldStart: Int(found.old_start), oldCount: Int(found.old_lines),
          newStart: Int(found.new_start), newCount: Int(found.new_lines)))
    }
    return hunks
  }
}

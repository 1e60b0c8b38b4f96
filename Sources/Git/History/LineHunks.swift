import Clibgit2
import Model

/// The lines in which two versions of a file differ, byte by byte, as in `git blame` and `git log -L`: white space counts,
/// and `diff.indentHeuristic` is on, as it is by default.
struct LineHunks {
  private struct Hunk {
    /// The first line after the hunk in the new version.
    let newEnd: Int
    let newStart: Int
    /// The difference from a line after the hunk in the new version to its line in the old one.
    let shift: Int
  }

  /// In ascending order.
  private var hunks: [Hunk] = []

  init(from old: [UInt8], to new: [UInt8]) throws(Diagnostic) {
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
    for index in 0..<(unsafe git_patch_num_hunks(patch)) {
      var hunk: UnsafePointer<git_diff_hunk>?
      try Library.check(unsafe git_patch_get_hunk(&hunk, nil, patch, index), "compare two contents")
      if let found = unsafe hunk?.pointee { append(found) }
    }
  }

  /// The start of an empty range is the line before it.
  private mutating func append(_ hunk: git_diff_hunk) {
    let (start, count) = (Int(hunk.new_start), Int(hunk.new_lines))
    let newEnd = count > 0 ? start + count : start + 1
    let oldEnd = Int(hunk.old_start) + (hunk.old_lines > 0 ? Int(hunk.old_lines) : 1)
    hunks.append(Hunk(newEnd: newEnd, newStart: newEnd - count, shift: oldEnd - newEnd))
  }

  /// The line of the old version that is this line of the new one; nil for a line that the new version adds.
  func old(of line: Int) -> Int? {
    var (low, high) = (0, hunks.count)
    while low < high {
      let middle = (low + high) / 2
      if hunks[middle].newStart > line { high = middle } else { low = middle + 1 }
    }
    // A hunk that only removes lines starts and ends at the line after them.
    guard low > 0 else { return line }
    return line < hunks[low - 1].newEnd ? nil : line + hunks[low - 1].shift
  }
}

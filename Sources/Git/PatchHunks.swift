import Clibgit2
import Model

/// A difference of two contents: lines of the old one, and the lines of the new one in their place. As in the header of a
/// hunk, the start of an empty range is the line before it.
struct PatchHunk: Equatable {
  let (oldStart, oldLines): (Int, Int)
  let (newStart, newLines): (Int, Int)
}

/// The hunks in which two contents differ, without lines around them and with `diff.indentHeuristic`, as git has it by
/// default.
func patchHunks(from old: [UInt8], to new: [UInt8]) throws(Diagnostic) -> [PatchHunk] {
  if let hunks = SingleEdit.hunks(from: old, to: new) { return hunks }
  return try comparedHunks(from: old, to: new)
}

/// The hunks that libgit2 finds.
func comparedHunks(from old: [UInt8], to new: [UInt8]) throws(Diagnostic) -> [PatchHunk] {
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
  var hunks: [PatchHunk] = []
  for index in 0..<(unsafe git_patch_num_hunks(patch)) {
    var hunk: UnsafePointer<git_diff_hunk>?
    try Library.check(unsafe git_patch_get_hunk(&hunk, nil, patch, index), "compare two contents")
    if let found = unsafe hunk?.pointee { hunks.append(PatchHunk(found)) }
  }
  return hunks
}

extension PatchHunk {
  fileprivate init(_ hunk: git_diff_hunk) {
    self.init(
      oldStart: Int(hunk.old_start), oldLines: Int(hunk.old_lines), newStart: Int(hunk.new_start),
      newLines: Int(hunk.new_lines))
  }
}

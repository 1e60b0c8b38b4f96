import Clibgit2
import Model

/// The hunks in which two contents differ, without lines around them and with `diff.indentHeuristic`, as git has it by
/// default.
func patchHunks(from old: [UInt8], to new: [UInt8]) throws(Diagnostic) -> [git_diff_hunk] {
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
  var hunks: [git_diff_hunk] = []
  for index in 0..<(unsafe git_patch_num_hunks(patch)) {
    var hunk: UnsafePointer<git_diff_hunk>?
    try Library.check(unsafe git_patch_get_hunk(&hunk, nil, patch, index), "compare two contents")
    if let found = unsafe hunk?.pointee { hunks.append(found) }
  }
  return hunks
}

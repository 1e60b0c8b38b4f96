package import Interning
package import Model
import Synchronization

/// Tells which paths are files of a tree, and caches each lookup.
///
/// Threads that read reports share one instance. Submodules and symbolic links count as files, as in git.
package final class CommitFiles: Sendable {
  package let tree: any Tree
  private let known = Mutex<[InternedString: Bool]>([:])

  package init(of tree: any Tree) { self.tree = tree }

  /// Whether the tree has a file at the path. Throws when that is not known, for example because the object of a folder
  /// is missing or the path leads through a submodule.
  package func isFile(_ path: InternedString) throws(Diagnostic) -> Bool {
    try known.withLock { (known) throws(Diagnostic) in
      if let answer = known[path] { return answer }
      let kind = try tree.kind(of: path.wrappedValue)
      let answer = kind != nil && kind != .folder
      known[path] = answer
      return answer
    }
  }

  /// Whether the tree certainly has no file at the path. When that is not known the answer is false, so that no report
  /// is rejected for it; `isFile` throws the reason.
  package func isMissing(_ path: InternedString) -> Bool {
    do throws(Diagnostic) { return try !isFile(path) } catch { return false }
  }
}

package import Interning
package import Model
import Synchronization

/// Which paths of a commit, or of the index, are files: each path is looked up once, and the answer is kept.
///
/// Threads that read reports share one. A submodule and a link count as files, because git records them as such.
package final class CommitFiles: Sendable {
  package let tree: any Tree
  private let known = Mutex<[InternedString: Bool]>([:])

  package init(of tree: any Tree) { self.tree = tree }

  /// Whether the tree has a file of that path. Throws when that cannot be told, for example because a folder's object is missing
  /// or because the path leads through a submodule.
  package func isFile(_ path: InternedString) throws(Diagnostic) -> Bool {
    try known.withLock { (known) throws(Diagnostic) in
      if let answer = known[path] { return answer }
      let kind = try tree.kind(of: path.wrappedValue)
      let answer = kind != nil && kind != .folder
      known[path] = answer
      return answer
    }
  }

  /// Whether the tree surely has no file of that path. Where that cannot be told the answer is no: nothing is said against a
  /// report, and `isFile` tells the reason.
  package func isMissing(_ path: InternedString) -> Bool {
    do throws(Diagnostic) { return try !isFile(path) } catch { return false }
  }
}

import Interning
package import Model
import System

/// A working tree of a repository: the main one, or one that `git worktree add` linked to it.
struct WorkTree: Sendable {
  /// The folder, without symbolic links.
  let folder: String
  /// The directory of its HEAD and its index.
  let gitDirectory: String
  let indexFile: String

  /// The path relative to the folder; nil when it is not below it.
  ///
  /// - Parameter path: An absolute path whose folder is without symbolic links.
  func inside(_ path: String) -> String? {
    let start = folder == "/" ? "/" : folder + "/"
    return path.begins(with: start) ? String(Substring(path.utf8.dropFirst(start.utf8.count))) : nil
  }
}

extension Repository {
  /// All working trees of the repository, those with longer paths first, so that the first that holds a file is the
  /// innermost (gitrepository-layout, `worktrees`).
  func workTrees() throws(Diagnostic) -> [WorkTree] {
    var found: [WorkTree] = []
    func add(_ folder: String?, _ gitDirectory: String, _ index: String? = nil) {
      guard let folder = folder.flatMap(FileSystem.realPath), !found.contains(where: { $0.folder.isSame(as: folder) })
      else { return }
      found.append(
        WorkTree(folder: folder, gitDirectory: gitDirectory, indexFile: index ?? gitDirectory + "/index"))
    }
    add(workDirectory, gitDirectory, indexFile)
    if refs.commonDirectory.ends(with: "/.git") {
      add(String(refs.commonDirectory.dropLast("/.git".count)), refs.commonDirectory)
    }
    let linked = refs.commonDirectory + "/worktrees"
    if FileSystem.status(of: linked)?.kind == .folder {
      for entry in try FolderTree(linked, description: linked).list("") where entry.kind == .folder {
        let own = "\(linked)/\(entry.path)"
        // The path of the `.git` file in the working tree. Git itself prunes entries without one.
        guard let bytes = try FileSystem.read(own + "/gitdir", limit: 8192) else { continue }
        let link = RepositoryLocation.resolve(GitPath.text(of: bytes.prefix { $0 != 10 && $0 != 13 }), in: own)
        add(link.ends(with: "/.git") ? String(link.dropLast("/.git".count)) : nil, own)
      }
    }
    return found.sorted { ($0.folder.utf8.count, $1.folder) > ($1.folder.utf8.count, $0.folder) }
  }

  /// The path relative to the root of the working tree that it lies in, the main one or a linked one; nil when it is
  /// outside of all of them.
  ///
  /// It tells whether the change under review could have written a file that is named on the command line. Every path
  /// into a tree counts: through a symbolic link from outside, with `.` and `..`, and through symbolic links inside.
  package func pathInside(_ path: String) throws(Diagnostic) -> String? {
    let trees = try workTrees()
    for location in FileSystem.locations(of: path) {
      if let inside = trees.lazy.compactMap({ $0.inside(location) }).first { return inside }
    }
    return nil
  }
}

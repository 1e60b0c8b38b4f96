import Interning
import Model

/// The location of a repository on disk, before `SafeDirectory` and `RepositoryFormat` have checked it.
struct RepositoryLocation: Equatable {
  /// The directory of HEAD and the index; for a linked worktree its own folder below `worktrees/`.
  var gitDirectory: String
  /// The directory of objects, refs and the configuration; for a linked worktree that of the main repository.
  var commonDirectory: String
  /// The folder that contains `.git`. `core.worktree` is ignored, and nothing is read from the folder.
  var workDirectory: String?
  /// The paths whose owner could have placed files that affect the repository.
  var owned: [String]

  /// Searches upwards as git does, within one file system. A bare repository is not found by the search and must be
  /// named (git's `safe.bareRepository=explicit`), because a folder of the tree under review can look like one.
  static func find(from path: String) throws(Diagnostic) -> RepositoryLocation {
    guard let start = FileSystem.realPath(path), let device = FileSystem.status(of: start)?.device else {
      throw Diagnostic(.repositoryUnreadable, "there is nothing at \(path)")
    }
    if isGitDirectory(start), FileSystem.status(of: start + "/.git") == nil { return try explicit(start) }
    var folder = start
    while true {
      if let found = try repository(in: folder) { return found }
      guard folder != "/" else { break }
      folder = parent(of: folder)
      guard FileSystem.status(of: folder)?.device == device else { break }
      if isGitDirectory(folder) {
        if folder.ends(with: "/.git") { return try explicit(folder) }
        throw Diagnostic(
          .repositoryUnreadable, "\(path) lies inside the bare repository \(folder), which is not taken by searching",
          help: "name it: --repo \(folder)")
      }
    }
    throw Diagnostic(
      .repositoryUnreadable, "\(path) is not in a git repository",
      help: "run it inside one, or name one with --repo PATH")
  }

  /// A git directory that is named explicitly, by `GIT_DIR` or as the path of a bare repository.
  static func explicit(_ folder: String, workDirectory: String? = nil) throws(Diagnostic) -> RepositoryLocation {
    guard let real = FileSystem.realPath(folder), isGitDirectory(real) else {
      throw Diagnostic(.repositoryUnreadable, "\(folder) is not a git directory: it lacks HEAD, objects or refs")
    }
    let work = workDirectory ?? (real.ends(with: "/.git") ? parent(of: real) : nil)
    let common = try commonDirectory(of: real)
    return RepositoryLocation(
      gitDirectory: real, commonDirectory: common, workDirectory: work,
      owned: [real, common] + (work.map { [$0] } ?? []))
  }

  /// The repository whose worktree `folder` is; nil when there is none, or none that can be read.
  static func repository(at folder: String) -> RepositoryLocation? {
    do throws(Diagnostic) { return try repository(in: folder) } catch { return nil }
  }

  /// The repository whose worktree `folder` is; nil when there is none.
  private static func repository(in folder: String) throws(Diagnostic) -> RepositoryLocation? {
    let link = join(folder, ".git")
    guard let status = FileSystem.status(of: link) else { return nil }
    if status.kind == .folder && !isGitDirectory(link) { return nil }
    let target = status.kind == .folder ? link : try pointed(by: link, in: folder)
    var found = try explicit(target, workDirectory: folder)
    found.owned.append(link)
    return found
  }

  /// The git directory that a `.git` file names: `gitdir: ` and a path relative to the file's folder
  /// (gitrepository-layout).
  private static func pointed(by link: String, in folder: String) throws(Diagnostic) -> String {
    let text = try FileSystem.read(link, limit: 8192).map(GitPath.text) ?? ""
    guard text.hasPrefix("gitdir: ") else {
      throw Diagnostic(.repositoryUnreadable, "\(link) does not say where the repository is (no `gitdir: `)")
    }
    return resolve(trimmed(text.dropFirst("gitdir: ".count)), in: folder)
  }

  static func commonDirectory(of gitDirectory: String) throws(Diagnostic) -> String {
    guard let bytes = try FileSystem.read(gitDirectory + "/commondir", limit: 8192) else { return gitDirectory }
    let named = resolve(trimmed(GitPath.text(of: bytes)[...]), in: gitDirectory)
    guard let real = FileSystem.realPath(named) else {
      throw Diagnostic(.repositoryUnreadable, "the repository of this worktree is gone: nothing at \(named)")
    }
    return real
  }

  /// The folder of the objects of a push that a hook inspects, if it lies among the objects of this repository.
  func quarantine(_ path: String) -> String? {
    guard let real = FileSystem.realPath(path), let objects = FileSystem.realPath(commonDirectory + "/objects"),
      Self.parent(of: real).isSame(as: objects)
    else { return nil }
    return real
  }

  private static func isGitDirectory(_ folder: String) -> Bool {
    guard FileSystem.status(of: folder + "/HEAD", following: false) != nil else { return false }
    if FileSystem.status(of: folder + "/commondir")?.kind == .file { return true }
    return FileSystem.status(of: folder + "/objects")?.kind == .folder && FileSystem.status(of: folder + "/refs") != nil
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.prefix { !$0.isNewline })
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder == "/" ? "/" + name : folder + "/" + name
  }

  /// Resolves a path that a file in `folder` contains.
  static func resolve(_ path: String, in folder: String) -> String {
    path.begins(with: "/") ? path : join(folder, path)
  }

  static func parent(of path: String) -> String {
    let parts = path.utf8.split(separator: UInt8(ascii: "/")).dropLast()
    return "/" + parts.map { String(Substring($0)) }.joined(separator: "/")
  }
}

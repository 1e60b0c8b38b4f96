/// Where a repository lies on disk. Nothing is believed yet: `Trust` and `Format` look at it next.
struct Location: Equatable {
  /// Holds HEAD and the index; of a linked worktree its own folder under `worktrees/`.
  var gitDirectory: String
  /// Holds objects, refs and the configuration; of a linked worktree the main repository's folder.
  var commonDirectory: String
  /// The folder that holds `.git`, never what `core.worktree` says: nothing is read from it.
  var workDirectory: String?
  /// Every path whose owner could have planted something.
  var owned: [String]

  /// Searches upwards as git does, and like git not into another file system. A bare repository must be named itself
  /// (git's `safe.bareRepository=explicit`): a folder of the tree under review can look like one.
  static func find(from path: String) throws(GitError) -> Location {
    guard let start = Disk.realPath(path), let device = Disk.status(of: start)?.device else {
      throw GitError(.repositoryUnreadable, "there is nothing at \(path)")
    }
    if isGitDirectory(start), Disk.status(of: start + "/.git") == nil { return try explicit(start) }
    var folder = start
    while true {
      if let found = try repository(in: folder) { return found }
      guard folder != "/" else { break }
      folder = parent(of: folder)
      guard Disk.status(of: folder)?.device == device else { break }
      if isGitDirectory(folder) {
        if folder.hasSuffix("/.git") { return try explicit(folder) }
        throw GitError(
          .repositoryUnreadable, "\(path) lies inside the bare repository \(folder), which is not taken by searching",
          help: "name it: --repo \(folder)")
      }
    }
    throw GitError(
      .repositoryUnreadable, "\(path) is not in a git repository",
      help: "run it inside one, or name one with --repo PATH")
  }

  /// A git directory named outright, as `GIT_DIR` and the path of a bare repository do.
  static func explicit(_ folder: String, workDirectory: String? = nil) throws(GitError) -> Location {
    guard let real = Disk.realPath(folder), isGitDirectory(real) else {
      throw GitError(.repositoryUnreadable, "\(folder) is not a git directory: it lacks HEAD, objects or refs")
    }
    let work = workDirectory ?? (real.hasSuffix("/.git") ? parent(of: real) : nil)
    let common = try commonDirectory(of: real)
    return Location(
      gitDirectory: real, commonDirectory: common, workDirectory: work,
      owned: [real, common] + (work.map { [$0] } ?? []))
  }

  /// The repository whose worktree `folder` is, if it is one.
  private static func repository(in folder: String) throws(GitError) -> Location? {
    let link = join(folder, ".git")
    guard let status = Disk.status(of: link) else { return nil }
    if status.kind == .folder && !isGitDirectory(link) { return nil }
    let target = status.kind == .folder ? link : try pointed(by: link, in: folder)
    var found = try explicit(target, workDirectory: folder)
    found.owned.append(link)
    return found
  }

  /// gitrepository-layout: a `.git` file holds `gitdir: ` and a path, relative to its own folder.
  private static func pointed(by link: String, in folder: String) throws(GitError) -> String {
    let text = try Disk.read(link, limit: 8192).map(PathText.text) ?? ""
    guard text.hasPrefix("gitdir: ") else {
      throw GitError(.repositoryUnreadable, "\(link) does not say where the repository is (no `gitdir: `)")
    }
    return resolve(trimmed(text.dropFirst("gitdir: ".count)), in: folder)
  }

  private static func commonDirectory(of gitDirectory: String) throws(GitError) -> String {
    guard let bytes = try Disk.read(gitDirectory + "/commondir", limit: 8192) else { return gitDirectory }
    let named = resolve(trimmed(PathText.text(of: bytes)[...]), in: gitDirectory)
    guard let real = Disk.realPath(named) else {
      throw GitError(.repositoryUnreadable, "the repository of this worktree is gone: nothing at \(named)")
    }
    return real
  }

  private static func isGitDirectory(_ folder: String) -> Bool {
    guard Disk.status(of: folder + "/HEAD", following: false) != nil else { return false }
    if Disk.status(of: folder + "/commondir")?.kind == .file { return true }
    return Disk.status(of: folder + "/objects")?.kind == .folder && Disk.status(of: folder + "/refs") != nil
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.prefix { !$0.isNewline })
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder == "/" ? "/" + name : folder + "/" + name
  }

  /// A path that a file in `folder` mentions.
  static func resolve(_ path: String, in folder: String) -> String {
    path.hasPrefix("/") ? path : join(folder, path)
  }

  private static func parent(of path: String) -> String {
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    return "/" + parent
  }
}

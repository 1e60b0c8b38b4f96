/// A repository, opened for reading by nothing but ids and full names.
///
/// Nothing of the worktree, of the user's configuration or of the repository's attributes has a say in what it answers;
/// no hook, filter or other program ever runs. A state that hides something is an error with its own code.
/// It belongs to one task: open another one for another task, which costs less than a millisecond.
package struct Repository: ~Copyable {
  /// Holds HEAD and the index, links resolved.
  package let gitDirectory: String
  /// The folder in which `.git` stands; nil for a bare repository. For showing and for naming files, never read from.
  package let workDirectory: String?
  package let isBare: Bool
  /// History was cut when it was fetched: parents may be named and not be here.
  package var isShallow: Bool { objects.gaps.isShallow }

  let objects: Objects
  let refs: Refs
  let indexFile: String

  /// Opens the repository that `path` is in, searching upwards as git does.
  ///
  /// `environment` is the process's. Its `HOME` and `GIT_CONFIG_*` say where `safe.directory` is written. With
  /// `useEnvironment`, as in a hook, `GIT_DIR`, `GIT_INDEX_FILE` and git's object directories count too. `trusted` lists
  /// repositories of other users that may be read; `*` is all.
  package init(
    at path: String, environment: [String: String] = [:], useEnvironment: Bool = false, trusted: [String] = []
  ) throws(GitError) {
    try self.init(at: path, environment, useEnvironment ? environment : [:], trusted: trusted, user: Disk.user)
  }

  /// `named` holds the variables that say where the repository is; `user` who must own it.
  init(
    at path: String, _ environment: [String: String], _ named: [String: String] = [:], trusted: [String], user: UInt32
  ) throws(GitError) {
    let location =
      if let folder = named["GIT_DIR"] {
        try Location.explicit(Location.resolve(folder, in: path), workDirectory: Self.workTree(named, path))
      } else {
        try Location.find(from: path)
      }
    try Trust(named: trusted, safe: Trust.safeDirectories(environment), user: user).check(location)
    let format = try Format(location)
    let shallow = try Disk.read(location.commonDirectory + "/shallow", limit: 64 << 20)
    let gaps = Gaps(isShallow: shallow?.isEmpty == false, isPartial: format.isPartial, remote: format.remote)
    let store = named["GIT_OBJECT_DIRECTORY"].map { Location.resolve($0, in: path) }
    let borrowed = named["GIT_ALTERNATE_OBJECT_DIRECTORIES"]?.split(separator: ":") ?? []
    let folders = try Objects.folders(
      store ?? location.commonDirectory + "/objects",
      alternates: borrowed.map { Location.resolve(String($0), in: path) })
    objects = try Objects(folders, gaps: gaps)
    isBare = location.gitDirectory == location.commonDirectory && (format.isBare ?? (location.workDirectory == nil))
    gitDirectory = location.gitDirectory
    workDirectory = isBare ? nil : location.workDirectory
    refs = Refs(gitDirectory: location.gitDirectory, commonDirectory: location.commonDirectory)
    indexFile =
      named["GIT_INDEX_FILE"].map { Location.resolve($0, in: location.workDirectory ?? path) }
      ?? location.gitDirectory + "/index"
  }

  /// Without `GIT_WORK_TREE` git takes the current folder, unless that is the git directory itself.
  private static func workTree(_ named: [String: String], _ path: String) -> String? {
    if let tree = named["GIT_WORK_TREE"] { return Disk.realPath(Location.resolve(tree, in: path)) }
    return named["GIT_DIR"] == "." ? nil : Disk.realPath(path)
  }
}

package import Model

/// A repository, opened for reading by nothing but ids and full names.
///
/// Nothing of the worktree, of the user's configuration or of the repository's attributes has a say in what it answers;
/// no hook, filter or other program ever runs. A state that hides something is an error with its own code.
/// Threads may share one.
package final class Repository: Sendable {
  /// Holds HEAD and the index, links resolved.
  package let gitDirectory: String
  /// The folder in which `.git` stands; nil for a bare repository. For showing and for naming files, never read from.
  package let workDirectory: String?
  package let isBare: Bool
  /// History was cut when it was fetched: parents may be named and not be here.
  package var isShallow: Bool { objects.missing.isShallow }

  let objects: Objects
  let refs: Refs
  let indexFile: String

  /// Opens the repository that `path` is in, searching upwards as git does.
  ///
  /// `environment` is the process's. Its `HOME` and `GIT_CONFIG_*` say where `safe.directory` is written. With
  /// `useEnvironment`, as in a hook, `GIT_DIR`, `GIT_INDEX_FILE` and git's object directories count too. `trusted` lists
  /// repositories of other users that may be read; `*` is all.
  package convenience init(
    at path: String, environment: [String: String] = [:], useEnvironment: Bool = false, trusted: [String] = []
  ) throws(Diagnostic) {
    try self.init(at: path, environment, useEnvironment ? environment : [:], trusted: trusted, user: FileSystem.user)
  }

  /// `named` holds the variables that say where the repository is; `user` who must own it.
  init(
    at path: String, _ environment: [String: String], _ named: [String: String] = [:], trusted: [String], user: UInt32
  ) throws(Diagnostic) {
    let location =
      if let folder = named["GIT_DIR"] {
        try RepositoryLocation.explicit(
          RepositoryLocation.resolve(folder, in: path), workDirectory: Self.workTree(named, path))
      } else {
        try RepositoryLocation.find(from: path)
      }
    try SafeDirectory(named: trusted, safe: SafeDirectory.safeDirectories(environment), user: user).check(location)
    let format = try RepositoryFormat(location)
    let shallow = try FileSystem.read(location.commonDirectory + "/shallow", limit: 64 << 20)
    let missing = MissingObjects(
      isShallow: shallow?.isEmpty == false, isPartial: format.isPartial, remote: format.remote)
    let store = named["GIT_OBJECT_DIRECTORY"].map { RepositoryLocation.resolve($0, in: path) }
    let borrowed = named["GIT_ALTERNATE_OBJECT_DIRECTORIES"]?.split(separator: ":") ?? []
    let folders = try Objects.folders(
      store ?? location.commonDirectory + "/objects",
      alternates: borrowed.map { RepositoryLocation.resolve(String($0), in: path) })
    objects = try Objects(folders, missing: missing)
    isBare = location.gitDirectory == location.commonDirectory && (format.isBare ?? (location.workDirectory == nil))
    gitDirectory = location.gitDirectory
    workDirectory = isBare ? nil : location.workDirectory
    refs = Refs(gitDirectory: location.gitDirectory, commonDirectory: location.commonDirectory)
    indexFile =
      named["GIT_INDEX_FILE"].map { RepositoryLocation.resolve($0, in: location.workDirectory ?? path) }
      ?? location.gitDirectory + "/index"
  }

  /// Without `GIT_WORK_TREE` git takes the current folder, unless that is the git directory itself.
  private static func workTree(_ named: [String: String], _ path: String) -> String? {
    if let tree = named["GIT_WORK_TREE"] { return FileSystem.realPath(RepositoryLocation.resolve(tree, in: path)) }
    return named["GIT_DIR"] == "." ? nil : FileSystem.realPath(path)
  }
}

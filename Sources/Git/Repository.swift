package import Model
import Synchronization

/// A git repository, opened for reading by commit ids and full ref names.
///
/// The worktree, the user's configuration and the repository's attributes do not affect results, and no
/// hook, filter or other program runs. A state that could hide content is an error with its own code. It is
/// safe to use from several threads.
package final class Repository: Sendable {
  /// The directory that contains HEAD and the index, without symbolic links.
  package let gitDirectory: String
  /// The folder that contains `.git`; nil for a bare repository. It is used in messages
  /// and to name files, never to read.
  package let workDirectory: String?
  package let isBare: Bool
  /// Whether the clone is shallow, so that the parents of some commits are missing.
  package var isShallow: Bool { objects.missing.isShallow }

  /// Whether the clone leaves out objects when it fetches, so that contents may be missing.
  package let hasFilter: Bool

  /// The remotes of the configuration.
  package let remotes: [Remote]
  /// The remote that hints name: the only one, or else `origin`, which CI systems clone from.
  package var defaultRemote: String { objects.missing.remote }

  let objects: Objects
  let refs: Refs
  let indexFile: String
  /// The directory to which new objects are written.
  let objectDirectory: String
  private let knownIndex = Mutex<IndexFile?>(nil)

  /// Opens the repository that contains `path`, searching upwards as git does.
  ///
  /// - Parameter environment: The process environment; `HOME` and `GIT_CONFIG_*` locate the `safe.directory` list.
  /// - Parameter useEnvironment: Whether to use `GIT_DIR`, `GIT_INDEX_FILE` and git's object directories, as in a hook. The
  ///   quarantine of a push to this very repository (git-receive-pack, "Quarantine environment") is always read, because
  ///   objects cannot be forged.
  /// - Parameter trusted: Repositories of other users that may be read; `*` allows all.
  package convenience init(
    at path: String, environment: [String: String] = [:], useEnvironment: Bool = false, trusted: [String] = []
  ) throws(Diagnostic) {
    try self.init(at: path, environment, useEnvironment ? environment : [:], trusted: trusted, user: FileSystem.user)
  }

  /// - Parameter named: The environment variables that locate the repository.
  /// - Parameter user: The user id that must own it.
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
      isShallow: shallow?.isEmpty == false, isPartial: format.isPartial,
      remote: format.remotes.count == 1 ? format.remotes[0].name : "origin")
    let store = named["GIT_OBJECT_DIRECTORY"].map { RepositoryLocation.resolve($0, in: path) }
    let borrowed = named["GIT_ALTERNATE_OBJECT_DIRECTORIES"]?.split(separator: ":") ?? []
    let quarantine = environment["GIT_QUARANTINE_PATH"].flatMap(location.quarantine)
    let folders = try Objects.folders(
      store ?? location.commonDirectory + "/objects",
      alternates: borrowed.map { RepositoryLocation.resolve(String($0), in: path) } + [quarantine].compactMap(\.self))
    objects = try Objects(folders, missing: missing)
    objectDirectory = folders[0]
    isBare = location.gitDirectory == location.commonDirectory && (format.isBare ?? (location.workDirectory == nil))
    (remotes, hasFilter) = (format.remotes, format.hasFilter)
    gitDirectory = location.gitDirectory
    workDirectory = isBare ? nil : location.workDirectory
    refs = Refs(gitDirectory: location.gitDirectory, commonDirectory: location.commonDirectory)
    indexFile =
      named["GIT_INDEX_FILE"].map { RepositoryLocation.resolve($0, in: location.workDirectory ?? path) }
      ?? location.gitDirectory + "/index"
  }

  /// The index as it was when it was first asked for, so that all parts of a run see one state of it.
  func index() throws(Diagnostic) -> IndexFile {
    try knownIndex.withLock { (known) throws(Diagnostic) in
      if let known { return known }
      let index = try IndexFile(indexFile)
      known = index
      return index
    }
  }

  /// The working tree of an explicit git directory. Without `GIT_WORK_TREE` it is the current folder, as in git, unless
  /// that is the git directory itself.
  private static func workTree(_ named: [String: String], _ path: String) -> String? {
    if let tree = named["GIT_WORK_TREE"] { return FileSystem.realPath(RepositoryLocation.resolve(tree, in: path)) }
    return named["GIT_DIR"] == "." ? nil : FileSystem.realPath(path)
  }
}

import Interning
import Model

/// Decides whether a repository may be opened: the user owns it, or it is listed in `safe.directory` or `--trust-repo`.
///
/// `safe.directory` works as in git. The check is not left to libgit2 1.5, which does not support `*` and reports a
/// repository of another user as "not found".
struct SafeDirectory {
  /// Paths from `--trust-repo`; `*` allows all.
  var named: [String]
  /// Values of `safe.directory` in the user's and the system's configuration, never in the repository's own.
  var safe: [String]
  var user: UInt32

  func check(_ location: RepositoryLocation) throws(Diagnostic) {
    let foreign = location.owned.compactMap { path in
      FileSystem.status(of: path, following: false).flatMap { $0.owner == user ? nil : (path: path, owner: $0.owner) }
    }
    guard let first = foreign.first else { return }
    let subject = location.workDirectory ?? location.gitDirectory
    let positions = [location.gitDirectory, subject]
    if positions.contains(where: { position in named.contains { covers($0, position) } || isSafe(position) }) { return }
    throw Diagnostic(
      .repositoryOwner, "the repository at \(subject) belongs to another user",
      because: ["\(first.path) belongs to user \(first.owner), and this runs as user \(user)"],
      help: "if you trust it: --trust-repo \(subject), or git config --global --add safe.directory \(subject)")
  }

  /// An empty value clears all values before it (git-config, safe.directory).
  private func isSafe(_ position: String) -> Bool {
    let last = safe.lastIndex(of: "").map { safe.index(after: $0) } ?? safe.startIndex
    return safe[last...].contains { covers($0, position) }
  }

  private func covers(_ entry: String, _ position: String) -> Bool {
    if entry == "*" { return true }
    // Since git 2.46, `path/*` includes everything below the path.
    if entry.hasSuffix("/*") {
      return position.begins(with: (FileSystem.realPath(String(entry.dropLast(2))) ?? "\0") + "/")
    }
    return entry.isSame(as: position) || FileSystem.realPath(entry)?.isSame(as: position) == true
  }
}

extension SafeDirectory {
  /// Reads `safe.directory` from the configuration that git reads: the system's file, the user's two files, and the
  /// `GIT_CONFIG_*` variables.
  static func safeDirectories(_ environment: [String: String]) throws(Diagnostic) -> [String] {
    let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 }
    let own = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? home.map { $0 + "/.config" }
    let system = ["", "0", "false", "no", "off"].contains(environment["GIT_CONFIG_NOSYSTEM"] ?? "")
    let global = environment["GIT_CONFIG_GLOBAL"].map { [$0] }
    let files =
      (system ? [environment["GIT_CONFIG_SYSTEM"] ?? "/etc/gitconfig"] : [])
      + (global ?? [own.map { $0 + "/git/config" }, home.map { $0 + "/.gitconfig" }].compactMap(\.self))
    var found: [String] = []
    for file in files where FileSystem.status(of: file)?.kind == .file {
      let settings = try Configuration(FileSystem.read(file, limit: 1 << 20) ?? [], file: file).settings
      found += settings.filter { $0.name == "safe.directory" }.map { expanded($0.value ?? "", home) }
    }
    return found + fromEnvironment(environment).map { expanded($0, home) }
  }

  /// Reads `GIT_CONFIG_COUNT`, `GIT_CONFIG_KEY_n` and `GIT_CONFIG_VALUE_n` (git-config, "Environment").
  private static func fromEnvironment(_ environment: [String: String]) -> [String] {
    let count = min(environment["GIT_CONFIG_COUNT"].flatMap { Int($0) } ?? 0, 1000)
    return (0..<max(0, count)).compactMap { number in
      environment["GIT_CONFIG_KEY_\(number)"]?.lowercased() == "safe.directory"
        ? environment["GIT_CONFIG_VALUE_\(number)"] : nil
    }
  }

  private static func expanded(_ path: String, _ home: String?) -> String {
    guard path.hasPrefix("~/"), let home else { return path }
    return home + path.dropFirst()
  }
}

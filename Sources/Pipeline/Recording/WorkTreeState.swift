import Evidence
import Git
import Interning
import Model
import System

/// The commit that is checked out, and what differs from it in the work tree, as the `git` program tells: it applies the filters
/// and line ends that the repository is set up for.
struct WorkTreeState {
  let head: String
  /// Sentences about files of the commit or of the index that differ, and about what keeps git from comparing them.
  private(set) var trackedDifferences: [String] = []
  /// Files and folders that git neither tracks nor ignores; folders have a `/` at the end.
  private var untracked: [String] = []

  init(of root: String, head: String, _ repository: Repository, _ environment: [String: String]) {
    self.head = head
    do throws(Diagnostic) {
      if let path = try repository.firstUncomparedPath() {
        trackedDifferences.append(
          "git is told not to look at \(path) (assume-unchanged, skip-worktree or a sparse checkout)")
      }
      try addStatus(of: root, environment)
    } catch {
      trackedDifferences.append(error.text)
    }
  }

  /// Sentences about all that differs. What other files of a scan are is no difference: the report itself, its side-car, other
  /// reports with a side-car, and the folder of the report if git tracks nothing in it.
  ///
  /// Files that git does not track may be code that is not in the commit, or configuration that makes a scanner pass over code.
  func differences(apartFrom report: String, _ root: String) -> [String] {
    let own = Files.realPath(report).flatMap { ScannedPlace.inside(root, $0) }
    return trackedDifferences
      + untracked.filter { path in
        if let own, path.ends(with: "/") ? own.begins(with: path) : path.isSame(as: own) { return false }
        if isManifest(path) || reportOfSideCar(path) != nil { return false }
        return !Files.exists("\(root)/\(path)\(ReportManifest.suffix)")
      }.map { "git does not track \($0)" }
  }

  private mutating func addStatus(of root: String, _ environment: [String: String]) throws(Diagnostic) {
    guard let program = Subprocess.find("git", in: environment) else {
      throw Diagnostic(.programFailed, "there is no git program in PATH, which compares the work tree with HEAD")
    }
    var variables = environment.filter { !misleadingGitVariables.contains($0.key) }
    (variables["LC_ALL"], variables["GIT_OPTIONAL_LOCKS"]) = ("C", "0")
    let outcome = try Subprocess(
      program,
      [
        // A monitor of the file system and a cache may miss a change.
        "-C", root, "-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false", "status", "--porcelain=v2", "-z",
        "--no-renames", "--untracked-files=normal", "--ignore-submodules=none",
      ], environment: variables, timeLimit: 600
    ).run()
    // Of a longer list only the beginning is there.
    guard outcome.status == 0, outcome.output.count < 1 << 16 else {
      let why = String(decoding: outcome.errors.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
      throw Diagnostic(
        .programFailed,
        outcome.status == 0 ? "too many files differ" : "git cannot compare the work tree with HEAD: \(why)")
    }
    for entry in outcome.output.split(separator: 0) { add(entry) }
  }

  /// Adds an entry of `git status --porcelain=v2`: `?` and a path, or fields that end with a path, 9 of a change and 11 of a
  /// conflict (git-status, "Porcelain Format Version 2").
  private mutating func add(_ entry: ArraySlice<UInt8>) {
    let space = UInt8(ascii: " ")
    switch entry.first {
    case UInt8(ascii: "?"): untracked.append(String(decoding: entry.dropFirst(2), as: UTF8.self))
    case UInt8(ascii: "1"), UInt8(ascii: "u"):
      let fields = entry.first == UInt8(ascii: "1") ? 8 : 10
      let path = entry.split(separator: space, maxSplits: fields, omittingEmptySubsequences: false).last ?? entry
      trackedDifferences.append("\(String(decoding: path, as: UTF8.self)) differs from HEAD")
    default: trackedDifferences.append("git tells of \(String(decoding: entry, as: UTF8.self))")
    }
  }
}

import Model
import System

/// Tells which folders of a work tree git ignores, as the `git` program says it.
struct IgnoredFolders {
  private let root: String
  private let environment: [String: String]

  init(of root: String, _ environment: [String: String]) { (self.root, self.environment) = (root, environment) }

  /// Whether git ignores what is written to a folder. Without an answer of git it does not.
  func has(_ folder: String) -> Bool { hasFile("\(folder)/report.json") }

  /// Whether git ignores a file, which it does not track. Without an answer of git it does not.
  func hasFile(_ path: String) -> Bool {
    guard let program = Subprocess.find("git", in: environment) else { return false }
    let variables = environment.filter { !misleadingGitVariables.contains($0.key) }
    let command = ["-C", root, "-c", "core.fsmonitor=false", "check-ignore", "--quiet", path]
    do throws(Diagnostic) {
      return try Subprocess(program, command, environment: variables, timeLimit: 60).run().status == 0
    } catch {
      return false
    }
  }
}

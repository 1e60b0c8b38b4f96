import ArgumentParser
import Console
import Pipeline
import System

/// Prints who owns each path, checks the CODEOWNERS file, or shows what a change does to owners.
struct OwnersOf: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "owners", abstract: "Print who owns each path: path, line of CODEOWNERS, owners; tabs between.",
    discussion: """
      Line 0: no rule matches. A line without owners: that rule clears them. In GitLab's dialect each section is a line, with its
      name in a fourth column.
      With --check: what is wrong or doubtful in the file; exit code 1 if there is any. With --base: the files whose owners
      differ, with the owners at base and at --rev, and the path at base of those that moved.
      """)

  @Argument(help: "Paths, relative to the repository root.") var paths: [String] = []
  @Flag(help: "Read paths from stdin, one per line.") var stdin = false
  @Flag(help: "Check CODEOWNERS against the files of the commit.") var check = false
  @Option(help: ArgumentHelp("The commit to compare with: a full id or a full ref.", valueName: "rev")) var base:
    String?
  @Option(help: ArgumentHelp("The commit to read CODEOWNERS from: a full id or a full ref.", valueName: "rev"))
  var rev = "HEAD"
  @Option(help: ArgumentHelp("A CODEOWNERS file instead of the repository's.", valueName: "file"))
  var codeowners: String?
  @Option(
    help: ArgumentHelp(
      "The dialect: github, gitlab, gitea or bitbucket. By default that of the CI system, the file's folder, or the host of `origin`.",
      valueName: "name"))
  var dialect: String?
  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if base != nil, check || codeowners != nil {
      throw ValidationError("--base compares the CODEOWNERS of two commits; leave --check and --codeowners out")
    }
    if check || base != nil, !paths.isEmpty || stdin { throw ValidationError("paths are not wanted here") }
  }

  func run() throws {
    var request = OwnersRequest()
    (request.paths, request.readsStandardInput, request.revision, request.base) = (paths, stdin, rev, base)
    (request.file, request.checks, request.dialect) = (codeowners, check, dialect)
    (request.repository, request.trusted, request.environment) = (
      repository.path, repository.trusted, environmentVariables()
    )
    let answer = owners(request)
    output.show(answer.diagnostics)
    Terminal.print(.text) { $0.append(answer.lines) }
    if answer.diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(2) }
    if check, answer.diagnostics.contains(where: { $0.severity == .warning }) { throw ExitCode(1) }
  }
}

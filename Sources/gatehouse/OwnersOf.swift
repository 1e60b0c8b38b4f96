import ArgumentParser
import Console
import Pipeline
import System

/// Prints who owns each path.
struct OwnersOf: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "owners", abstract: "Print who owns each path: path, line of CODEOWNERS, owners; tabs between.",
    discussion: "Line 0: no rule matches. A line without owners: that rule clears them.")

  @Argument(help: "Paths, relative to the repository root.") var paths: [String] = []
  @Flag(help: "Read paths from stdin, one per line.") var stdin = false
  @Option(help: ArgumentHelp("The commit to read CODEOWNERS from: a full id or a full ref.", valueName: "rev"))
  var rev = "HEAD"
  @Option(help: ArgumentHelp("A CODEOWNERS file instead of a repository.", valueName: "file")) var codeowners: String?
  @Option(help: ArgumentHelp("The dialect of --codeowners: github.", valueName: "name")) var dialect = "github"
  @OptionGroup var repository: RepositoryOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    var request = OwnersRequest(
      paths: paths, readsStandardInput: stdin, revision: rev, file: codeowners, dialect: dialect)
    (request.repository, request.trusted, request.environment) = (
      repository.path, repository.trusted, environmentVariables()
    )
    let answer = owners(request)
    output.show(answer.diagnostics)
    Terminal.print(.text) { $0.append(answer.lines) }
    if answer.diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(2) }
  }
}

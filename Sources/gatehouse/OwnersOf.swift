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
  @Option(help: "The commit to read CODEOWNERS from: a full id or a full ref.") var rev = "HEAD"
  @Option(help: "A CODEOWNERS file instead of a repository.") var codeowners: String?
  @Option(help: "The dialect of --codeowners: github.") var dialect = "github"
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
    Terminal.print(.text) { $0.append(neutralized(rows: answer.lines)) }
    if answer.diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(2) }
  }
}

import ArgumentParser
import Pipeline
import System

/// Who answers for a path.
struct OwnersOf: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "owners", abstract: "Print who owns each path: path, line of CODEOWNERS, owners.",
    discussion: "Line 0: no rule matches. No owners behind a line: that rule clears them.")

  @Argument(help: "Paths, relative to the repository root.") var paths: [String] = []
  @Flag(help: "Read paths from stdin, one a line.") var stdin = false
  @Option(help: "The commit to read CODEOWNERS from: a full id or a full ref.") var rev = "HEAD"
  @Option(help: "A CODEOWNERS file instead of a repository.") var codeowners: String?
  @Option(help: "The dialect of --codeowners: github.") var dialect = "github"
  @OptionGroup var place: RepositoryOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    var options = OwnersRequest(
      paths: paths, readsStandardInput: stdin, revision: rev, file: codeowners, dialect: dialect)
    (options.repository, options.trusted, options.environment) = (
      place.repository, place.trusted, environmentVariables()
    )
    let answer = owners(options)
    output.show(answer.diagnostics)
    Terminal.write(answer.lines, to: 1)
    if answer.diagnostics.contains(where: { $0.severity == .error }) { throw ExitCode(2) }
  }
}

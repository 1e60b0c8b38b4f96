import ArgumentParser

/// Options for the repository to read.
struct RepositoryOptions: ParsableArguments {
  @Option(name: .customLong("repo"), help: ArgumentHelp("The repository: a path in it.", valueName: "path"))
  var path = "."
  @Option(
    name: .customLong("trust-repo"),
    help: ArgumentHelp("Trust this repository even though another user owns it. Repeatable.", valueName: "path"))
  var trusted: [String] = []
}

import ArgumentParser
import Model

/// A word of the command line that is no subcommand or no option, with what may have been meant. ArgumentParser suggests
/// whatever is spelt alike, also an option of another meaning.
struct Misspelling {
  let text: String

  /// The first misspelt subcommand of a command line, or the first option that its command does not have; nil when there is none.
  init?(in arguments: [String], of root: any ParsableCommand.Type) throws {
    guard let text = try Self.subcommand(in: arguments, of: root) ?? Self.option(in: arguments, of: root) else {
      return nil
    }
    self.text = text
  }

  /// A misspelt subcommand that `help` is asked about, for which ArgumentParser would print the help of another command.
  init?(inHelp arguments: [String], of root: any ParsableCommand.Type) {
    guard arguments.first == "help", let text = Self.subcommand(in: Array(arguments.dropFirst()), of: root) else {
      return nil
    }
    self.text = text
  }

  private static func subcommand(in arguments: [String], of root: any ParsableCommand.Type) -> String? {
    var configuration = root.configuration
    var path = name(of: root)
    for word in arguments {
      if word.hasPrefix("-") || configuration.subcommands.isEmpty { return nil }
      if let next = configuration.subcommands.first(where: { name(of: $0) == word }) {
        configuration = next.configuration
        path += " " + word
        continue
      }
      guard configuration.defaultSubcommand == nil, word != "help" else { return nil }
      let names = configuration.subcommands.filter { $0.configuration.shouldDisplay }.map { name(of: $0) } + ["help"]
      let hint = nearest(to: word, among: names).map { "did you mean '\($0)'?" }
      return "'\(word)' is not a command of \(path); \(hint ?? "commands are \(names.joined(separator: ", "))")"
    }
    return nil
  }

  private static func option(in arguments: [String], of root: any ParsableCommand.Type) throws -> String? {
    let command = try CommandDescription(of: arguments, root)
    let names = try command.optionNames()
    guard let word = optionWords(in: arguments).first(where: { !names.contains($0) && !$0.isGroup(of: names) }) else {
      return nil
    }
    if command.name == "gatehouse record", !arguments.contains("--") {
      return "'\(word)' is not an option of \(command.name); the scanner and its options go after --, as in "
        + "gatehouse record -- bandit -r src"
    }
    return "'\(word)' is not an option of \(command.name); "
      + (hint(for: word, among: names) ?? "'\(command.name) --help' lists them")
  }

  private static func hint(for word: String, among names: [String]) -> String? {
    let plain = word.drop { $0 == "-" }.lowercased()
    if let (name, meant) = otherNames[plain] { return names.contains(name) ? "did you mean '\(meant)'?" : nil }
    return nearest(to: "--" + plain, among: names, atMost: 2).map { "did you mean '\($0)'?" }
  }

  /// What people who know other tools call an option: the option that must exist for it to be meant, and what to write.
  private static let otherNames: [String: (name: String, meant: String)] = [
    "json": ("--format", "--format json"), "sarif": ("--format", "--format sarif"),
    "markdown": ("--format", "--format markdown"), "text": ("--format", "--format text"),
    "f": ("--format", "--format NAME"), "output-format": ("--format", "--format NAME"),
    "o": ("--format", "--format NAME=FILE"), "out": ("--format", "--format NAME=FILE"),
    "output": ("--format", "--format NAME=FILE"), "output-file": ("--format", "--format NAME=FILE"),
    "repository": ("--repo", "--repo"), "directory": ("--repo", "--repo"), "target-branch": ("--base", "--base"),
    "branch": ("--head", "--head"), "commit": ("--head", "--head"), "config": ("--policy", "--policy"),
    "threshold": ("--fail-on", "--fail-on"), "fail-on-severity": ("--fail-on", "--fail-on"),
    "no-color": ("--color", "--color never"), "silent": ("--quiet", "--quiet"), "v": ("", ""), "verbose": ("", ""),
  ]

  /// The name on the command line.
  private static func name(of command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? String(describing: command).lowercased()
  }
}

extension String {
  /// Whether it is several flags of one letter behind one dash.
  fileprivate func isGroup(of names: [String]) -> Bool {
    hasPrefix("-") && !hasPrefix("--") && dropFirst().allSatisfy { names.contains("-\($0)") }
  }
}

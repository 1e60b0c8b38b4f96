import ArgumentParser
import Model

/// A word of the command line that is no subcommand or no option, with what may have been meant. ArgumentParser suggests
/// options of the command, and neither subcommands nor `--help`.
struct Misspelling {
  let text: String

  /// The first misspelt subcommand of a command line that could not be parsed, or an option that is meant for `--help` or
  /// `--version`; nil when there is none.
  init?(in arguments: [String], of root: any ParsableCommand.Type) {
    guard let text = Self.subcommand(in: arguments, of: root) ?? Self.option(in: arguments) else { return nil }
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
      guard configuration.defaultSubcommand == nil else { return nil }
      let names = configuration.subcommands.filter { $0.configuration.shouldDisplay }.map { name(of: $0) } + ["help"]
      let hint = nearest(to: word, among: names).map { "did you mean '\($0)'?" }
      return "'\(word)' is not a command of \(path); \(hint ?? "commands are \(names.joined(separator: ", "))")"
    }
    return nil
  }

  private static func option(in arguments: [String]) -> String? {
    for word in arguments where word.hasPrefix("--") {
      if let near = nearest(to: word, among: ["--help", "--version"]), near != word {
        return "'\(word)' is not an option; did you mean '\(near)'?"
      }
    }
    return nil
  }

  /// The name on the command line.
  private static func name(of command: any ParsableCommand.Type) -> String {
    command.configuration.commandName ?? String(describing: command).lowercased()
  }
}

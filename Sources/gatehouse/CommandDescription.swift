import ArgumentParser
import Documents
import System

/// A command with its options, as ArgumentParser tells of it what `--help` prints.
struct CommandDescription {
  /// As on the command line: `gatehouse ledger show`.
  let name: String
  private let value: JSONValue

  /// The command that the words of a command line name, or the one that they mean when they name none.
  init(of words: some Sequence<String>, _ root: any ParsableCommand.Type) throws {
    let described = try JSONDocument(Input(name: "help", bytes: Array(root._dumpHelp().utf8))).root
    var (command, name) = (try described.object("command") ?? described, "gatehouse")
    for word in words {
      let commands = try command.list("subcommands")
      guard let next = commands.first(where: { $0.text("commandName") == word }) else {
        let usual = command.text("defaultSubcommand")
        command = commands.first { usual != nil && $0.text("commandName") == usual } ?? command
        break
      }
      command = next
      name += " " + word
    }
    (value, self.name) = (command, name)
  }

  /// The names of its options and flags, each with its dashes.
  func optionNames() throws -> [String] { try value.list("arguments").flatMap { try $0.optionNames() } }

  /// Those of options that take one value, and not several.
  func singleOptionNames() throws -> [String] {
    try value.list("arguments").filter { $0.text("kind") == "option" && $0.flag("isRepeating") == false }
      .flatMap { try $0.optionNames() }
  }
}

extension JSONValue {
  fileprivate func optionNames() throws -> [String] {
    try list("names").compactMap { name in name.text("name").map { (name.text("kind") == "long" ? "--" : "-") + $0 } }
  }
}

/// The options of a command line, without their values: what begins with a dash, up to `--`.
func optionWords(in arguments: [String]) -> [String] {
  arguments.prefix { $0 != "--" }.compactMap { word in
    let name = String(word.prefix { $0 != "=" })
    let isNumber = name.utf8.dropFirst().first.map { (48...57).contains($0) } ?? true
    return name.hasPrefix("-") && !isNumber ? name : nil
  }
}

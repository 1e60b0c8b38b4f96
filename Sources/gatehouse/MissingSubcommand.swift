import ArgumentParser

/// A command that was given no subcommand: its help on stderr, exit 2. A gate that was asked nothing must not pass.
struct MissingSubcommand: Error {
  let command: any ParsableCommand.Type
}

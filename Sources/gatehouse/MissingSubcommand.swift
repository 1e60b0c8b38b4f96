import ArgumentParser

/// A command without its required subcommand: prints its help on stderr and exits with 2,
/// so that a mistake does not pass.
struct MissingSubcommand: Error {
  let command: any ParsableCommand.Type
}

/// What goes to stdout or stderr often lands in a CI's log, and the runner that keeps the log obeys some lines of it.
///
/// Text of reports is inert for terminals and markup, but `::error::` at the beginning of a line (blanks before it do not
/// count) is a command of GitHub's runner, and `##[…]` and `##vso[…]` are commands of older runners and of Azure's wherever
/// they stand. https://docs.github.com/actions/reference/workflow-commands-for-github-actions
package enum RunnerCommands {
  /// The same text to read, none of it a command. JSON stays the same value.
  package static func escapingWorkflowCommands(_ text: [UInt8]) -> [UInt8] {
    let isJSON = text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[")
    var safe: [UInt8] = []
    safe.reserveCapacity(text.count + 16)
    var (last, isAtStart) = (UInt8(0), true)
    for (index, byte) in text.enumerated() {
      if byte == hash, last == hash, text[(index + 1)...].opensCommand {
        safe += isJSON ? Array("\\u0023".utf8) : [blank, hash]
      } else if byte == colon, last == colon, isAtStart, !isJSON {
        safe += [blank, colon]
        isAtStart = false
      } else {
        safe.append(byte)
      }
      // The first of two colons still stands at the beginning.
      if byte == UInt8(ascii: "\n") {
        isAtStart = true
      } else if byte != blank, byte != tab, byte != colon {
        isAtStart = false
      }
      if byte == blank || byte == tab, last == colon { isAtStart = false }
      last = byte
    }
    return safe
  }

  private static let (hash, colon, blank, tab) = (
    UInt8(ascii: "#"), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\t")
  )
}

extension ArraySlice<UInt8> {
  /// Whether this is what follows `##` in a command.
  fileprivate var opensCommand: Bool { first == UInt8(ascii: "[") || starts(with: "vso[".utf8) }
}

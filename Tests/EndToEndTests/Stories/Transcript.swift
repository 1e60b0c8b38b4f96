import Foundation
import TestSupport

/// What the people of a story see, in the order in which they see it.
struct Transcript {
  let forge: Forge
  let terminal: Runner
  private(set) var text: String
  /// The short ids of the commits that were shown, in their order.
  private var commits: [String] = []

  init(_ title: String, _ forge: Forge) throws {
    (self.forge, text) = (forge, "# \(title)\n")
    terminal = try Runner(of: forge, isReady: true)
  }

  /// A heading, with the day.
  mutating func part(_ title: String) { text += "\n\n## \(forge.now.prefix(10)): \(title)\n" }

  /// Runs a command in the developer's clone and shows it.
  @discardableResult
  mutating func type(_ command: String) throws -> Runner.Screen {
    let screen = try terminal.run(
      command, command, shell: ["/bin/sh"], in: forge.clone,
      environment: terminal.environment().merging(forge.environment) { $1 })
    text += "\n$ \(command)\n" + shown(screen.text) + ending(screen.status)
    return screen
  }

  /// Shows what the steps of a job print, and what it leaves where people look.
  mutating func show(_ run: JobRun, of title: String) {
    text += "\n### \(title)\n"
    for screen in run.screens where !screen.text.isEmpty || screen.status != 0 {
      text += "\n[\(screen.name)]\n" + shown(screen.text) + ending(screen.status)
    }
    for page in run.pages { text += "\n[\(page.name)]\n" + shown(page.text) }
    text += "\n→ the job \(run.status == 0 ? "passed" : "failed")\n"
  }

  private func ending(_ status: Int32) -> String { status == 0 ? "" : "→ exit \(status)\n" }

  /// Without what differs from run to run: folders, and the tools of the machine; and with commits by their number, because their
  /// ids change with each word of the files that `init` writes.
  private mutating func shown(_ text: String) -> String {
    let text = text.replacing("file://\(forge.folder.path)/forge", with: Forge.address)
      .replacing(forge.folder.path, with: "/ci")
      .replacing(/tmp\.[A-Za-z0-9]{10}/, with: "tmp.0123456789")
      // What else the machine has.
      .replacing(
        /scanners   bandit, checkov(?s:.*?)on this machine/, with: "scanners   bandit, checkov on this machine")
    let named = text.replacing(/\b[0-9a-f]{7}(?:[0-9a-f]{33})?\b/) { match in
      let short = String(match.0.prefix(7))
      if !commits.contains(short) { commits.append(short) }
      let number = String((commits.firstIndex(of: short) ?? 0) + 1)
      // As long as an id, for the lines to end where they end.
      return "commit".prefix(7 - number.count) + number + String(repeating: "-", count: match.0.count - 7)
    }
    return named.isEmpty || named.hasSuffix("\n") ? named : named + "\n"
  }
}

import ArgumentParser
import Console
import Model
import Reports
import System

/// Where the result and the complaints go: stdout and stderr, or a file.
enum Terminal {
  /// Result text, on stdout.
  static func print(_ text: String) { write(text, to: 1) }

  /// A complaint, on stderr.
  static func printError(_ text: String) { write(text, to: 2) }

  private static func write(_ text: String, to descriptor: Int32) {
    let ended = text.hasSuffix("\n") ? text : text + "\n"
    write(RunnerCommands.escapingWorkflowCommands(Array(ended.utf8)), to: descriptor)
  }

  /// JSON, one value a line, on stdout.
  static func print(lines: [UInt8]) { write(RunnerCommands.escapingWorkflowCommands(lines), to: 1) }

  /// Bytes to a descriptor. Output that cannot be written is not an answer: exit 2 (a reader that went away is no fault).
  static func write(_ bytes: [UInt8], to descriptor: Int32) {
    do throws(Diagnostic) { try Files.write(bytes, to: descriptor) } catch { leave(2) }
  }

  /// Columns of the terminal behind a descriptor; 100 where there is none.
  static func width(of descriptor: Int32) -> Int {
    if let columns = variable("COLUMNS").flatMap({ Int($0) }), (20...1000).contains(columns) { return columns }
    return terminalColumns(descriptor) ?? 100
  }

  static func write(_ decision: Decision, to targets: [OutputTarget], _ output: OutputOptions) throws {
    for target in targets {
      let style = target.file == nil ? output.style : .plain
      let canvas = Canvas(width: target.file == nil ? width(of: 1) : 100, style: style, version: Gatehouse.version)
      let text = target.reporter.render(decision, canvas)
      guard let file = target.file else {
        // These are commands to the runner, and nothing else: the reporter made what it quotes inert.
        if target.reporter.name == Reporter.github.name { write(Array(text.utf8), to: 1) } else { print(text) }
        continue
      }
      do throws(Diagnostic) { try Files.write(Array(text.utf8), to: file) } catch {
        output.show([error])
        throw ExitCode(2)
      }
    }
  }
}

import Foundation
import TestSupport
import Testing

/// The manual page: readers render it, and it says what the program does.
@Suite struct ManualTests {
  private let page: String

  init() throws { page = try gatehouse(["manual"]).output }

  @Test func `every command and every option that help shows is in the manual`() throws {
    let help = try gatehouse(["--experimental-dump-help"]).output
    let described = try JSONSerialization.jsonObject(with: Data(help.utf8)) as? [String: Any]
    let program = try #require(described?["command"] as? [String: Any])
    var count = 0
    func check(_ command: [String: Any], _ path: String) {
      guard command["shouldDisplay"] as? Bool == true, command["commandName"] as? String != "help" else { return }
      #expect(path == "gatehouse" || page.contains(".SS \(path.replacing("-", with: "\\-"))\n"), "\(path)")
      for argument in command["arguments"] as? [[String: Any]] ?? [] where argument["shouldDisplay"] as? Bool == true {
        for name in argument["names"] as? [[String: String]] ?? [] {
          guard let word = name["name"], !["help", "version", "h"].contains(word) else { continue }
          let option = (name["kind"] == "short" ? "-" : "--") + word
          #expect(page.contains("\\fB\(option.replacing("-", with: "\\-"))\\fR"), "\(path) \(option)")
          count += 1
        }
      }
      for subcommand in command["subcommands"] as? [[String: Any]] ?? [] {
        check(subcommand, "\(path) \(subcommand["commandName"] as? String ?? "")")
      }
    }
    check(program, "gatehouse")
    #expect(count > 50)
  }

  @Test(.enabled(if: installed("groff") != nil, "groff is not installed"))
  func `groff renders the manual without a warning`() throws {
    let groff = try #require(installed("groff"))
    let rendered = try run(groff, ["-man", "-ww", "-z", "-Tutf8"], input: Data(page.utf8))
    #expect((rendered.status, rendered.errors) == (0, ""))
  }

  @Test(.enabled(if: installed("mandoc") != nil, "mandoc is not installed"))
  func `mandoc has no warning but that the date is missing, which a release adds`() throws {
    let mandoc = try #require(installed("mandoc"))
    let checked = try run(mandoc, ["-Tlint", "-Wwarning"], input: Data(page.utf8))
    let warnings = checked.output.split(separator: "\n").filter { !$0.contains("missing date") }
    #expect(warnings == [])
  }

  @Test func `the exit codes and the examples stand in the manual, and the examples work`() throws {
    for status in ["0", "1", "2"] { #expect(page.contains(".TP\n\\fB\(status)\\fR\n")) }
    let examples = try #require(page.components(separatedBy: ".SH EXAMPLES\n").last)
    let commands = examples.components(separatedBy: ".EX\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n.EE").first?.replacing("\\-", with: "-")
    }
    #expect(commands.count >= 5)
    let shop = try PageRepository.make(.shop)
    for command in commands {
      let outcome = try shop.sh(command)
      #expect([0, 1].contains(outcome.status), "\(command): \(outcome.status)\n\(outcome.errors)")
    }
  }
}

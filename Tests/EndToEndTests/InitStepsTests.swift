import Foundation
import TestSupport
import Testing

/// What `init` says of the repository is so, and its steps work when they are followed in their order.
@Suite struct InitStepsTests {
  /// A repository without CI.
  private func bench(_ more: [String: Entry?] = [:]) throws -> Bench {
    try InitTests.fresh([".github/workflows/ci.yml": nil].merging(more) { $1 })
  }

  private func initialise(_ bench: Bench, _ arguments: String...) throws -> ProgramResult {
    let made = try bench.ask(["init", "--now", Bench.now] + arguments)
    #expect(made.status == 0, "\(made.errors)")
    return made
  }

  private func words(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  private func policy(_ bench: Bench) throws -> String {
    try String(contentsOf: bench.repository.appending(path: ".gatehouse/policy.yaml"), encoding: .utf8)
  }

  private func exists(_ bench: Bench, _ path: String) -> Bool {
    FileManager.default.fileExists(atPath: bench.repository.appending(path: path).path)
  }

  /// Puts a report of HEAD into `reports/` of the repository.
  private func scan(_ bench: Bench) throws {
    try bench.write(.sarif([InitTests.backlog], commit: \.base), in: "repo/reports")
  }

  @Test func `the ending yml is as good as yaml`() throws {
    let bench = try bench([
      ".gatehouse/policy.yml": .text(Files.policy), ".gatehouse/waivers.yml": .text(Files.waivers),
      ".gatehouse/baseline.yml": BaselineTests.baseline([]),
    ])
    try scan(bench)
    let made = try initialise(bench, "reports/")
    for name in ["policy", "waivers", "baseline"] { #expect(!exists(bench, ".gatehouse/\(name).yaml"), "\(name)") }
    #expect(words(made.output).contains("kept .gatehouse/baseline.yml"), "\(made.output)")
    let checked = try bench.ask(["policy", "check"])
    #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
  }

  @Test func `the files of CI are seen before they are committed`() throws {
    let bench = try bench()
    let first = words(try initialise(bench, "--ci", "github").output)
    try scan(bench)
    let second = words(try initialise(bench, "reports/").output)
    #expect(second.contains("ci GitHub Actions") && !second.contains("--ci NAME"), "\(second)")
    for step in ["in place of the 64 zeros", "require the check `gatehouse`"] {
      #expect(first.contains(step) && second.contains(step), "\(second)")
    }
  }
}

import Foundation
import TestSupport
import Testing

/// Who waits at a terminal is told what is being read; nobody else is.
@Suite struct ProgressTests {
  private static let bench = Swift.Result { try Bench() }

  /// A report long enough to wonder about, most of it white space.
  private static let long = Report("long.sarif") { bench in
    Report.sarif([]).bytes(bench) + Data(repeating: 0x20, count: 16_000_000)
  }

  /// What a command says on a terminal of its own: stdout and stderr as one.
  private func onTerminal(_ arguments: String, _ environment: [String: String] = [:]) throws -> String {
    let bench = try Self.bench.get()
    let command = "stty cols 80; \(gatehousePath) \(arguments)"
    return try run(
      "/usr/bin/script", ["-qec", command, "/dev/null"], in: bench.repository,
      environment: ["TERM": "xterm"].merging(environment) { $1 }
    ).output
  }

  @Test func `a long read is told on a terminal, and leaves no trace`() throws {
    let bench = try Self.bench.get()
    let short = try bench.write(.sarif([])).path
    let long = try bench.write(Self.long, in: "long").path
    let said = try onTerminal("normalize \(short) \(long)")
    #expect(said.contains("\r\u{1b}[Kreading 1 of 2, 0.0 MB: "))
    #expect(said.contains("\r\u{1b}[Kreading 2 of 2, 16 MB: "))
    #expect(said.hasSuffix("\r\u{1b}[K"), "the line is wiped")
    #expect(try onTerminal("normalize \(short)") == "", "a short read is over before anybody asks")
    #expect(try onTerminal("normalize --quiet \(short) \(long)") == "")
    #expect(try onTerminal("normalize \(short) \(long)", ["CI": "true"]) == "")
    #expect(try onTerminal("normalize \(short) \(long) 2>err") == "")
    #expect(try bench.ask(["normalize", short, long]).errors == "")
  }
}

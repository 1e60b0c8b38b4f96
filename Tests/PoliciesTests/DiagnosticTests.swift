import Foundation
import TestSupport
import Testing

@testable import Policies

/// Everything that is wrong with a file, as people read it.
private func said(_ read: () throws(PolicyError) -> Void) -> String {
  do throws(PolicyError) { try read() } catch { return error.diagnostics.map { $0.rendered() }.joined(separator: "\n") }
  return "nothing is wrong with it\n"
}

private func cases(_ folder: String) throws -> [String] {
  try folders(in: fixtures().appending(path: folder)).map(\.lastPathComponent)
}

@Suite struct DiagnosticTests {
  @Test(arguments: try cases("broken")) func `a broken policy is refused with a position and a way out`(_ name: String)
    throws
  {
    let folder = fixtures().appending(path: "broken/\(name)")
    let input = try input(folder.appending(path: "policy.yaml"))
    let text = said { () throws(PolicyError) in _ = try Policy.read([input], tools: tools) }
    #expect(text.hasPrefix("error["))
    try expectGolden(text, folder.appending(path: "diagnostics.golden"))
  }

  @Test(arguments: try cases("broken-waivers")) func `a broken waiver is refused with a position and a way out`(
    _ name: String
  ) throws {
    let folder = fixtures().appending(path: "broken-waivers/\(name)")
    let input = try input(folder.appending(path: "waivers.yaml"))
    let text = said { () throws(PolicyError) in _ = try Waivers.read([input]) }
    #expect(text.hasPrefix("error["))
    try expectGolden(text, folder.appending(path: "diagnostics.golden"))
  }

  @Test(arguments: try cases("broken-people")) func `a broken list of people is refused with a position and a way out`(
    _ name: String
  ) throws {
    let folder = fixtures().appending(path: "broken-people/\(name)")
    let input = try input(folder.appending(path: "people.yaml"))
    let text = said { () throws(PolicyError) in _ = try People.read([input]) }
    #expect(text.hasPrefix("error["))
    try expectGolden(text, folder.appending(path: "diagnostics.golden"))
  }

  @Test(arguments: try cases("broken-tests")) func `a broken policy test is refused with a position and a way out`(
    _ name: String
  ) throws {
    let folder = fixtures().appending(path: "broken-tests/\(name)")
    let input = try input(folder.appending(path: "tests.yaml"))
    let text = said { () throws(PolicyError) in _ = try PolicyTests.read(input, tools: tools) }
    #expect(text.hasPrefix("error["))
    try expectGolden(text, folder.appending(path: "diagnostics.golden"))
  }

  @Test(arguments: try cases("failing")) func `a failing test says what was expected, what came, and why`(
    _ name: String
  ) throws {
    let folder = fixtures().appending(path: "failing/\(name)")
    let policy = try Policy.read(
      [input(library.appending(path: "standard/policy.yaml"), named: "policy.yaml")], tools: tools)
    let tests = try PolicyTests.read(input(folder.appending(path: "tests.yaml")), tools: tools)
    let text = tests.tests.flatMap { $0.run(policy).failures }.map { $0.rendered() }.joined(separator: "\n")
    try expectGolden(text, folder.appending(path: "failures.golden"))
  }
}

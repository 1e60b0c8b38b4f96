import Foundation
import TestSupport
import Testing

/// A mistake that somebody makes in a file or a command: where it is, what is wrong, and what to do, as the program says it.
struct Mistake: Sendable, CustomTestStringConvertible {
  enum Place: Sendable, Equatable {
    case policy, waivers, sideCar, command
    /// A file of another name in `.gatehouse/`, beside a policy without a mistake.
    case file(String)
  }

  let place: Place
  /// What the file or the command line is.
  let text: String
  /// The line and the column, where there is a file.
  var at = ""
  let fault: String
  let remedy: String

  var testDescription: String { "\(fault), \(remedy)" }

  /// The policy with something else in it.
  static func policy(_ old: String, _ new: String, at: String, _ fault: String, _ remedy: String) -> Mistake {
    Mistake(place: .policy, text: right.policy.replacingFirst(old, new), at: at, fault: fault, remedy: remedy)
  }

  /// The policy with something more in it.
  static func policy(adding text: String, at: String, _ fault: String, _ remedy: String) -> Mistake {
    Mistake(place: .policy, text: right.policy + text, at: at, fault: fault, remedy: remedy)
  }

  static func waivers(_ old: String, _ new: String, at: String, _ fault: String, _ remedy: String) -> Mistake {
    Mistake(place: .waivers, text: right.waivers.replacingFirst(old, new), at: at, fault: fault, remedy: remedy)
  }

  static func sideCar(_ old: String, _ new: String, at: String, _ fault: String, _ remedy: String) -> Mistake {
    Mistake(place: .sideCar, text: right.sideCar.replacingFirst(old, new), at: at, fault: fault, remedy: remedy)
  }

  static func file(_ name: String, _ text: String, _ fault: String, _ remedy: String) -> Mistake {
    Mistake(place: .file(name), text: text, fault: fault, remedy: remedy)
  }

  static func command(_ text: String, _ fault: String, _ remedy: String) -> Mistake {
    Mistake(place: .command, text: text, fault: fault, remedy: remedy)
  }

  /// Files without a mistake.
  static let right = (
    policy: """
    gatehouse: 1
    name: acme
    rules:
      - id: no-new-high
        why: cheapest to fix now
        when: { severity: { at-least: high }, newness: introduced }
        effect: deny

    """,
    waivers: """
    gatehouse-waivers: 1
    waivers:
      - id: W-1
        match: { id: CVE-2026-1234, path: src/a.py }
        reason: not reachable from outside
        approved-by: "@acme/src"
        created: 2026-11-20
        until: 2026-12-01

    """,
    sideCar: """
    gatehouse-report: 1
    tool: bandit
    exit-code: 0
    commit: \(String(repeating: "a", count: 40))
    finished: 2026-11-20T10:00:00Z

    """
  )
}

extension String {
  fileprivate func replacingFirst(_ old: String, _ new: String) -> String {
    range(of: old).map { replacingCharacters(in: $0, with: new) } ?? "the file has no \(old)"
  }
}

@Suite struct MistakeTests {
  @Test(arguments: Mistake.policies + Mistake.waivers + Mistake.files + Mistake.sideCars + Mistake.commands)
  func `a mistake is told with its place, the fault and the remedy`(mistake: Mistake) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mistake-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let answer = try run(mistake, in: folder)
    let said = (answer.errors + answer.output).replacing(#/\s+/#, with: " ")
    #expect(answer.status == (mistake.fault.hasPrefix("warning") ? 0 : 2))
    for part in [mistake.fault, mistake.at.isEmpty ? "" : ":\(mistake.at) ", mistake.remedy] where !part.isEmpty {
      #expect(said.contains(part), "\(part)\n\(answer.errors)\(answer.output)")
    }
  }

  @Test func `files without a mistake are right`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mistake-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for (place, text) in [
      (Mistake.Place.policy, Mistake.right.policy), (.waivers, Mistake.right.waivers),
      (.sideCar, Mistake.right.sideCar),
    ] {
      let answer = try run(Mistake(place: place, text: text, fault: "", remedy: ""), in: folder)
      #expect(!(answer.errors + answer.output).contains(place == .sideCar ? "manifest-invalid" : "error["))
    }
    #expect((Mistake.policies + Mistake.waivers + Mistake.files + Mistake.sideCars + Mistake.commands).count >= 60)
  }

  private func run(_ mistake: Mistake, in folder: URL) throws -> ProgramResult {
    func write(_ text: String, to path: String) throws {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    switch mistake.place {
    case .policy:
      try write(mistake.text, to: ".gatehouse/policy.yaml")
      return try gatehouse(["policy", "check"], in: folder)
    case .waivers:
      let terms = "waivers: { approvers: codeowners, longest: { high: 30d } }\n"
      try write(Mistake.right.policy + terms, to: ".gatehouse/policy.yaml")
      try write(mistake.text, to: ".gatehouse/waivers.yaml")
      return try gatehouse(["policy", "check"], in: folder)
    case .file(let name):
      try write(Mistake.right.policy, to: ".gatehouse/policy.yaml")
      try write(mistake.text, to: ".gatehouse/\(name)")
      return try gatehouse(["policy", "check"], in: folder)
    case .sideCar:
      try write("", to: "r.json")
      try write(mistake.text, to: "r.json.gatehouse.yaml")
      return try gatehouse(["normalize", "r.json"], in: folder)
    case .command:
      let bench = try Bench(base: [".gatehouse/policy.yaml": nil])
      try Data("{}".utf8).write(to: bench.repository.appending(path: "r.json"))
      return try bench.ask(mistake.text.split(separator: " ").map(String.init))
    }
  }
}

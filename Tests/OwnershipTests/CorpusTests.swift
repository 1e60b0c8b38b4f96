import Foundation
import System
import TestSupport
import Testing

@testable import Ownership

@Test(.corpus("codeowners")) func `GitHub's answers in the corpus are ours`() throws {
  let corpus = try Corpus.find("codeowners")
  var wrong: [String] = []
  var all = 0
  for folder in try folders(in: corpus) {
    let here = folder.lastPathComponent
    let checks = try patternChecks(in: folder) + lineChecks(in: folder) + answerChecks(in: folder)
    all += checks.count
    wrong += checks.compactMap {
      $0.expected == $0.found ? nil : "\(here): \($0.about): \($0.found), not \($0.expected)"
    }
  }
  Corpus.report("codeowners-github", right: all - wrong.count, all: all)
  #expect(all > 0 && wrong.isEmpty, "\(wrong.prefix(20).joined(separator: "\n"))")
}

@Test(.corpus("codeowners")) func `GitLab's answers in the corpus are ours`() throws {
  let corpus = try Corpus.find("codeowners")
  var (wrong, all) = ([String](), 0)
  for folder in try folders(in: corpus) {
    let checks = try gitLabPatternChecks(in: folder) + sectionChecks(in: folder) + gitLabAnswerChecks(in: folder)
    all += checks.count
    wrong += checks.compactMap {
      $0.expected == $0.found ? nil : "\(folder.lastPathComponent): \($0.about): \($0.found), not \($0.expected)"
    }
  }
  Corpus.report("codeowners-gitlab", right: all - wrong.count, all: all)
  #expect(all > 0 && wrong.isEmpty, "\(wrong.prefix(20).joined(separator: "\n"))")
}

private typealias Check = (about: String, expected: String, found: String)

private func rows(_ text: String) -> [[Substring]] {
  text.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
}

private func text(_ folder: URL, _ name: String) throws -> String? {
  let file = folder.appending(path: name)
  guard FileManager.default.fileExists(atPath: file.path) else { return nil }
  return name.hasSuffix(".gz")
    ? try run("/usr/bin/gzip", ["-dc", file.path]).output : try String(contentsOf: file, encoding: .utf8)
}

/// `pattern path expected …`, below a line of titles.
private func patternChecks(in folder: URL) throws -> [Check] {
  try rows(text(folder, "github-patterns.tsv") ?? "").dropFirst().map { row in
    ("\(row[0]) against \(row[1])", String(row[2]), verdict(row[0], row[1]))
  }
}

/// One raw line in each object, and what GitHub makes of it.
private func lineChecks(in folder: URL) throws -> [Check] {
  try (text(folder, "github-lines.jsonl") ?? "").split(separator: "\n").compactMap { json in
    let fact = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
    guard fact["scored"] as? Bool == true, let line = fact["line"] as? String else { return nil }
    let expected =
      switch fact["verdict"] as? String {
      case "invalid": fact["kind"] as? String ?? "invalid"
      case "comment", "blank": "nothing"
      case let verdict: "\(verdict ?? "?") \(fact["pattern"] ?? "?") \(fact["owners"] as? [String] ?? [])"
      }
    return (line, expected, reading(of: line))
  }
}

private func reading(of line: String) -> String {
  let read = codeowners(line)
  switch read.diagnostics.first?.code {
  case .codeownersInvalidPattern: return "Invalid pattern"
  case .codeownersInvalidOwner: return "Invalid owner"
  case let other?: return other.name
  case nil: break
  }
  guard let rule = read.rules.first else { return "nothing" }
  return "\(rule.owners.isEmpty ? "cleared" : "valid") \(rule.pattern) \(rule.owners)"
}

/// A real CODEOWNERS and, for every file of its repository, `path line owners`.
private func answerChecks(in folder: URL) throws -> [Check] {
  guard let source = try text(folder, "CODEOWNERS.gz"), let answers = try text(folder, "answer.tsv.gz") else {
    return []
  }
  let codeowners = codeowners(source)
  return rows(answers).map { row in
    let rule = codeowners.rule(for: String(row[0]))
    let found = "\(rule?.line ?? 0) \(rule?.owners.joined(separator: " ") ?? "")"
    return (String(row[0]), row.dropFirst().joined(separator: " "), found)
  }
}

/// `pattern path expected`, below a line of titles. The pattern is that of a line with an owner.
private func gitLabPatternChecks(in folder: URL) throws -> [Check] {
  try rows(text(folder, "gitlab-patterns.tsv") ?? "").dropFirst().map { row in
    let codeowners = codeowners("\(row[0]) @x\n", .gitlab)
    return ("\(row[0]) against \(row[1])", String(row[2]), codeowners.rules(for: String(row[1])).isEmpty ? "0" : "1")
  }
}

/// A file, a path, and the entries and errors that GitLab finds.
private func sectionChecks(in folder: URL) throws -> [Check] {
  try (text(folder, "gitlab-sections.jsonl") ?? "").split(separator: "\n").compactMap { json in
    let fact = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
    guard fact["scored"] as? Bool == true, let file = fact["file"] as? String, let path = fact["path"] as? String,
      let expected = fact["expected"] as? [String: Any]
    else { return nil }
    let codeowners = codeowners(file, .gitlab)
    let entries = (expected["entries"] as? [[String: Any]] ?? []).map(entry)
    let errors = (expected["errors"] as? [[String: Any]] ?? []).map { "\($0["kind"] ?? "") \($0["line"] ?? 0)" }
    let found = codeowners.diagnostics.compactMap { problem -> String? in
      guard problem.code != .codeownersInvalidPattern else { return nil }
      let kind = problem.code.name.dropFirst("codeowners-".count).replacingOccurrences(of: "-", with: "_")
      return "\(kind) \(problem.position?.line ?? 0)"
    }
    return (
      "\(fact["id"] ?? "")", "\(entries) \(errors.sorted())",
      "\(codeowners.rules(for: path).map(entry)) \(found.sorted())"
    )
  }
}

private func entry(_ fact: [String: Any]) -> String {
  let owners = fact["owners"] as? [String: [String]] ?? [:]
  let names =
    (owners["names"] ?? []).map { "@" + $0 } + (owners["emails"] ?? []) + (owners["roles"] ?? []).map { "@@" + $0 }
  return
    "\(fact["section"] ?? "") \(fact["line"] ?? 0) \(fact["pattern"] ?? "") \(names.sorted()) \(fact["approvals"] ?? 0) \(fact["optional"] as? Bool ?? false)"
}

private func entry(_ rule: CodeownersRule) -> String {
  let section = rule.section
  return
    "\(section?.name ?? "") \(rule.line) \(rule.pattern) \(rule.owners.sorted()) \(section?.approvals ?? 0) \(section?.isOptional ?? false)"
}

/// A real CODEOWNERS and, for every file of its repository, the entry of each section.
private func gitLabAnswerChecks(in folder: URL) throws -> [Check] {
  guard let source = try text(folder, "CODEOWNERS.gz"), let answers = try text(folder, "answer.jsonl.gz") else {
    return []
  }
  let codeowners = codeowners(source, .gitlab)
  return try answers.split(separator: "\n").map { json in
    let fact = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
    let path = fact["path"] as? String ?? ""
    let expected = (fact["entries"] as? [[String: Any]] ?? []).map { entry in
      "\(entry["section"] ?? "") \(entry["line"] ?? 0) \(entry["owners"] as? [String] ?? [])"
    }
    let found = codeowners.rules(for: path).map { "\($0.section?.name ?? "") \($0.line) \($0.owners)" }
    return (path, expected.joined(separator: "; "), found.joined(separator: "; "))
  }
}

@Test(.corpus("hostile/MANIFEST.tsv")) func `hostile files end in time or are named`() throws {
  let manifest = try Corpus.find("hostile/MANIFEST.tsv")
  let folder = manifest.deletingLastPathComponent()
  var (right, all) = (0, 0)
  for row in rows(try String(contentsOf: manifest, encoding: .utf8)) where row[0].hasPrefix("codeowners") {
    let file = folder.appending(path: String(row[0]))
    let start = processorTime()
    let codeowners = Codeowners(Input(name: file.lastPathComponent, bytes: Array(try Data(contentsOf: file))))
    for rule in codeowners.rules { _ = codeowners.rules(for: rule.pattern) }
    for length in [10, 1000] {
      _ = codeowners.rule(for: String(repeating: "a", count: length))
      _ = codeowners.rule(for: String(repeating: "a/", count: length) + "b")
    }
    let limit = row[2].hasPrefix("time<") ? Int(row[2].dropFirst(5).dropLast()) : nil
    let holds = limit.map { processorTime() - start < Double($0) } ?? !codeowners.diagnostics.isEmpty
    all += 1
    right += holds ? 1 : 0
  }
  Corpus.report("codeowners-hostile", right: right, all: all)
  #expect(right == all)
}

/// Seconds of processor time that this thread has used: a busy machine does not lengthen it.
private func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

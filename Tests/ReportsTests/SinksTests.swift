import Console
import Foundation
import TestSupport
import Testing

@testable import Reports

/// What each sink refuses, drops or obeys (GitHub's documented limits, CommonMark, SARIF 2.1.0), over decisions of the sizes
/// at which something overflows, with texts of strangers in every field.
@Suite struct SinksTests {
  static let sizes = [0, 1, 51, 1_001]
  /// For the sinks that have a limit which only this many cross.
  static let allSizes = sizes + Depth.choose([], deep: [25_001])

  private static let decisions = Dictionary(
    uniqueKeysWithValues: allSizes.map { size in
      // Long texts are for the small decisions; a hundred megabytes would test nothing more.
      let texts = size > 51 ? Strangers.all.filter { $0.utf8.count < 100 } : Strangers.all
      return (size, Generated(seed: UInt64(size)).decision(findings: size, texts: texts))
    })

  private func render(_ reporter: Reporter, _ size: Int) -> String {
    SinksTests.decisions[size].map { reporter.render($0, Canvas(width: 80, version: "1")) } ?? "no such size"
  }

  @Test(arguments: Reporter.all.map(\.name), sizes)
  func `no character of any output acts on where it is shown`(name: String, size: Int) throws {
    let text = render(try #require(Reporter.named(name)), size)
    // Between lines stands a line feed, and nothing else of the kind.
    #expect(text.neutralized(keepingLines: true) == text)
    #expect(!text.utf8.contains(UInt8(ascii: "\t")) && text.hasSuffix("\n"))
    // Runners obey these wherever they stand, in a file that somebody prints too.
    if name != "markdown" { #expect(name == "text" || !text.contains("##[") && !text.contains("##vso[")) }
    // The messages of a SARIF log are for people: nothing in them may act once a program has taken the quotes off.
    if name.hasPrefix("sarif") {
      let escapes = text.replacingOccurrences(of: #"\\"#, with: "").replacingOccurrences(of: #"\u0023"#, with: "")
      #expect(!escapes.contains(#"\u"#))
    }
  }

  @Test(arguments: sizes) func `JSON carries every value as it is, and only escapes it`(size: Int) throws {
    let decision = try #require(SinksTests.decisions[size])
    let json = try #require(try JSONSerialization.jsonObject(with: Data(render(.json, size).utf8)) as? [String: Any])
    let findings = try #require(json["findings"] as? [[String: Any]])
    for (written, judgement) in zip(findings, decision.judgements) {
      let finding = judgement.risk.finding
      let location = written["location"] as? [String: Any]
      #expect(written["title"] as? String == finding.title && written["ruleId"] as? String == finding.ruleId)
      #expect(location?["path"] as? String == finding.location.path)
      #expect(location?["startColumn"] as? Int == finding.location.startColumn)
      #expect(written["owners"] as? [String] == judgement.risk.owners.names)
    }
  }

  @Test(arguments: [80, 120]) func `no line of text is wider than the page unless one word is`(width: Int) {
    for scenario in Scenario.all {
      let text = Reporter.text.render(scenario.decision, Canvas(width: width, version: "1"))
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) where columns(line) > width {
        let longest = line.split(separator: " ").map { columns($0) }.max() ?? 0
        #expect(longest > width - 20, "\(scenario.name): \(line)")
      }
      #expect(
        !text.contains("\n\n\n") && !text.contains(" \n") && !text.hasPrefix("\n"), "ragged blanks in \(scenario.name)")
    }
  }

  /// GitLab reads a report up to the first entry that does not fit, says nothing of the rest, and keeps one entry of a fingerprint
  /// (`Gitlab::Ci::Parsers::Codequality::CodeClimate`).
  @Test(arguments: allSizes) func `every entry of Code Quality is one that GitLab reads`(size: Int) throws {
    let read = try JSONSerialization.jsonObject(with: Data(render(.gitlab, size).utf8))
    let (entries, decision) = (try #require(read as? [[String: Any]]), try #require(SinksTests.decisions[size]))
    var known: Set<String> = []
    for entry in entries {
      let (location, print) = (entry["location"] as? [String: Any], try #require(entry["fingerprint"] as? String))
      #expect(known.insert(print).inserted)
      for key in ["description", "check_name"] { #expect((entry[key] as? String)?.isEmpty == false) }
      let severity = try #require(entry["severity"] as? String)
      #expect(["info", "minor", "major", "critical", "blocker"].contains(severity))
      #expect(isRepositoryPath(try #require(location?["path"] as? String)))
      #expect(try #require((location?["lines"] as? [String: Any])?["begin"] as? Int) > 0)
    }
    #expect(decision.judgements.allSatisfy { $0.effect == .allow || known.contains($0.risk.finding.id) })
  }

  @Test(arguments: allSizes) func `an Actions log obeys our commands only`(size: Int) {
    let lines = render(.github, size).split(separator: "\n").map { $0.drop { $0 == " " } }
    for kind in ["error", "warning"] { #expect(lines.count { $0.hasPrefix("::\(kind) ") } <= 10) }
    for line in lines.dropLast() where !line.hasPrefix("to pass: ") && !line.hasPrefix("to get an answer: ") {
      #expect(line.contains(#/^::(error|warning) (file=[^:,]+,(line=[0-9]+,)?)?title=[^:,]+::.+$/#))
    }
    #expect(lines.last?.hasPrefix("gatehouse: ") == true)
    for line in lines {
      #expect(!line.contains("##[") && !line.contains("##vso[") && line.utf8.count < 8_192)
      #expect(!line.contains(#/%(?!25|0D|0A|3A|2C)/#))
    }
  }

  @Test(arguments: allSizes) func `a comment fits, and nothing in it is live but our own marks`(size: Int) {
    let page = render(.markdown, size)
    #expect(page.unicodeScalars.count <= 65_536)
    #expect(page.components(separatedBy: "<!--").count == 2 && page.hasPrefix("<!-- gatehouse -->\n"))
    for line in page.split(separator: "\n").dropFirst() {
      let (prose, isClosed) = withoutCode(line)
      #expect(isClosed, "a code span without end: \(line)")
      // Links go to public databases, by ids of few characters, around a code span; what is folded in is ours.
      let ours = prose.replacingOccurrences(of: "<br>", with: " ")
        .replacing(#/\[\]\(https:\/\/(nvd\.nist\.gov|cwe\.mitre\.org|github\.com)\/[A-Za-z0-9\/._-]+\)/#, with: "")
        .replacing(#/^<details><summary>[a-z0-9:, ]+<\/summary>$|^<\/details>$/#, with: "")
      #expect(!ours.contains(#/[@<>!\[\]\\]|#[0-9]|GH-[0-9]|https?:/#), "live: \(line)")
      // A cell that data could end would make more of them.
      if line.hasPrefix("| ") {
        #expect(line.replacingOccurrences(of: "\\|", with: "").count { $0 == "|" } == 5, "cells: \(line)")
      }
    }
  }

  /// The line without its code spans, as CommonMark §6.1 finds them: a run of ticks ends at the next run of the same length.
  private func withoutCode(_ line: Substring) -> (prose: String, isClosed: Bool) {
    var prose = ""
    var rest = line[...]
    while let tick = rest.firstIndex(of: "`") {
      prose += rest[..<tick]
      let fence = rest[tick...].prefix { $0 == "`" }
      rest = rest[fence.endIndex...]
      while true {
        guard let next = rest.firstIndex(of: "`") else { return (prose, false) }
        let run = rest[next...].prefix { $0 == "`" }
        rest = rest[run.endIndex...]
        if run.count == fence.count { break }
      }
    }
    return (prose + rest, true)
  }

  /// RFC 3986 §2.3, the percent sign and the slash.
  private let inURI = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%/".utf8)

  @Test(arguments: allSizes) func `code scanning takes the log, blocking findings first`(size: Int) throws {
    let log = try #require(try JSONSerialization.jsonObject(with: Data(render(.sarif, size).utf8)) as? [String: Any])
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: [String: Any]])?["driver"])
    let rules = try #require(driver["rules"] as? [[String: Any]])
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count <= 25_000 && !results.contains { $0["suppressions"] != nil })
    #expect(Set(rules.compactMap { $0["id"] as? String }).count == rules.count)
    for rule in rules {
      let severity = (rule["properties"] as? [String: Any])?["security-severity"]
      #expect(severity == nil || (severity as? String).flatMap(Double.init).map { $0 > 0 && $0 <= 10 } == true)
    }
    #expect(
      Set(results.compactMap { ($0["partialFingerprints"] as? [String: String])?["primaryLocationLineHash"] }).count
        == results.count)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(result["ruleId"] as? String == rules[index]["id"] as? String)
      let location = (result["locations"] as? [[String: [String: Any]]])?.first?["physicalLocation"]
      let uri = try #require((location?["artifactLocation"] as? [String: String])?["uri"])
      #expect(uri.utf8.allSatisfy(inURI.contains) && URL(string: uri)?.scheme == nil)
      #expect(!uri.hasPrefix("/") && !uri.split(separator: "/").contains { $0 == ".." || $0 == "." })
    }
    let levels = results.compactMap { $0["level"] as? String }
    #expect(levels.lastIndex(of: "error") ?? 0 <= levels.firstIndex(of: "warning") ?? levels.count)
  }

  @Test func `a log that is cut says so, and cuts what does not block`() throws {
    var decision = try #require(SinksTests.decisions[51])
    for index in decision.judgements.indices { decision.judgements[index].outcome.suppressors = [] }
    decision.judgements.reverse()
    let text = Reporter.codeScanning(limit: 50).render(decision, Canvas(version: "1"))
    #expect(text.contains("showing 50 of 51 findings, blocking ones first"))
    let whole = Reporter.codeScanning(limit: 51).render(decision, Canvas(version: "1"))
    #expect(!whole.contains("findings, blocking ones first"))
    #expect(text.matches(of: #/"effect":"deny"/#).count == decision.judgements.count { $0.effect == .deny })
    #expect(!Reporter.sarifFull.render(decision, Canvas(version: "1")).contains("findings, blocking ones first"))
  }

  @Test(arguments: sizes) func `the JSON keeps its contract`(size: Int) throws {
    let decision = try #require(
      try JSONSerialization.jsonObject(with: Data(render(.json, size).utf8)) as? [String: Any])
    let findings = try #require(decision["findings"] as? [[String: Any]])
    #expect(findings.count == size && decision["schemaVersion"] as? Int == 1)
    for gap in try #require(decision["gaps"] as? [[String: Any]]) { #expect(gap["paths"] is String) }
    for finding in findings {
      let effect = finding["effect"] as? String
      #expect(finding["suppressedBy"] is NSNull || effect == "allow")
      #expect(effect != "deny" || (finding["reasons"] as? [Any])?.isEmpty == false)
    }
  }
}

import Foundation
import TestSupport
import Testing

/// The same inputs give the same bytes.
@Suite struct SameBytesTests {
  static let reports: [Report] = [
    .sarif(),
    .sarif(
      [
        .bad, Statement(rule: "exec", level: "warning", line: 6),
        Statement(rule: "sql", path: "src/web/index.py", line: 2),
      ], named: "second.sarif"),
    .trivy(), .trivy("CVE-2026-1002", named: "grype-like.json"),
  ]

  @Test func `neither order, time zone, locale, folder nor chance changes a byte of any format`() throws {
    let bench = try Bench(base: JudgementTests.aside, change: TrustTests.dependency)
    let expected = try bench.everyFormat(of: Self.reports)
    #expect(expected.status == 1)
    #expect(expected.texts.allSatisfy { $0.key.hasPrefix("std") || $0.value.utf8.count > 100 })
    let environments = [
      ["TZ": "Asia/Tokyo"], ["TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"], ["LC_ALL": "C"],
      ["LC_ALL": "POSIX", "HOME": "/nonexistent"], ["LANG": "de_DE.UTF-8", "COLUMNS": ""],
    ]
    for (index, environment) in environments.enumerated() {
      var random = Seeded(UInt64(index))
      let answer = try bench.everyFormat(of: Self.reports.shuffled(using: &random), environment: environment)
      #expect(answer.status == expected.status)
      for (format, text) in expected.texts {
        #expect(answer.texts[format] == text, "\(format) differs with \(environment)")
      }
    }
    // Another folder on the same machine, made anew.
    let twin = try Bench(base: JudgementTests.aside, change: TrustTests.dependency)
    #expect(try twin.everyFormat(of: Self.reports).texts == expected.texts)
  }

  @Test func `a report given twice is read once`() throws {
    let bench = try Bench()
    let once = try bench.everyFormat(of: [.sarif()])
    let twice = try bench.everyFormat(of: [.sarif()], ["codeql.sarif"])
    #expect(once.texts == twice.texts)
  }
}

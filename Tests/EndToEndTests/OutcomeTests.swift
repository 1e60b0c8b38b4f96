import Foundation
import TestSupport
import Testing

/// What outputs show first, what they leave out, where they link to, and what a try without a policy says.
@Suite struct OutcomeTests {
  /// Three findings of the changed line and many of old ones.
  private static let many: [Report] = [
    .sarif(
      (0..<3).map { Statement(rule: "new-\($0)", level: "warning", line: 7, message: "new problem \($0)") }
        + (0..<80).map { Statement(rule: "old-\($0)", line: 9, message: "old problem \($0)") })
  ]
  private static let policy = """
    gatehouse: 1
    name: all
    rules: [{ id: all, why: "Everything counts.", when: { severity: { at-least: low } }, effect: EFFECT }]

    """

  private func page(_ format: String, _ bench: Bench, _ options: [String] = [], _ environment: [String: String] = [:])
    throws -> String
  {
    let files = try Self.many.map { try bench.write($0).path }
    let question = ["--base", "refs/heads/main", "--head", "refs/heads/change", "--scanned", bench.head]
    return try bench.ask(
      ["check", "--now", Bench.now, "--format", format] + question + options + files, environment: environment
    ).output
  }

  @Test(arguments: ["deny", "warn"])
  func `what the change introduces comes first, and what is left out is counted by newness`(effect: String) throws {
    let policy = Self.policy.replacingOccurrences(of: "EFFECT", with: effect)
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(policy)])
    for format in ["text", "markdown", "github"] {
      let (short, all) = (try page(format, bench), try page(format, bench, ["--all"]))
      let isFolded = format == "markdown" && effect == "warn"
      #expect(isFolded || short.firstMatch(of: #/\d+ more: (\d introduced, )?\d+ inherited/#) != nil, "\(short)")
      for page in [short, all] {
        let shown = page.replacing(#/(?m)^ *\d+(\.|  ) .*$/#, with: "")
        let (new, old) = (shown.range(of: "new problem"), shown.range(of: "old problem"))
        #expect(new != nil && old != nil && new!.lowerBound < old!.lowerBound, "\(format)")
      }
      for number in 0..<80 { #expect(all.contains("old problem \(number)"), "\(format) \(number)") }
    }
    #expect(try page("sarif", bench).contains("old problem 79"))
  }

  @Test(
    arguments: [
      (
        ["GITHUB_ACTIONS": "true", "GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "acme/shop"],
        "https://github.com/acme/shop/blob/HEAD/src/pay/charge.py#L7"
      ),
      (
        [
          "GITEA_ACTIONS": "true", "GITHUB_ACTIONS": "true", "GITHUB_SERVER_URL": "https://git.acme.example/",
          "GITHUB_REPOSITORY": "acme/shop",
        ], "https://git.acme.example/acme/shop/src/commit/HEAD/src/pay/charge.py#L7"
      ),
      (
        ["GITLAB_CI": "true", "CI_PROJECT_URL": "https://gitlab.example/acme/shop"],
        "https://gitlab.example/acme/shop/-/blob/HEAD/src/pay/charge.py#L7"
      ),
      (
        ["BITBUCKET_BUILD_NUMBER": "1", "BITBUCKET_GIT_HTTP_ORIGIN": "http://bitbucket.org/acme/shop"],
        "https://bitbucket.org/acme/shop/src/HEAD/src/pay/charge.py#lines-7"
      ),
      (
        [
          "TF_BUILD": "True", "BUILD_REPOSITORY_PROVIDER": "TfsGit",
          "BUILD_REPOSITORY_URI": "https://acme@dev.azure.com/acme/app/_git/shop",
        ],
        "https://dev.azure.com/acme/app/_git/shop?path=/src/pay/charge.py&version=GCHEAD&line=7&lineEnd=7&lineStartColumn=1&lineEndColumn=1000"
      ),
      (["GITLAB_CI": "true", "CI_PROJECT_URL": "javascript:alert(1)"], nil),
      (["GITLAB_CI": "true", "CI_PROJECT_URL": "https://gitlab.example/a) [x](https://evil.example"], nil),
      (["JENKINS_URL": "https://jenkins.example"], nil), ([:], nil),
    ] as [([String: String], String?)])
  func `places link to the lines of the head where the forge is known`(_ job: [String: String], _ link: String?) throws
  {
    let bench = try Bench()
    let page = try page("markdown", bench, [], job)
    let wanted = link?.replacingOccurrences(of: "HEAD", with: bench.head)
    if let wanted { #expect(page.contains("[`src/pay/charge.py:7`](\(wanted))"), "\(page)") }
    if wanted == nil { #expect(!page.contains("charge.py:7`]("), "\(page)") }
    #expect(!page.contains("evil") && !page.contains("javascript"))
  }

  @Test func `a comment is never longer than the forge takes, whatever is asked`() throws {
    let policy = Self.policy.replacingOccurrences(of: "EFFECT", with: "deny")
    let bench = try Bench(base: [".gatehouse/policy.yaml": .text(policy)])
    let long = (0..<2_000).map {
      Statement(rule: "rule-\($0)", line: 7, message: "problem \($0) " + String(repeating: "x", count: 80))
    }
    let file = try bench.write(.sarif(long, named: "long.sarif")).path
    let question = ["--base", "refs/heads/main", "--head", "refs/heads/change", "--scanned", bench.head, file]
    for (job, limit) in [
      ([:], 65_536), (["GITLAB_CI": "true", "CI_PROJECT_URL": "https://gitlab.example/a/b"], 1_000_000),
      (["BITBUCKET_COMMIT": "x", "BITBUCKET_GIT_HTTP_ORIGIN": "http://bitbucket.org/acme/shop"], 32_768),
    ] as [([String: String], Int)] {
      for more in [[], ["--all"]] {
        let page = try bench.ask(
          ["check", "--now", Bench.now, "--format", "markdown"] + more + question, environment: job
        ).output
        #expect(page.unicodeScalars.count <= limit && page.utf8.count > limit / 4, "\(page.utf8.count) of \(limit)")
        #expect(page.components(separatedBy: "<!-- gatehouse -->").count == 2)
        #expect(page.components(separatedBy: "<details>").count == page.components(separatedBy: "</details>").count)
        #expect(page.contains("more: "))
      }
    }
  }

  // A try without a policy

  @Test func `a try judges by the severity alone, and all outputs say that no policy did`() throws {
    let bench = try Bench(base: [".gatehouse/policy.yaml": nil, ".gatehouse/waivers.yaml": nil])
    let unknown = Report.trivy(severity: nil)
    for (severity, status) in [("critical", 0), ("high", 1), ("medium", 1), ("low", 1)] as [(String, Int32)] {
      let answer = try bench.check([.sarif()], ["--fail-on", severity])
      #expect(answer.status == status && answer.codes.contains("policy-none"), "\(severity): \(answer.outcome.errors)")
    }
    #expect(try bench.check([unknown], ["--fail-on", "critical"]).status == 1, "an unknown severity is no good news")
    #expect(try bench.check([.sarif()]).status == 2)
    for format in ["text", "markdown", "github", "sarif", "sarif-full", "json"] {
      let page = try page(format, bench, ["--fail-on", "critical"])
      #expect(page.replacing(#/\s+/#, with: " ").contains("no policy judged this"), "\(format): \(page)")
    }
  }

  @Test func `a try is refused where a policy judges`() throws {
    let bench = try Bench()
    let answer = try bench.check([.sarif()], ["--fail-on", "critical"])
    #expect(answer.status == 2 && answer.obstacles == ["usage"])
    let none = try Bench(base: [".gatehouse/policy.yaml": nil])
    let file = try none.write(Report("p.yaml", Files.lax)).path
    #expect(try none.check([.sarif()], ["--fail-on", "critical", "--policy", file]).status == 2)
    #expect(try none.check([.sarif()], ["--fail-on", "critical", "--record"]).status == 2)
    for word in ["none", "unknown", "hihg", ""] {
      #expect(try none.check([.sarif()], ["--fail-on", word]).status == 2, "\(word)")
    }
    let brings = try Bench(base: [".gatehouse/policy.yaml": nil], change: [".gatehouse/policy.yaml": .text(Files.weak)])
    #expect(try brings.check([.sarif()], ["--fail-on", "high"]).status == 1, "the change's policy does not judge")
  }

  // Owners without a policy

  @Test func `findings have the owners that the commit's CODEOWNERS names`() throws {
    let bench = try Bench(change: ["CODEOWNERS": "* @mallory\n"])
    let files = try [Report.sarif([.bad, Statement(path: "other/x.py", message: "elsewhere")]), .trivy()].map {
      try bench.write($0).path
    }
    func owners(_ options: String...) throws -> [String: [String]] {
      let answer = try bench.ask(["findings", "--owners"] + options + files)
      #expect(answer.status == 0, "\(answer.errors)")
      let lines = answer.output.split(separator: "\n").map { JSON(String($0)) }
      return Dictionary(
        uniqueKeysWithValues: lines.map {
          ($0["location"]["path"].text ?? "-", $0["owners"].list.compactMap(\.text))
        })
    }
    let main = try owners("--rev", "refs/heads/main")
    #expect(main["src/pay/charge.py"] == ["@acme/payments"] && main["other/x.py"] == ["@acme/platform"], "\(main)")
    #expect(try owners()["src/pay/charge.py"] == ["@mallory"], "HEAD is the change")
    let plain = try bench.ask(["findings"] + files)
    #expect(plain.status == 0 && !plain.output.contains("owners"))
    #expect(try bench.ask(["findings", "--rev", "HEAD"] + files).status == 2)
    #expect(try bench.ask(["findings", "--owners", "--rev", "main"] + files).status == 2, "a short name")
    #expect(try gatehouse(["findings", "--owners"] + files, in: URL(filePath: "/")).status == 2, "no repository")
  }

  @Test func `a check whose formats all go to files says on stderr how it ended, unless it passed`() throws {
    let bench = try Bench()
    func end(_ options: [String], _ reports: [Report] = [.sarif()]) throws -> ProgramResult {
      try bench.check(reports, ["--format", "markdown=\(bench.folder.path)/comment.md"] + options, formats: []).outcome
    }
    let failed = try end([])
    #expect(failed.status == 1 && failed.output.isEmpty)
    #expect(failed.errors.hasSuffix("1 finding blocks this change; see \(bench.folder.path)/comment.md\n"))
    #expect(try end(["--quiet"]).errors.isEmpty)
    let open = try end(["--quiet"], [.sarif(succeeded: false)])
    #expect(open.status == 2 && open.errors.contains("error[report-failed]"), "\(open.errors)")
    #expect(try end([], [.sarif([])]).errors.isEmpty)
  }
}

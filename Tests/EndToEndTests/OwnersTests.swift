import Foundation
import TestSupport
import Testing

/// Owners in the dialects of the forges, the check of the file, and what a change does to owners.
@Suite struct OwnersTests {
  private static let sections = "* @acme/all\n[Docs] @acme/docs\n*.md\n!/gen/\n[Security]\n/src/ @acme/sec\n"

  @Test func `each section of GitLab is a row with its name`() throws {
    let bench = try Bench(base: ["CODEOWNERS": nil, ".gitlab/CODEOWNERS": .text(Self.sections)])
    let answer = try bench.ask(["owners", "--rev", "refs/heads/main", "src/a.md", "gen/a.md", "x"])
    #expect(answer.status == 0)
    #expect(
      answer.output
        == "src/a.md\t1\t@acme/all\tcodeowners\nsrc/a.md\t3\t@acme/docs\tDocs\nsrc/a.md\t6\t@acme/sec\tSecurity\n"
        + "gen/a.md\t1\t@acme/all\tcodeowners\nx\t1\t@acme/all\tcodeowners\n")
    #expect(
      answer.errors.contains(".gitlab/CODEOWNERS is read in GitLab's dialect, because there is .gitlab/CODEOWNERS"))
  }

  @Test func `the flag decides before the CI system, and the CI system before the place`() throws {
    // `src` and what is below it for GitHub, an entry of that name for GitLab, an expression for Gitea.
    let bench = try Bench(base: ["CODEOWNERS": "src @acme/all\n"])
    func owner(_ path: String, _ options: [String], _ environment: [String: String] = [:]) throws -> String {
      let rows = try bench.ask(["owners", "--rev", "refs/heads/main", path] + options, environment: environment).output
      return rows.split(separator: "\t").last.map { $0.trimmingCharacters(in: .newlines) } ?? ""
    }
    let gitLab = ["GITLAB_CI": "true"]
    #expect(try owner("src/a", []) == "@acme/all")
    #expect(try owner("src/a", [], gitLab) == "")
    #expect(try owner("src/a", ["--dialect", "github"], gitLab) == "@acme/all")
    #expect(try owner("src/a", [], ["GITEA_ACTIONS": "true", "GITHUB_ACTIONS": "true"]) == "")
    #expect(try owner("src", [], ["GITEA_ACTIONS": "true", "GITHUB_ACTIONS": "true"]) == "@acme/all")
    #expect(try owner("src", ["--dialect", "forgejo"]) == "@acme/all")
    #expect(try owner("src", ["--dialect", "bitbucket"]) == "")
  }

  @Test func `the host of the clone decides before the CI files of one forge, and both before GitHub`() throws {
    let plain = try Bench(base: ["CODEOWNERS": "src @acme/all\n"])
    let ofGitLab = try Bench(base: ["CODEOWNERS": "src @acme/all\n", ".gitlab-ci.yml": "a: {}\n"])
    func dialect(_ bench: Bench, _ origin: String? = nil) throws -> String {
      if let origin { try bench.git("remote", "add", "origin", origin) }
      let said = try bench.ask(["owners", "--rev", "refs/heads/main", "src/a"]).errors
      return try #require(said.firstMatch(of: /read in (\w+)'s dialect/)).output.1.description
    }
    #expect(try dialect(plain) == "GitHub")
    #expect(try dialect(plain, "git@gitlab.com:acme/shop.git") == "GitLab")
    #expect(try dialect(ofGitLab) == "GitLab")
    #expect(try dialect(ofGitLab, "https://github.com/acme/shop") == "GitHub")
    // The decision is the same where the job of the forge runs.
    let check = try plain.check()
    #expect(try plain.check(environment: ["GITLAB_CI": "true"]).findings == check.findings)
  }

  @Test func `a path is one of the repository, however it is written`() throws {
    let bench = try Bench(base: ["CODEOWNERS": "* @acme/all\n/src/ @acme/sec\n"])
    let inside = bench.repository.path + "/src/a.py"
    func rows(_ paths: [String], input: String = "") throws -> ProgramResult {
      try bench.ask(["owners", "--rev", "refs/heads/main"] + (input.isEmpty ? paths : ["--stdin"]), input: input)
    }
    for path in ["src/a.py", "./src/a.py", "src/./a.py", "web/../src/a.py", "src//a.py", inside] {
      #expect(try rows([path]).output == "src/a.py\t2\t@acme/sec\n", "\(path)")
    }
    #expect(try rows(["./src/"]).output == "src/\t2\t@acme/sec\n")
    #expect(
      try rows([], input: "./src/a.py\n\(inside)\nb\n").output.split(separator: "\n").map { $0.hasSuffix("@acme/sec") }
        == [true, true, false])
    for path in ["/src/a.py", "/", "../src/a.py", ".", "src/../../a"] {
      let answer = try rows([path])
      #expect(answer.status == 2 && answer.errors.contains("is no path in the repository"), "\(path)")
    }
    #expect(try rows([], input: "/src/a.py\n").status == 2)
  }

  @Test func `the check of the file ends with 1 for what is doubtful, and with 2 where owners are unknown`() throws {
    let clean = try Bench(base: ["CODEOWNERS": "* @acme/all\n"]).ask(["owners", "--check", "--rev", "refs/heads/main"])
    #expect((clean.status, clean.output) == (0, "CODEOWNERS: 1 rule, 0 problems\n"), "\(clean.errors)")
    let doubtful = try Bench(base: ["CODEOWNERS": "/nowhere/ @acme/x\n* @acme/all\nx\\\n!y @a\n"])
      .ask(["owners", "--check", "--rev", "refs/heads/main"])
    #expect(doubtful.status == 1 && doubtful.errors.contains("warning[codeowners-dead]"), "\(doubtful.errors)")
    #expect(doubtful.errors.contains("1 | /nowhere/ @acme/x\n  | ^^^^^^^^^"), "\(doubtful.errors)")
    let unknown = try Bench(base: ["CODEOWNERS": nil, ".gitea/CODEOWNERS": "(?!docs/).* @a\n"])
    #expect(try unknown.ask(["owners", "--check", "--rev", "refs/heads/main"]).status == 2)
    #expect(try unknown.ask(["owners", "--rev", "refs/heads/main", "x"]).status == 2)
    #expect(try unknown.check().status == 2, "a gate whose owners are unknown does not decide")
  }

  @Test func `what a change does to owners is listed, and told by the gate`() throws {
    let bench = try Bench(
      base: ["CODEOWNERS": "* @acme/all\n/a/ @ann\n", "a/x.txt": "x\n", "a/moved.txt": "some text that stays\n"],
      change: ["CODEOWNERS": "/a/ @ann\n", "a/moved.txt": nil, "b/moved.txt": "some text that stays\n"])
    let rows = try bench.ask(["owners", "--base", "refs/heads/main", "--rev", "refs/heads/change"])
    #expect(rows.status == 0)
    let lines = rows.output.split(separator: "\n")
    #expect(lines.contains("b/moved.txt\t@ann\t\ta/moved.txt") && lines.contains("CODEOWNERS\t@acme/all\t"), "\(lines)")
    #expect(!lines.contains { $0.hasPrefix("a/x.txt") })
    let told = try bench.check().decision["diagnostics"].list.filter { $0["code"].text == "policy-changed" }
    #expect(told.count == 1 && "\(told[0])".contains("get other owners"), "\(told)")
  }

  @Test func `Gitea's owners are those of the default branch, whatever the target is`() throws {
    let bench = try Bench(
      base: ["CODEOWNERS": nil, ".gitea/CODEOWNERS": ".* @acme/main\n"],
      changes: [[".gitea/CODEOWNERS": ".* @acme/release\n"]])
    func owners() throws -> (names: [String], told: [String]) {
      let answer = try bench.check(asking: ["--base", "refs/heads/change-0", "--head", "refs/heads/change"])
      let told = answer.decision["diagnostics"].list.filter { $0["code"].text == "codeowners-dialect" }
      return (
        answer.decision["findings"].list.first?["owners"].list.compactMap(\.text) ?? [],
        told.compactMap { $0["severity"].text }
      )
    }
    let unknown = try owners()
    #expect(unknown.names == ["@acme/release"] && unknown.told == [])
    for command in [
      ["update-ref", "refs/remotes/origin/main", "refs/heads/main"],
      ["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main"],
    ] { #expect(try run("/usr/bin/git", command, in: bench.repository).status == 0) }
    let known = try owners()
    #expect(known.names == ["@acme/main"] && known.told == ["note"])
    #expect(
      try run("/usr/bin/git", ["update-ref", "-d", "refs/remotes/origin/main"], in: bench.repository).status == 0)
    let missing = try owners()
    #expect(missing.names == ["@acme/release"] && missing.told == ["warning"])
  }

  @Test func `usage of owners is refused where it means nothing`() throws {
    let bench = try Bench()
    for arguments in [
      ["--check", "x"], ["--base", "refs/heads/main", "--check"], ["--base", "refs/heads/main", "x"],
    ] {
      #expect(try bench.ask(["owners"] + arguments).status == 2)
    }
  }
}

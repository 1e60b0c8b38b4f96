import Interning
import Model
import System
import Testing

@testable import Evidence

@Suite struct PathPlacement {
  @Test(arguments: [
    ("src/a.py", "src/a.py"), ("./src/a.py", "src/a.py"), ("src//a.py", "src/a.py"), ("src/./b/../a.py", "src/a.py"),
    (#"src\app\a.cs"#, "src/app/a.cs"), ("/builds/acme/shop/src/a.py", "src/a.py"), ("/builds/acme/shop", nil),
    ("/builds/acme/shop/../../../etc/passwd", nil), ("/builds/acme/shopping/a.py", nil),
    ("file:///builds/acme/shop/a%20b.py", "a b.py"), ("file://localhost/builds/acme/shop/a.py", "a.py"),
    ("file:///C:/work/shop/a.cs", "a.cs"), (#"C:\work\shop\a.cs"#, "a.cs"), ("D:/a/shop/shop/a.cs", "a.cs"),
    ("/home/runner/work/shop/shop/a.py", "a.py"), ("/home/runner/work/shop/other/a.py", nil),
    ("/github/workspace/a.py", "a.py"), ("/etc/passwd", nil), ("file:///etc/passwd", nil), ("../../etc/passwd", nil),
    ("a/../../b", nil), (#"\\host\share\x"#, nil), ("http://127.0.0.1/x", nil), (".git/config", nil),
    ("sub/.GIT/hooks/x", nil), ("a\0b", nil), ("", nil), (".", nil), ("..", nil), ("src/a%2e.py", "src/a%2e.py"),
    ("lock scopes/ü.py", "lock scopes/ü.py"), (".github/workflows/ci.yml", ".github/workflows/ci.yml"),
    (".gitignore", ".gitignore"), ("c:", nil), ("a:b/c.py", nil), ("std:a/c.py", "std:a/c.py"),
  ])
  func `a path is the repository's or none`(path: String, expected: String?) {
    let paths = Paths(roots: ["/builds/acme/shop/", #"C:\work\shop"#])
    #expect((paths.isPlain(path) ? path : paths.resolve(path)) == expected)
  }

  @Test func `a path longer than any file's is none`() {
    #expect(!Paths(roots: []).isPlain(String(repeating: "a", count: 5000)))
    #expect(Paths(roots: []).resolve(String(repeating: "a", count: 5000)) == nil)
  }

  @Test func `the longest root wins, and a relative one may be named`() {
    #expect(Paths(roots: ["/src", "/src/shop"]).resolve("/src/shop/a.py") == "a.py")
    #expect(Paths(roots: ["../../code/shop"]).resolve("../../code/shop/a.py") == "a.py")
  }

  @Test(arguments: [
    ("a.py", "services/pay/a.py"), ("./b/a.py", "services/pay/b/a.py"), ("../web/a.py", "services/web/a.py"),
    ("../../../a.py", nil), ("/src/a%20b.py", "services/pay/a%20b.py"), ("file:///src/a%20b.py", "services/pay/a b.py"),
    (".", nil), ("..", nil), ("", nil), ("/etc/passwd", nil), (".git/config", nil), ("...", "services/pay/..."),
  ])
  func `a path is below the folder that the scanner ran in`(path: String, expected: String?) {
    let paths = Paths(roots: ["/src"], folder: "services/pay")
    #expect((paths.isPlain(path) ? path : paths.resolve(path)) == expected)
  }
}

@Suite struct MissingFiles {
  @Test func `a side-car's folder comes before a path, and the commit is asked for the whole`() throws {
    let uris = ["a.py", "nowhere.py", "svc/b.py", "../c.py"]
    let results = uris.map {
      #"{"ruleId":"r","message":{"text":"x"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"\#($0)"}}}]}"#
    }
    let text =
      #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[\#(results.joined(separator: ","))]}]}"#
    var asked: [String] = []
    let files: Set = ["svc/a.py", "svc/b.py", "c.py"]
    let report = try readReport(
      Input(name: "x", bytes: Array(text.utf8)), folder: "svc",
      hasFile: {
        asked.append($0.wrappedValue)
        return files.contains($0.wrappedValue)
      })
    #expect(report.observations.map(\.location.path) == ["svc/a.py", "svc/nowhere.py", "svc/b.py", "c.py"])
    #expect(report.warnings.map(\.text) == ["1 of 4 results name a file that the commit does not have"])
    #expect(Set(asked).count == asked.count)
  }

  @Test func `a path that the commit does not have is said so, and a doubled folder is put right`() throws {
    let uris = ["shop/shop/k8s/deploy.yaml", "shop/main.tf", "gone/a.tf"]
    let results = uris.map {
      #"{"ruleId":"r","message":{"text":"x"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"\#($0)"}}}]}"#
    }
    let text =
      #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[\#(results.joined(separator: ","))]}]}"#
    let files: Set = ["shop/k8s/deploy.yaml", "shop/main.tf"]
    let report = try readReport(Input(name: "x", bytes: Array(text.utf8)), hasFile: { files.contains($0.wrappedValue) })
    #expect(report.observations.map(\.location.path) == ["shop/k8s/deploy.yaml", "shop/main.tf", "gone/a.tf"])
    #expect(report.warnings.map(\.text) == ["1 of 3 results name a file that the commit does not have"])
  }
}

/// git allows `\`, `%` and `:` in names of files, which tools also write for other things.
@Suite struct NamesOfOtherFiles {
  private func paths(_ raw: String, _ files: Set<String>, folder: String? = nil) throws -> (String?, [String]) {
    let text =
      #"{"version":"1.97.0","results":[{"check_id":"r","path":"\#(raw)","start":{"line":1,"col":1},"end":{"line":1,"col":2},"extra":{"message":"x","severity":"ERROR"}}],"errors":[],"paths":{"scanned":[]}}"#
    let report = try readReport(
      Input(name: "x", bytes: Array(text.utf8)), folder: folder, hasFile: { files.contains($0.wrappedValue) })
    return (report.observations.first?.location.path, report.warnings.map(\.text))
  }

  @Test(arguments: [
    (#"src\\app.py"#, #"src\app.py"#), (#"./src\\app.py"#, #"src\app.py"#), ("file:src/a.py", "file:src/a.py"),
    ("C:/a/r/r/src/a.py", "C:/a/r/r/src/a.py"), ("/github/workspace/file:a.py", "file:a.py"),
  ])
  func `a file that the commit has by the name as written is that file`(raw: String, file: String) throws {
    #expect(try paths(raw, [file]).0 == file)
  }

  @Test(arguments: [
    (#"./src\\app.py"#, #"src\app.py"#, "src/app.py"), ("file:src/a.py", "file:src/a.py", "src/a.py"),
    ("C:/a/r/r/src/a.py", "C:/a/r/r/src/a.py", "src/a.py"),
  ])
  func `where two files may be meant nobody knows which`(raw: String, literal: String, plain: String) throws {
    let (path, warnings) = try paths(raw, [literal, plain])
    #expect(path == nil)
    #expect(warnings == ["1 of 1 results name a path that may be either of two files of the commit"])
    #expect(try paths(raw, [plain]).0 == plain)
  }

  @Test func `a folder comes before a name as written`() throws {
    #expect(try paths(#"b\\a.py"#, [#"svc/b\a.py"#], folder: "svc").0 == #"svc/b\a.py"#)
  }

  @Test func `a step that may be in either of two files is in both`() {
    let files: Set = [#"src\a.py"#, "src/a.py", "b.py"]
    var resolver = PathResolver(roots: [], hasFile: { files.contains($0.wrappedValue) })
    let steps = [Location(path: #"src\a.py"#, startLine: 3), Location(path: "b.py", startLine: 4)]
    #expect(resolver.resolved(Interned(steps)).wrappedValue.map(\.path) == [#"src\a.py"#, "src/a.py", "b.py"])
  }
}

@Suite struct Words {
  @Test(arguments: [
    ("CWE-79", 79), ("CWE-79: Improper Neutralization", 79), ("external/cwe/cwe-079", 79), ("79", 79),
    ("https://cwe.mitre.org/data/definitions/89.html", 89), ("cwe_22", 22), ("-1", nil), ("0", nil), ("security", nil),
    ("CWE-", nil), ("Crowell-79", nil),
  ])
  func `a weakness is known in its many spellings`(text: String, number: Int?) {
    #expect(Weakness.number(text, isBare: true) == number)
  }

  @Test(arguments: [
    ("CVE-2021-44228", ["CVE-2021-44228"]), ("CVE-2021-44228-log4j-core", ["CVE-2021-44228"]),
    ("GHSA-jfh8-c2jp-5v3q", ["GHSA-jfh8-c2jp-5v3q"]),
    ("BDSA-2020-1001 (CVE-2020-11022)", ["BDSA-2020-1001", "CVE-2020-11022"]),
    ("SNYK-JS-LODASH-590103", ["SNYK-JS-LODASH-590103"]), ("GO-2021-0053", ["GO-2021-0053"]), ("CVE-x-1", []),
    ("go-sec-rule", []), ("CVE-2021", []), ("java/sql-injection", []),
  ])
  func `a vulnerability's name is found in a rule's id`(text: String, names: [String]) {
    #expect(vulnerabilities(in: text) == names)
  }
}

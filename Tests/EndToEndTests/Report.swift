import Foundation

/// A file that a scanner might have written.
struct Report: Sendable {
  var name: String
  /// Of the bench, for a report may name its commits.
  var bytes: @Sendable (Bench) -> Data

  init(_ name: String, bytes: @escaping @Sendable (Bench) -> Data) { (self.name, self.bytes) = (name, bytes) }
  init(_ name: String, _ text: String) { self.init(name) { _ in Data(text.utf8) } }
}

/// One result of a SARIF report.
struct Statement: Sendable {
  var rule = "eval"
  var level = "error"
  var path = "src/pay/charge.py"
  var line = 7
  var message = "eval of what a stranger sends"
  /// More members of the result, as JSON.
  var more = ""

  /// What the change brings.
  static let bad = Statement()
}

extension Report {
  /// CodeQL's say: by default on the one bad line.
  static func sarif(
    _ results: [Statement] = [.bad], named name: String = "codeql.sarif", time: String? = "2026-11-20T11:00:00Z",
    succeeded: Bool = true, commit: (@Sendable (Bench) -> String)? = nil
  ) -> Report {
    Report(name) { bench in
      let time = time.map { #","endTimeUtc":\#(quoted($0))"# } ?? ""
      let commit = commit.map {
        #","versionControlProvenance":[{"repositoryUri":"https://git.example/shop","revisionId":\#(quoted($0(bench)))}]"#
      }
      let rules = Set(results.map(\.rule) + ["eval"]).sorted().map {
        #"{"id":\#(quoted($0)),"properties":{"tags":["security"]}}"#
      }.joined(separator: ",")
      return Data(
        """
        {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"CodeQL","semanticVersion":"2.20.0","rules":[\(rules)]}},
         "invocations":[{"executionSuccessful":\(succeeded)\(time)}]\(commit ?? ""),
         "results":[\(results.map(\.json).joined(separator: ",\n"))]}]}

        """.utf8)
    }
  }

  /// Trivy's say on a dependency. Without a severity it is unknown.
  static func trivy(
    _ vulnerability: String = "CVE-2026-1001", package: String = "left-pad", version: String = "1.0.0",
    severity: String? = "HIGH", fixed: String? = "1.0.1", named name: String = "trivy.json",
    time: String = "2026-11-20T11:00:00Z"
  ) -> Report {
    let severity = severity.map { #","Severity":\#(quoted($0))"# } ?? ""
    let fixed = fixed.map { #","FixedVersion":\#(quoted($0))"# } ?? ""
    return Report(
      name,
      """
      {"SchemaVersion":2,"CreatedAt":"\(time)","ArtifactName":".","ArtifactType":"repository","Results":[
       {"Target":"package.json","Class":"lang-pkgs","Type":"npm","Vulnerabilities":[
        {"VulnerabilityID":\(quoted(vulnerability)),"PkgName":\(quoted(package)),"InstalledVersion":\(quoted(version)),
         "PkgIdentifier":{"PURL":"pkg:npm/\(package)@\(version)"},"Title":"trouble in \(package)"\(severity)\(fixed)}]}]}

      """)
  }

  static func manifest(_ entries: String, in folder: String = "") -> Report {
    Report("\(folder)gatehouse.yaml", "gatehouse-reports: 1\nreports:\n\(entries)\n")
  }
}

extension Statement {
  fileprivate var json: String {
    """
    {"ruleId":\(quoted(rule)),"level":\(quoted(level)),"message":{"text":\(quoted(message))}\(more),
     "locations":[{"physicalLocation":{"artifactLocation":{"uri":\(quoted(path))},"region":{"startLine":\(line)}}}]}
    """
  }
}

/// A JSON string, whatever is in the text.
func quoted(_ text: String) -> String {
  let data = (try? JSONEncoder().encode(text)) ?? Data()
  return String(decoding: data, as: UTF8.self)
}

import Foundation

extension Project {
  /// What a scanner of source code and one of packages say of the project, as SARIF and in Trivy's format.
  func write(_ advisories: [Advisory], at commit: String, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(sarif(at: commit).utf8).write(to: folder.appending(path: "code.sarif"))
    try Data(trivy(advisories).utf8).write(to: folder.appending(path: "packages.json"))
  }

  private func sarif(at commit: String) -> String {
    let results = files.sorted { $0.key < $1.key }.flatMap { path, lines in
      lines.enumerated().compactMap { index, line in
        line.weakness.map { weakness in
          """
          {"ruleId":\(quoted(weakness.rule)),"level":"\(weakness.isHigh ? "error" : "warning")",
           "message":{"text":"\(weakness.rule) on what a stranger sends"},"locations":[{"physicalLocation":
           {"artifactLocation":{"uri":\(quoted(path))},"region":{"startLine":\(index + 1)}}}]}
          """
        }
      }
    }
    return """
      {"version":"2.1.0","runs":[{"tool":{"driver":{"name":"semgrep"}},"invocations":[{"executionSuccessful":true}],
       "versionControlProvenance":[{"repositoryUri":"https://git.example/p","revisionId":"\(commit)"}],
       "results":[\(results.joined(separator: ",\n"))]}]}
      """
  }

  private func trivy(_ advisories: [Advisory]) -> String {
    let found = affected(by: advisories).map { one in
      let version = "1.\(packages[one.package] ?? 0).0"
      return """
        {"VulnerabilityID":"\(one.id)","PkgName":"\(one.package)","InstalledVersion":"\(version)",
         "PkgIdentifier":{"PURL":"pkg:pypi/\(one.package)@\(version)"},"FixedVersion":"1.\(one.fixed).0",
         "Severity":"\(one.isHigh ? "HIGH" : "MEDIUM")","Title":"trouble in \(one.package)"}
        """
    }
    return """
      {"SchemaVersion":2,"CreatedAt":"2026-10-14T11:00:00Z","ArtifactName":".","ArtifactType":"repository","Results":[
       {"Target":"\(Self.manifest)","Class":"lang-pkgs","Type":"pip","Vulnerabilities":[\(found.joined(separator: ",\n"))]}]}
      """
  }
}

import Testing

/// Reports that say nothing, or that the tool did not finish, and for each shape an honest one that is clean.
struct Stub: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What the policy asks for.
  let kind: String
  let text: String

  init(_ name: String, _ kind: String, _ text: String) { (testDescription, self.kind, self.text) = (name, kind, text) }
}

extension Stub {
  static let kinds = ["sast", "sca", "secret", "iac", "container"]

  /// A policy that asks for one kind of scan, of whatever commit.
  static func policy(_ kind: String) -> String {
    """
    gatehouse: 1
    name: asks-for-\(kind)
    evidence:
      - { kind: \(kind), commit: any }
    rules:
      - { id: no-high, when: { severity: { at-least: high } }, effect: deny }

    """
  }

  /// Nothing that any tool calls a report.
  static let silence = [
    Stub("no bytes", "sast", ""), Stub("white space", "sca", " \r\n\t\n"),
    Stub("a byte order mark", "sast", "\u{FEFF}"),
    Stub("a byte order mark and a line end", "iac", "\u{FEFF}\n"), Stub("null", "secret", "null"),
    Stub("null after a byte order mark", "sca", "\u{FEFF}null"), Stub("an empty list", "secret", "[]"),
    Stub("an empty object", "sast", "{}\n"), Stub("a list in a list", "sca", "[[]]"),
    Stub("an object in a list", "iac", "[{}]"), Stub("an empty text", "sast", "\"\""), Stub("a number", "sca", "0"),
    Stub("true", "sast", "true"), Stub("a page of a proxy", "sast", "<html><body>502 Bad Gateway</body></html>"),
    Stub("a line of a log", "sca", "INFO no vulnerabilities found\n"),
    Stub("an XML element", "sast", "<?xml version=\"1.0\"?><report/>"),
    Stub("a table's header", "sast", "id,severity\n"),
    Stub("results alone", "sast", #"{"results":[]}"#), Stub("vulnerabilities alone", "sca", #"{"vulnerabilities":[]}"#),
  ]

  static let sarif = [
    Stub("SARIF without runs", "sast", #"{"version":"2.1.0","runs":[]}"#),
    Stub("SARIF with an empty run", "sast", sarif("")),
    Stub("SARIF whose results are null", "sast", sarif(#""results":null,"#)),
    Stub("SARIF without rules or invocations", "sast", sarif(#""results":[],"#)),
    Stub("SARIF that says it succeeded", "sast", sarif(#""results":[],"invocations":[{"executionSuccessful":true}],"#)),
    Stub("SARIF of another commit's file", "sast", sarif(#""results":[],"artifacts":[{"location":{"uri":"a.py"}}],"#)),
    Stub("SARIF with empty lists", "sast", sarif(#""results":[],"artifacts":[],"invocations":[],"#)),
    Stub(
      "SARIF of a run that failed", "sast", sarif(#""results":[],"invocations":[{"executionSuccessful":false}],"#)),
    Stub(
      "SARIF with an error of the tool's own", "sast",
      sarif(
        #""results":[],"invocations":[{"executionSuccessful":true,"toolExecutionNotifications":[{"level":"error","message":{"text":"out of memory"}}]}],"#
      )),
    Stub(
      "SARIF whose results lie elsewhere", "sast",
      sarif(
        #""results":[],"invocations":[{"executionSuccessful":true}],"externalPropertyFileReferences":{"results":[{"guid":"1"}]},"#
      )),
    Stub(
      "SARIF with one run that failed", "sast",
      #"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"A"}},"results":[],"invocations":[{"executionSuccessful":true}]},{"tool":{"driver":{"name":"A"}},"results":[],"invocations":[{"executionSuccessful":false}]}]}"#
    ),
  ]

  static let tools = [
    Stub("Semgrep that scanned nothing", "sast", #"{"results":[],"errors":[],"paths":{"scanned":[]}}"#),
    Stub("Semgrep over a file of no commit", "sast", #"{"results":[],"errors":[],"paths":{"scanned":["a.py"]}}"#),
    Stub("Semgrep without a list of files", "sast", #"{"results":[],"errors":[],"paths":{}}"#),
    Stub(
      "Semgrep with an invalid rule", "sast",
      #"{"results":[],"errors":[{"code":7,"level":"error","type":"SemgrepError","message":"invalid configuration file found"}],"paths":{"scanned":["a.py"]}}"#
    ),
    Stub("Bandit that read nothing", "sast", #"{"errors":[],"generated_at":"","metrics":{"_totals":{}},"results":[]}"#),
    Stub(
      "Bandit that could not parse", "sast",
      #"{"errors":[{"filename":"a.py","reason":"syntax error while parsing AST from file"}],"generated_at":"","metrics":{"_totals":{},"a.py":{}},"results":[]}"#
    ),
    Stub("npm's error document", "sca", #"{"error":{"code":"ENOAUDIT","summary":"no audit endpoint","detail":""}}"#),
    Stub(
      "npm's error document with a message", "sca",
      #"{"message":"request failed","error":{"code":"ENOLOCK","summary":"This command requires an existing lockfile."}}"#
    ),
    Stub(
      "npm over no package", "sca",
      #"{"auditReportVersion":2,"vulnerabilities":{},"metadata":{"dependencies":{"total":0}}}"#),
    Stub("npm without counts", "sca", #"{"auditReportVersion":2,"vulnerabilities":{}}"#),
    Stub(
      "npm 6 over no package", "sca", #"{"actions":[],"advisories":{},"metadata":{"totalDependencies":0},"runId":"1"}"#),
    Stub(
      "pnpm's error document", "sca",
      #"{"error":{"code":"ERR_PNPM_AUDIT_BAD_RESPONSE","message":"responded with 502"}}"#),
    Stub("yarn's error line", "sca", "{\"type\":\"error\",\"data\":\"An unexpected error occurred\"}\n"),
    Stub(
      "yarn over no package", "sca",
      "{\"type\":\"auditSummary\",\"data\":{\"vulnerabilities\":{},\"dependencies\":0,\"totalDependencies\":0}}\n"),
    Stub("Snyk that was not let in", "sca", #"{"ok":false,"error":"Authentication failed","path":"/ci/shop"}"#),
    Stub(
      "Snyk over no dependency", "sca", #"{"ok":true,"vulnerabilities":[],"dependencyCount":0,"packageManager":"npm"}"#),
    Stub(
      "Snyk with one project that failed", "sca",
      #"[{"ok":true,"vulnerabilities":[],"dependencyCount":9,"packageManager":"npm"},{"ok":false,"error":"Could not detect supported target files"}]"#
    ),
    Stub(
      "Checkov over no file", "iac",
      #"{"passed":0,"failed":0,"skipped":0,"parsing_errors":0,"resource_count":0,"checkov_version":"3.2.1"}"#),
    Stub(
      "Checkov that could not parse", "iac",
      #"{"check_type":"terraform","results":{"failed_checks":[],"parsing_errors":["/main.tf"]},"summary":{"passed":4,"failed":0,"parsing_errors":1}}"#
    ),
    Stub(
      "Checkov without a check", "iac",
      #"{"check_type":"terraform","results":{"failed_checks":[]},"summary":{"passed":0,"failed":0}}"#),
    Stub("Trivy without results", "sca", #"{"SchemaVersion":2,"ArtifactName":".","ArtifactType":"repository"}"#),
    Stub(
      "Trivy with null results", "sca",
      #"{"SchemaVersion":2,"ArtifactName":".","ArtifactType":"repository","Results":null}"#),
    Stub(
      "Trivy with no section", "container",
      #"{"SchemaVersion":2,"ArtifactName":"a:1","ArtifactType":"container_image","Results":[]}"#),
    Stub(
      "Trivy that could not reach a resource", "container",
      #"{"ClusterName":"c","Resources":[{"Namespace":"n","Kind":"Pod","Name":"p","Error":"scan error"}]}"#),
    Stub("Grype without a source", "sca", #"{"matches":[],"descriptor":{"name":"grype","version":"0.90.0"}}"#),
    Stub(
      "Grype with a broken database", "sca",
      #"{"matches":[],"source":{"type":"directory","target":"."},"descriptor":{"name":"grype","db":{"status":{"error":"failed to load"}}}}"#
    ),
    Stub(
      "Grype that names a folder", "sca",
      #"{"matches":[],"source":{"type":"directory","target":"."},"descriptor":{"name":"grype","version":"0.90.0","db":{"status":{"valid":true}}}}"#
    ),
    Stub(
      "Grype that names an image", "container",
      #"{"matches":[],"source":{"type":"image","target":{"userInput":"a:1","layers":[]}},"distro":{"name":"","version":""}}"#
    ),
    Stub(
      "Grype's CycloneDX without components", "sca",
      #"{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"tools":{"components":[{"type":"application","name":"grype"}]}},"vulnerabilities":[]}"#
    ),
    Stub(
      "yarn that counts what it does not list", "sca",
      "{\"type\":\"auditSummary\",\"data\":{\"vulnerabilities\":{\"high\":2},\"totalDependencies\":3}}\n"),
    Stub(
      "npm that counts what it does not list", "sca",
      #"{"auditReportVersion":2,"vulnerabilities":{},"metadata":{"vulnerabilities":{"high":1,"total":1},"dependencies":{"total":9}}}"#
    ),
    Stub(
      "Snyk that found something and lists nothing", "sca",
      #"{"ok":false,"vulnerabilities":[],"dependencyCount":9,"packageManager":"npm"}"#),
    Stub(
      "Checkov that counts what it does not list", "iac",
      #"{"check_type":"terraform","results":{"failed_checks":[]},"summary":{"passed":4,"failed":2,"parsing_errors":0}}"#
    ),
    Stub(
      "Brakeman that counts what it does not list", "sast",
      #"{"scan_info":{"checks_performed":["CheckSQL"],"brakeman_version":"6","security_warnings":4},"warnings":[],"ignored_warnings":[],"errors":[]}"#
    ),
    Stub(
      "cargo-audit that counts what it does not list", "sca",
      #"{"database":{"advisory-count":1},"lockfile":{"dependency-count":3},"vulnerabilities":{"found":true,"count":2,"list":[]},"warnings":{}}"#
    ),
    Stub(
      "SARIF ended by a signal", "sast",
      sarif(
        #""results":[],"artifacts":[{"location":{"uri":"src/pay/charge.py"}}],"invocations":[{"executionSuccessful":true,"exitSignalName":"SIGKILL"}],"#
      )),
    Stub(
      "SARIF whose success is a text", "sast",
      sarif(
        #""results":[],"artifacts":[{"location":{"uri":"src/pay/charge.py"}}],"invocations":[{"executionSuccessful":"false"}],"#
      )),
    Stub(
      "SARIF with a result that is null", "sast",
      sarif(#""results":[null],"artifacts":[{"location":{"uri":"src/pay/charge.py"}}],"#)),
    Stub(
      "bundler-audit without a gem", "sca",
      #"{"version":"0.9.2","created_at":"2026-03-04 09:30:00 +0200","results":[]}"#),
    Stub("bundler-audit's last line", "sca", "No vulnerabilities found\n"),
    Stub("Composer without a package", "sca", #"{"advisories":[],"abandoned":[]}"#),
    Stub(
      "dotnet over a project of no commit", "sca",
      #"{"version":1,"parameters":"--vulnerable --include-transitive","projects":[{"path":"gone/Gone.csproj"}]}"#),
    Stub(
      "govulncheck over no package", "sca",
      #"{"config":{"protocol_version":"v1.0.0"}}{"progress":{"message":"Scanning your code and 0 packages across 0 dependent modules for known vulnerabilities..."}}"#
    ),
    Stub(
      "govulncheck with an empty bill", "sca",
      #"{"config":{"protocol_version":"v1.0.0"}}{"SBOM":{"go_version":"go1.23"}}"#),
    Stub(
      "ECR whose scan goes on", "container",
      #"{"imageScanFindings":{"findings":[]},"repositoryName":"a","imageId":{"imageDigest":"sha256:1f"},"imageScanStatus":{"status":"ACTIVE"}}"#
    ),
    Stub(
      "Anchore that names an image", "container",
      #"{"imageDigest":"sha256:aa","vulnerabilities":[],"vulnerability_type":"os"}"#),
    Stub("clair-scanner that names an image", "container", #"{"image":"a:1","unapproved":[],"vulnerabilities":[]}"#),
    Stub("klar without layers", "container", #"{"LayerCount":0,"Vulnerabilities":{}}"#),
    Stub(
      "twistcli that names an image", "container",
      #"{"results":[{"id":"sha256:aa","name":"a:1","vulnerabilityDistribution":{"total":0},"complianceDistribution":{"total":0}}]}"#
    ),
    Stub(
      "Veracode without modules", "sast",
      #"{"scan_id":"1","scan_status":"SUCCESS","findings":[],"pipeline_scan":"26.10.0-0"}"#),
    Stub("pip-audit over nothing", "sca", #"{"dependencies":[],"fixes":[]}"#),
    Stub(
      "pip-audit that skipped all", "sca",
      #"{"dependencies":[{"name":"acme","skip_reason":"Dependency not found on PyPI"}],"fixes":[]}"#),
    Stub("Gitleaks that did not finish", "secret", #"{"leaks":[],"errors":["fatal: bad revision"]}"#),
    Stub(
      "GitLab's report of a failed scan", "sast",
      #"{"version":"15.0.7","scan":{"type":"sast","status":"failure","scanner":{"id":"s","name":"S"},"start_time":"2026-11-20T10:00:00","end_time":"2026-11-20T10:01:00"},"vulnerabilities":[]}"#
    ),
  ]

  /// Clean, and with a proof of it.
  static let honest = [
    Stub("SARIF", "sast", sarif(#""results":[],"artifacts":[{"location":{"uri":"src/pay/charge.py"}}],"#)),
    Stub("Semgrep", "sast", #"{"results":[],"errors":[],"paths":{"scanned":["src/pay/charge.py"]}}"#),
    Stub(
      "Bandit", "sast", #"{"errors":[],"generated_at":"","metrics":{"_totals":{},"src/pay/charge.py":{}},"results":[]}"#
    ),
    Stub("npm", "sca", #"{"auditReportVersion":2,"vulnerabilities":{},"metadata":{"dependencies":{"total":12}}}"#),
    Stub("Snyk", "sca", #"{"ok":true,"vulnerabilities":[],"dependencyCount":9,"packageManager":"npm"}"#),
    Stub(
      "Checkov", "iac",
      #"{"check_type":"terraform","results":{"failed_checks":[]},"summary":{"passed":4,"failed":0,"parsing_errors":0}}"#
    ),
    Stub(
      "Trivy", "sca",
      #"{"SchemaVersion":2,"ArtifactName":".","ArtifactType":"repository","Results":[{"Target":"package-lock.json","Class":"lang-pkgs","Type":"npm"}]}"#
    ),
    Stub(
      "Grype", "container",
      #"{"matches":[],"source":{"type":"image","target":{"userInput":"a:1","layers":[{"digest":"sha256:1f"}]}},"distro":{"name":"debian","version":"12"}}"#
    ),
    Stub(
      "Grype in CycloneDX", "sca",
      #"{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"tools":{"components":[{"type":"application","name":"grype"}]}},"components":[{"type":"library","name":"left","version":"1"}],"vulnerabilities":[]}"#
    ),
    Stub(
      "govulncheck", "sca",
      #"{"config":{"protocol_version":"v1.0.0"}}{"progress":{"message":"Scanning your code and 9 packages across 2 dependent modules for known vulnerabilities..."}}"#
    ),
    Stub(
      "ECR", "container",
      #"{"imageScanFindings":{"findings":[],"imageScanCompletedAt":"2026-11-01T09:30:00+01:00"},"repositoryName":"a","imageId":{"imageDigest":"sha256:1f"},"imageScanStatus":{"status":"COMPLETE"}}"#
    ),
    Stub("pip-audit", "sca", #"{"dependencies":[{"name":"acme","version":"1.0","vulns":[]}],"fixes":[]}"#),
  ]

  /// One run with these members.
  private static func sarif(_ members: String) -> String {
    #"{"version":"2.1.0","runs":[{\#(members)"tool":{"driver":{"name":"CodeQL"}}}]}"#
  }
}

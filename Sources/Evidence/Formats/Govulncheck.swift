import Documents
import Model

// govulncheck: `govulncheck -format json`, a stream of messages
// (https://pkg.go.dev/golang.org/x/vuln/internal/govulncheck). Before version 0.1 it wrote one object.

extension Format {
  static let govulncheck = Format(
    name: "govulncheck", title: "govulncheck (JSON)",
    signature: "messages with `config`, `SBOM`, `progress`, `osv` or `finding`; `Vulns` with `Requires`",
    kinds: [.sca], severities: [:],
    provides: [.ids, .package, .fixedVersions, .path, .reachability, .toolVersion],
    recognises: isGovulncheck, read: readGovulncheck)
}

private func isGovulncheck(_ root: JSONValue) -> Bool {
  guard let first = root.firstRecord else { return false }
  if first.has("Vulns") { return first.has("Requires") && first.has("Modules") }
  return first["config"]?.has("protocol_version") ?? false || first["finding"]?.has("osv") ?? false
    || first["osv"]?.has("id") ?? false || first["SBOM"]?.has("go_version") ?? false
    || first["progress"]?.has("message") ?? false
}

private func readGovulncheck(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "govulncheck"
  report.kinds.insert(.sca)
  var stream = GovulncheckStream()
  for (index, message) in try root.records.enumerated() {
    try stream.take(message, at: report.position(ofRecord: index, in: root))
  }
  report.toolVersion = stream.toolVersion
  report.hasScanProof = stream.hasScanProof
  let scan = report.scan()
  report.observations += try stream.hits.map { hit throws(Diagnostic) in try stream.observation(of: hit, scan: scan) }
}

import Documents
import Model

// pnpm audit: `pnpm audit --json`, https://pnpm.io/cli/audit.

extension Format {
  static let pnpmAudit = Format(
    name: "pnpm-audit", title: "pnpm audit (JSON)",
    signature: "`advisories` with `metadata`, and paths that begin with a dot, or neither actions nor a run id; "
      + "`error` with a `code` of pnpm",
    kinds: [.sca], severities: npmSeverities,
    provides: [.severity, .cvss, .cwe, .ids, .package, .fixedVersions, .path],
    recognises: isPNPMAudit, read: readPNPMAudit)
}

/// Whether the root is a report of pnpm. It passes the registry's answer on like npm 6, but with paths from the root of
/// the workspace: `.>express>qs`.
func isPNPMAudit(_ root: JSONValue) -> Bool {
  if root["error"]?.text("code")?.hasPrefix("ERR_PNPM") ?? false { return true }
  guard root.has("advisories"), root.has("metadata"), !root.has("runId") else { return false }
  guard root.has("actions") else { return true }
  return registryPaths(in: root).contains { $0.hasPrefix(".>") }
}

private func readPNPMAudit(_ root: JSONValue, into report: inout ReportBuilder) throws(Diagnostic) {
  report.tool = "pnpm"
  try readAdvisories(root, of: "pnpm-lock.yaml", into: &report)
}

import Documents
import Evidence
import Git
import Model
import Policies

/// Everything that the scanners said, and which reports may be taken as evidence.
struct Heard {
  var observations: [Observation] = []
  var evidence: [Model.Evidence] = []
  var diagnostics: [Diagnostic] = []
}

/// Reads all reports. One that cannot be read in full adds an error and no observation.
func hear(_ paths: [String], for scene: Scene, _ policy: Policy, _ request: Request) throws(Halt) -> Heard {
  let binding = Binding(
    head: scene.scanned, isPreview: scene.base == nil, scanned: request.scanned, now: request.now)
  var heard = try read(paths, severities: policy.severities, request)
  heard.evidence = heard.reports.map { $0.evidence(binding) }
  guard !paths.isEmpty else {
    heard.diagnostics.append(
      Diagnostic(
        .nothingToJudge, "no report was given, so nothing was looked at",
        help: "pass the scanners' reports, or the folder they are in: gatehouse check reports/"))
    return heard
  }
  return heard
}

import Model
import System

/// What a report's state is judged against.
package struct EvidenceBinding: Sendable {
  /// The commits that count as the head: its id and, for a pull request, that of its merge commit. Empty: nobody asks.
  package var heads: Set<String>
  /// `--scanned COMMIT`: what was scanned where a report and its manifest do not say.
  package var scanned: String?
  /// When that came to be, where it says how old a scan can be at most: the index of a commit in the making is of now.
  package var scannedSince: Timestamp?
  package var now: Timestamp

  package init(heads: Set<String>, scanned: String? = nil, scannedSince: Timestamp? = nil, now: Timestamp) {
    (self.heads, self.scanned, self.now) = (Set(heads.map { $0.lowercased() }), scanned, now)
    self.scannedSince = scannedSince
  }

  /// A scan may end this much after our own clock: two machines are never quite at one.
  fileprivate static let skew = TimeSpan(seconds: 300)
}

extension ReportEvidence {
  /// A report that was read, and whether it may be taken as evidence. `stale` is for the policy to say, which knows the age it allows.
  package init(of report: ReportBuilder, entry: ReportManifest.Entry? = nil, binding: EvidenceBinding) {
    var kinds = report.kinds
    for index in report.observations.indices { kinds.insert(report.observations[index].kind) }
    self.init(
      file: report.input.name, format: report.format, tool: report.tool ?? entry?.tool, kinds: kinds,
      digest: report.input.digest.description, observations: report.observations.count, state: .present,
      time: report.time ?? entry?.finished ?? binding.scannedSince,
      commit: report.commit ?? entry?.commit ?? binding.scanned)
    coverage = Coverage(folders: entry?.covers ?? entry?.folder.map { [$0] }, files: report.scanned)
    if let (state, reason) = report.fault(entry, binding, self) {
      (self.state, self.reason) = (state, reason)
    }
  }

  /// A file that could not be read as a report: it is listed all the same, and never counts as clean.
  package init(of input: Input, refused reason: Diagnostic, entry: ReportManifest.Entry? = nil) {
    self.init(
      file: input.name, format: "unknown", tool: entry?.tool, digest: input.digest.description,
      observations: 0, state: reason.code == .reportEmpty ? .empty : .failed, reason: reason)
    coverage = Coverage(folders: entry?.covers ?? entry?.folder.map { [$0] })
  }
}

extension ReportBuilder {
  /// The report of a tool that writes nothing, or next to nothing, where it finds nothing: `null`, `[]`, `{}`.
  ///
  /// Whose it is and that it looked only the side-car can say: it must name the tool, whose reports are of one kind, and the
  /// exit code of a run that found nothing. For a file without a byte, which is also what a full disk leaves, it must give the
  /// digest as well.
  package init?(emptyOutput input: Input, attestedBy entry: ReportManifest.Entry?) {
    guard let entry, entry.exitCode == 0, entry.digest != nil || !input.isBlank, let name = entry.tool?.lowercased(),
      let format = Format.all.first(where: { $0.name == name }), format.kinds.count == 1,
      Outline(of: input).names.allSatisfy({ format.decides(by: $0.text) })
    else { return nil }
    self.init(input: input, format: format.name)
    kinds = format.kinds
  }

  /// The first reason why the report is no evidence for the head, the gravest first; nil when it is.
  fileprivate func fault(
    _ entry: ReportManifest.Entry?, _ binding: EvidenceBinding, _ evidence: ReportEvidence
  ) -> (ReportEvidence.State, Diagnostic)? {
    if let failure = failures.first { return (.failed, failure) }
    if let reason = contradiction(entry, digest: evidence.digest) ?? futureTime(entry, binding) {
      return (.failed, reason)
    }
    if !isProof(entry) { return (.empty, emptyReason) }
    guard let commit = evidence.commit, isObjectID(commit) else {
      return (.unbound, unboundReason(evidence.commit))
    }
    if let reason = otherCommit(entry, binding, commit) { return (.wrongCommit, reason) }
    return nil
  }

  /// A report without results proves a scan when it says what was looked at, or when somebody vouches for the tool's end.
  private func isProof(_ entry: ReportManifest.Entry?) -> Bool {
    hasScanProof || !observations.isEmpty || (entry?.tool != nil && entry?.hasCompleted == true)
  }

  /// What the side-car says against the report, or the exit code against the run.
  private func contradiction(_ entry: ReportManifest.Entry?, digest: String) -> Diagnostic? {
    guard let entry else { return nil }
    return failedExit(entry) ?? digestMismatch(entry, digest) ?? toolMismatch(entry)
  }

  private func failedExit(_ entry: ReportManifest.Entry) -> Diagnostic? {
    guard let code = entry.exitCode, code != 0 else { return nil }
    let name = entry.tool ?? tool ?? format
    if entry.hasCompleted == false {
      return reason(
        .reportFailed, "\(name) ended with exit code \(code), which says that it did not finish", at: entry.at)
    }
    // It found something, or it failed: either way a report without results is not the whole of it.
    guard observations.isEmpty else { return nil }
    return reason(
      .reportFailed, "\(name) ended with exit code \(code), though its report has no results", at: entry.at)
  }

  private func digestMismatch(_ entry: ReportManifest.Entry, _ digest: String) -> Diagnostic? {
    guard let named = entry.digest, named != digest else { return nil }
    return reason(
      .reportFailed, "the report is not the one that the side-car speaks of: its digest differs", at: entry.at,
      help: "write the side-car after the tool has ended, and upload both files whole")
  }

  private func toolMismatch(_ entry: ReportManifest.Entry) -> Diagnostic? {
    if let named = entry.tool?.lowercased(), named != format, let tool {
      let isSame = tool.lowercased().contains(named) || named.contains(tool.lowercased())
      if !isSame { return says(named, not: tool, entry) }
    }
    // One may name the build as well: `1.9.4` and `v1.9.4+7f3c`.
    guard let named = entry.version, let toolVersion else { return nil }
    let (one, other) = (named.trimmingPrefix("v"), toolVersion.trimmingPrefix("v"))
    return one.hasPrefix(other) || other.hasPrefix(one) ? nil : says("version \(named)", not: toolVersion, entry)
  }

  private func says(_ named: String, not own: String, _ entry: ReportManifest.Entry) -> Diagnostic {
    reason(.reportFailed, "the side-car says \(named), the report says \(own)", at: entry.at)
  }

  private func futureTime(_ entry: ReportManifest.Entry?, _ binding: EvidenceBinding) -> Diagnostic? {
    guard let time = [time, entry?.finished].compactMap({ $0 }).max(), time > binding.now + EvidenceBinding.skew else {
      return nil
    }
    return reason(.reportFromFuture, "the report is from \(time), and it is \(binding.now) now")
  }

  private func otherCommit(
    _ entry: ReportManifest.Entry?, _ binding: EvidenceBinding, _ commit: String
  ) -> Diagnostic? {
    if let named = entry?.commit, named.lowercased() != commit.lowercased() {
      return reason(.reportWrongCommit, "the side-car says commit \(named), the report says \(commit)", at: entry?.at)
    }
    guard !binding.heads.isEmpty, !binding.heads.contains(commit.lowercased()) else { return nil }
    return reason(
      .reportWrongCommit, "the report was made from commit \(commit)",
      because: binding.heads.sorted().map { "the head is \($0)" }, help: "scan the head and give that report")
  }

  private var emptyReason: Diagnostic {
    reason(
      .reportEmpty, "the report has no results, and nothing in it proves that anything was scanned",
      help: "name the tool and its exit code in a side-car, \(input.name)\(ReportManifest.suffix)")
  }

  private func unboundReason(_ commit: String?) -> Diagnostic {
    reason(
      .reportCommitUnknown,
      commit.map { "the report names commit '\($0)', which is not a full object id" }
        ?? "nothing says which commit was scanned",
      help: "say so with --scanned COMMIT, or in a side-car, \(input.name)\(ReportManifest.suffix)")
  }

  private func reason(
    _ code: DiagnosticCode, _ text: String, at place: SourcePosition? = nil, because: [String] = [], help: String? = nil
  ) -> Diagnostic {
    Diagnostic(code, text, at: place ?? SourcePosition(file: input.name), because: because, help: help)
  }
}

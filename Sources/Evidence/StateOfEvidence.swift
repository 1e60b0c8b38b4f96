import Model
import System

/// The commit and the time that reports are checked against.
package struct EvidenceBinding: Sendable {
  /// The commits that count as the head: its object id and, for a pull request, that of its merge commit. If empty,
  /// commits are not checked.
  package var heads: Set<String>
  /// The commit that the user names for reports that do not state one themselves or in their manifest.
  package var scanned: String?
  /// Whether the head is what is staged, which has no commit yet.
  package var scannedIsIndex = false
  /// The option by which the user names it; nil where there is none.
  package var scannedOption: String?
  /// When the scanned content was created, if that bounds the age of a scan: for the index it is now, because it is not
  /// committed yet.
  package var scannedSince: Timestamp?
  /// When the newest part of the scanned content was written, if that is known: a report that was made before is about
  /// something else.
  package var writtenAt: Timestamp?
  package var now: Timestamp

  package init(
    heads: Set<String>, scanned: String? = nil, scannedOption: String? = nil, scannedSince: Timestamp? = nil,
    writtenAt: Timestamp? = nil,
    now: Timestamp
  ) {
    (self.heads, self.now) = (Set(heads.map { $0.lowercased() }), now)
    (self.scanned, self.scannedOption) = (scanned, scannedOption)
    (self.scannedSince, self.writtenAt) = (scannedSince, writtenAt)
  }

  /// How far in the future the end of a scan may be, because the clocks of two machines differ.
  fileprivate static let skew = TimeSpan(seconds: 300)
}

extension ReportEvidence {
  /// The evidence of a report that was read, with its state and the reason for it.
  ///
  /// `stale` is not set here: the policy decides it, since it states the maximum age.
  package init(of report: ReportBuilder, entry: ReportManifest.Entry? = nil, binding: EvidenceBinding) {
    var kinds = report.kinds
    if report.resultsOfRun == nil {
      for index in report.observations.indices { kinds.insert(report.observations[index].kind) }
    }
    self.init(
      file: report.input.name, format: report.format, tool: report.tool ?? entry?.tool, kinds: kinds,
      digest: report.input.digest.description, observations: report.resultsOfRun ?? report.observations.count,
      state: .present,
      time: report.time ?? entry?.finished ?? binding.scannedSince,
      commit: report.commit ?? entry?.commitOfTree ?? binding.scanned)
    coverage = Coverage(
      folders: entry?.covers ?? entry?.folder.map { [$0] }, files: report.scanned,
      unread: report.unread + (entry?.unreadFiles ?? []))
    if let (state, reason) = report.problem(entry, binding, self) {
      (self.state, self.reason) = (state, reason)
    }
  }

  /// The evidence of a file that could not be read as a report. It is listed, and its state is never `present`.
  package init(of input: Input, refused reason: Diagnostic, entry: ReportManifest.Entry? = nil) {
    self.init(
      file: input.name, format: "unknown", tool: entry?.tool, digest: input.digest.description,
      observations: 0, state: reason.code == .reportEmpty ? .empty : .failed, reason: reason)
    coverage = Coverage(folders: entry?.covers ?? entry?.folder.map { [$0] })
  }
}

extension Diagnostic {
  /// The error that a report is empty, with what is missing yet in the side-car or manifest that describes it.
  package func knowing(_ entry: ReportManifest.Entry?) -> Diagnostic {
    guard let entry else { return self }
    var error = self
    let file = entry.at.file
    if entry.tool == nil {
      error.help = "name the scanner in \(file) (`gatehouse record --tool NAME` does)"
    } else if entry.exitCode == nil {
      error.help = "state its exit code in \(file)"
    } else if let code = entry.exitCode, code != 0 {
      error.because = ["\(entry.tool ?? "the scanner") exited with code \(code), so it had something to report"]
      error.help = "look at what it printed, and scan again"
    } else if entry.tool.map(hasTellingEmptyOutput) ?? false {
      error.help = "state the digest of the file in \(file)"
    } else {
      error.because = ["nothing is known of \(entry.tool ?? "it") by which an empty output of it proves a scan"]
      error.help = "let it write a report that says what was scanned, such as SARIF"
    }
    return error
  }
}

/// Whether an empty output of a tool tells that it found nothing.
private func hasTellingEmptyOutput(_ tool: String) -> Bool {
  Format.all.contains { $0.name == tool.lowercased() && !$0.kindsOfEmptyOutput.isEmpty }
}

extension ReportBuilder {
  /// The report of a tool whose output is empty when it finds nothing: no bytes, `null`, `[]` or `{}`.
  ///
  /// Only the side-car can attest such a scan. It must name a tool that always looks for the same kinds, and exit code 0. For
  /// a file without any visible character, which a full disk also leaves behind, it must also state the digest. Nil if
  /// any of that is missing.
  package init?(emptyOutput input: Input, attestedBy entry: ReportManifest.Entry?) {
    guard let entry, entry.exitCode == 0, entry.digest != nil || !input.isBlank, let name = entry.tool?.lowercased(),
      let format = Format.all.first(where: { $0.name == name }), !format.kindsOfEmptyOutput.isEmpty,
      Outline(of: input).names.allSatisfy({ format.isRecognised(by: $0.text) })
    else { return nil }
    self.init(input: input, format: format.name)
    kinds = format.kindsOfEmptyOutput
  }

  /// The most serious reason why the report is not evidence for the head, with the state it gives; nil if there is
  /// none.
  fileprivate func problem(
    _ entry: ReportManifest.Entry?, _ binding: EvidenceBinding, _ evidence: ReportEvidence
  ) -> (ReportEvidence.State, Diagnostic)? {
    if let failure = failures.first { return (.failed, failure) }
    if let reason = manifestMismatch(entry, digest: evidence.digest) ?? futureTime(entry, binding) {
      return (.failed, reason)
    }
    if !isProof(entry) { return (.empty, emptyReason) }
    if let reason = modifiedTree(entry, binding) { return (.wrongCommit, reason) }
    guard let commit = evidence.commit, isObjectID(commit) else {
      return (.unbound, unboundReason(evidence.commit, binding.scannedOption))
    }
    if let reason = otherCommit(entry, binding, commit) ?? outdated(entry, binding) { return (.wrongCommit, reason) }
    return nil
  }

  /// Whether a scan took place: the report proves it or has results, or the side-car states that the tool completed.
  private func isProof(_ entry: ReportManifest.Entry?) -> Bool {
    if hasScanProof || (resultsOfRun ?? observations.count) > unevaluated { return true }
    guard let entry, let named = entry.tool, entry.hasCompleted == true else { return false }
    // Of several runs the side-car vouches for those of the tool that it names.
    return tools.count < 2 || tool.map { isNamed($0, named.lowercased()) } ?? false
  }

  /// Whether a tool's own name and that of a side-car mean one tool.
  private func isNamed(_ tool: String, _ named: String) -> Bool {
    let own = tool.lowercased()
    return own.contains(named) || named.contains(own) || isTool(own, named)
  }

  /// Where the side-car contradicts the report, or states an exit code of a failed run; nil if neither.
  private func manifestMismatch(_ entry: ReportManifest.Entry?, digest: String) -> Diagnostic? {
    guard let entry else { return nil }
    return failedExit(entry) ?? digestMismatch(entry, digest) ?? toolMismatch(entry)
  }

  private func failedExit(_ entry: ReportManifest.Entry) -> Diagnostic? {
    guard let code = entry.exitCode, code != 0 else { return nil }
    let name = entry.tool ?? tool ?? format
    if let failure = entry.failure(of: name) { return failure }
    // Either it found something or it failed: a report without results is incomplete in both cases. What it could not read
    // is a reason for such a code as well.
    guard observations.isEmpty, unread.isEmpty else { return nil }
    return reason(
      .reportFailed, "\(name) exited with code \(code), but its report has no results",
      at: entry.place(of: "exit-code"))
  }

  private func digestMismatch(_ entry: ReportManifest.Entry, _ digest: String) -> Diagnostic? {
    guard let named = entry.digest, named != digest else { return nil }
    return reason(
      .reportFailed, "the report's digest differs from the one in the side-car",
      at: entry.place(of: "digest"),
      help: "write the side-car after the tool has finished, and upload both files complete")
  }

  private func toolMismatch(_ entry: ReportManifest.Entry) -> Diagnostic? {
    if let named = entry.tool?.lowercased(), named != format, let tool {
      if !tools.contains(where: { isNamed($0, named) }) { return mismatch("tool", named, tool, entry) }
      // What the side-car says of its tool's version is not about another run.
      if !isNamed(tool, named) { return nil }
    }
    // One of them may include the build: `1.9.4` and `v1.9.4+7f3c`.
    guard let named = entry.version, let toolVersion else { return nil }
    let (one, other) = (named.trimmingPrefix("v"), toolVersion.trimmingPrefix("v"))
    return one.hasPrefix(other) || other.hasPrefix(one) ? nil : mismatch("version", named, toolVersion, entry)
  }

  private func mismatch(_ key: String, _ named: String, _ own: String, _ entry: ReportManifest.Entry) -> Diagnostic {
    reason(
      .reportFailed, "the side-car states the \(key) \(named), the report states \(own)", at: entry.place(of: key),
      help: "if it is the right report, state the \(key) in \(entry.at.file) as the report does, or leave it out")
  }

  private func futureTime(_ entry: ReportManifest.Entry?, _ binding: EvidenceBinding) -> Diagnostic? {
    guard let time = [time, entry?.finished].compactMap({ $0 }).max(), time > binding.now + EvidenceBinding.skew else {
      return nil
    }
    let isOwn = self.time == time
    return reason(
      .reportFromFuture, "the report is dated \(time), which is in the future (it is now \(binding.now))",
      at: isOwn ? nil : entry?.place(of: "finished"),
      help: isOwn
        ? "set the clock of the machine that scans, and scan again"
        : "state the time under `finished` in \(entry?.at.file ?? "the side-car"), or leave it out")
  }

  /// Why the report is not about a commit: something differed when it was made. What is staged differs from HEAD, so a report
  /// of what is staged may say so.
  private func modifiedTree(_ entry: ReportManifest.Entry?, _ binding: EvidenceBinding) -> Diagnostic? {
    guard let entry, entry.tree == .modified, binding.scannedSince == nil else { return nil }
    let commit = entry.commit.map { " of commit \($0)" } ?? ""
    return reason(
      .reportWrongCommit, "the work tree was not that\(commit) when it was scanned", at: entry.place(of: "tree"),
      help: "scan a clean checkout of the head, and pass that report")
  }

  private func otherCommit(
    _ entry: ReportManifest.Entry?, _ binding: EvidenceBinding, _ commit: String
  ) -> Diagnostic? {
    if let named = entry?.commitOfTree, named.lowercased() != commit.lowercased() {
      return reason(
        .reportWrongCommit, "the side-car states commit \(named), the report states \(commit)",
        at: entry?.place(of: "commit"))
    }
    guard !binding.heads.isEmpty, !binding.heads.contains(commit.lowercased()) else { return nil }
    if binding.scannedIsIndex {
      return reason(
        .reportWrongCommit, "the report was made from commit \(commit), and what is staged is not committed yet",
        at: entry?.at,
        help: "scan what is staged, and pass --scanned staged")
    }
    return reason(
      .reportWrongCommit, "the report was made from commit \(commit), which is not the head",
      because: binding.heads.sorted().map { "the head is \($0)" }, help: "scan the head and pass that report")
  }

  /// Why the report cannot be about what was scanned: it was made before that was written.
  private func outdated(_ entry: ReportManifest.Entry?, _ binding: EvidenceBinding) -> Diagnostic? {
    guard let written = binding.writtenAt,
      let made = [time, entry?.started].compactMap(\.self).min() ?? entry?.finished ?? modified, made < written
    else {
      return nil
    }
    return reason(
      .reportOutdated, "the report was made \(made), before what is staged was written (\(written))",
      help: "run \(tool ?? entry?.tool ?? format) again on what is staged")
  }

  private var emptyReason: Diagnostic {
    reason(
      .reportEmpty, "the report has no results and does not prove that anything was scanned",
      help: "state the tool and its exit code in a side-car, \(input.name)\(ReportManifest.suffix)"
        + (otherProof.map { ", or \($0)" } ?? ""))
  }

  private func unboundReason(_ commit: String?, _ option: String?) -> Diagnostic {
    reason(
      .reportCommitUnknown,
      commit.map { "the report names commit \(shownWord($0)), which is not a full object id" }
        ?? "the scanned commit is unknown",
      help:
        "state it \(option.map { "with \($0) COMMIT or " } ?? "")in a side-car, \(input.name)\(ReportManifest.suffix)")
  }

  private func reason(
    _ code: DiagnosticCode, _ text: String, at position: SourcePosition? = nil, because: [String] = [],
    help: String? = nil
  ) -> Diagnostic {
    Diagnostic(code, text, at: position ?? SourcePosition(file: input.name), because: because, help: help)
  }
}

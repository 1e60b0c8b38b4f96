import Interning
import Model

extension Cell {
  /// Why a report does not cover the paths of this cell; nil when it covers them or does not state what it covers.
  func omission(of evidence: ReportEvidence) -> Fault? {
    guard let area else { return nil }
    if let folders = evidence.coverage.folders, !folders.contains(where: area.glob.lies) {
      let named = folders.map { $0.isEmpty ? "." : $0 }.joined(separator: ", ")
      return elsewhere(evidence.file, "it covers \(named) only", help: "scan \(area.pattern) as well")
    }
    if let files = evidence.coverage.files, !files.contains(where: area.glob.matches) {
      return elsewhere(
        evidence.file, "none of the files that it lists as scanned is there",
        help: "scan \(area.pattern) as well; if the tool ran in a folder, name it in a side-car or with --root")
    }
    return nil
  }

  /// Why the reports that fulfil a cell do not cover what the change brings there: the tools list what they scanned, and
  /// lack a changed file although they list others of its language. Nil where one of them has no list, or may be of another
  /// commit, which does not have what the change brings.
  func unlisted(in reports: [ReportEvidence], _ changed: [String]) -> Fault? {
    guard let area, let report = reports.min(by: { $0.file < $1.file }) else { return nil }
    let lists = reports.compactMap(\.coverage.files)
    let isOfHead = reports.allSatisfy { [.present, .partial].contains($0.state) }
    guard isOfHead, lists.count == reports.count else { return nil }
    let wanted = changed.filter { area.glob.matches($0) && !requirement.excepts($0) }
    if wanted.isEmpty { return nil }
    let listed = Set(lists.joined().map { InternedString($0) })
    let absent = wanted.filter { !listed.contains(InternedString($0)) }
    if absent.isEmpty { return nil }
    let languages = Set(lists.joined().map(FileKind.language(ofFile:)))
    let missing = absent.first { languages.contains(FileKind.language(ofFile: $0)) }
    return missing.map { path in
      Fault(
        file: report.file, state: .partial, code: .reportOtherPaths,
        text: "\(path) is not among the files that it lists as scanned", because: ["this change touches \(path)"],
        help: "scan \(path) as well, or let the policy `except` it", isRemedy: true)
    }
  }

  /// A report that covers other paths only (`report-other-paths`).
  private func elsewhere(_ file: String, _ text: String, help: String) -> Fault {
    Fault(file: file, state: .missing, code: .reportOtherPaths, text: text, help: help)
  }

  /// Why a report that covers the paths does not fulfil the cell; nil when it does.
  func fault(of evidence: ReportEvidence, now: Timestamp) -> Fault? {
    func fault(_ state: ReportEvidence.State, _ code: DiagnosticCode, _ text: String) -> Fault {
      let because = evidence.reason.map { [$0.text] + $0.because } ?? []
      return Fault(file: evidence.file, state: state, code: code, text: text, because: because)
    }
    switch evidence.state {
    case .present: break
    case .missing: return fault(.missing, .reportMissing, "it is not there")
    case .failed: return failure(of: evidence)
    case .partial:
      if let unread = unread(of: evidence) { return unread }
    case .empty: return fault(.empty, .reportEmpty, "nothing proves that anything was scanned")
    case .stale: return fault(.stale, .reportStale, "it is too old")
    case .wrongCommit where requirement.acceptsAnyCommit, .unbound where requirement.acceptsAnyCommit: break
    case .wrongCommit: return fault(.wrongCommit, .reportWrongCommit, "it was made from another commit")
    case .unbound: return fault(.unbound, .reportCommitUnknown, "nothing says which commit was scanned")
    }
    return age(of: evidence, now: now).map {
      Fault(file: evidence.file, state: .stale, code: $0.code, text: $0.text)
    }
  }

  /// Why a run counts as failed: the tool did not finish, or the side-car or manifest contradicts its report.
  private func failure(of evidence: ReportEvidence) -> Fault {
    guard let reason = evidence.reason, let remedy = evidence.remedy else {
      let because = evidence.reason.map { [$0.text] + $0.because } ?? []
      return Fault(
        file: evidence.file, state: .failed, code: .reportFailed, text: "the tool did not finish", because: because)
    }
    return Fault(
      file: evidence.file, state: .failed, code: reason.code, text: reason.text, because: reason.because, help: remedy,
      isRemedy: true)
  }

  /// A file of the cell that the tool could not read and the change touches.
  private func unread(of evidence: ReportEvidence) -> Fault? {
    let file = evidence.coverage.unread.first { file in
      file.isTouched && area.map { $0.glob.matches(file.path) } ?? true && !requirement.excepts(file.path)
    }
    return file.map { file in
      Fault(
        file: evidence.file, state: .partial, code: .evidencePartial, text: "\(file.path) was not read",
        because: [file.fault.text] + file.fault.because,
        help: file.remedy(by: tool ?? evidence.tool ?? evidence.format), isRemedy: true)
    }
  }

  /// Why the date of a report does not fulfil the requirement: later than now, unknown or too old; nil when it does.
  private func age(of evidence: ReportEvidence, now: Timestamp) -> (code: DiagnosticCode, text: String)? {
    if let time = evidence.time, time > now + .clockSkew {
      return (.reportFromFuture, "it is dated \(time), after now")
    }
    guard let maxAge = requirement.maxAge else { return nil }
    guard let time = evidence.time else {
      return (.reportStale, "it does not say when it was made, and may be \(maxAge) old")
    }
    return time + maxAge < now ? (.reportStale, "it was made \(time) and may be \(maxAge) old") : nil
  }
}

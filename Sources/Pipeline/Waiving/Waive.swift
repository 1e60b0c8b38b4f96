import Git
import Model
import Policies
import Reports
import System

/// The arguments of `gatehouse waive`.
package struct WaiveRequest: Sendable {
  /// The check whose findings are meant.
  package var check: Request
  /// The ids of findings, or their beginnings.
  package var findings: [String]
  /// Whether all findings that block are meant as well.
  package var allBlocking: Bool
  package var reason: String
  /// The last day, or a number of days or weeks from today.
  package var until: String
  package var approvedBy: String?

  package init(
    _ check: Request, findings: [String], allBlocking: Bool = false, reason: String, until: String, approvedBy: String?
  ) {
    (self.check, self.findings, self.allBlocking, self.reason) = (check, findings, allBlocking, reason)
    (self.until, self.approvedBy) = (until, approvedBy)
  }
}

/// Writes a waiver for each finding that is named, as a patch of the waiver file of the base, or of a working tree that continues it.
///
/// The findings are judged again with the new waivers on the base: one that would not suppress its finding is refused.
package func waive(_ request: WaiveRequest) -> CommandOutput {
  do throws(PipelineError) {
    var request = request
    request.check.wantsWaiverHistory = true
    let input = try CheckInput(request.check)
    let decision = try input.decide()
    let command = WaiveCommand(request: request, input: input, decision: decision)
    let (patch, notes) = try command.run()
    return CommandOutput(lines: patch, diagnostics: decision.diagnostics.filter { $0.severity == .error } + notes)
  } catch {
    return CommandOutput(diagnostics: error.diagnostics)
  }
}

private struct WaiveCommand {
  let request: WaiveRequest
  let input: CheckInput
  let decision: Decision

  private var terms: Policy.WaiverTerms { input.bundle.policy.waiverTerms }
  private var today: Day { request.check.now.day }

  func run() throws(PipelineError) -> (patch: [UInt8], notes: [Diagnostic]) {
    let errors = decision.diagnostics.filter { $0.severity == .error }
    // Of findings that were not read nobody can say that one has no such id.
    guard errors.isEmpty || !decision.judgements.isEmpty else { throw PipelineError(errors) }
    let targets = try WaiverTargets(decision).find(request.findings, allBlocking: request.allBlocking)
    let file = try TargetFile(for: input.comparison, request.check, in: input.repository)
    let until = try lastDay()
    let problems = ([reasonProblem] + targets.map { problem(of: $0, in: file, until: until) }).compactMap(\.self)
    guard problems.isEmpty else { throw PipelineError(problems) }
    let drafts = try drafts(for: targets, besides: file.waivers, until: until)
    let content = try attempt { () throws(PolicyError) in try file.adding(drafts) }
    let after = try proof(of: drafts, in: content, named: file.path)
    guard let patch = unifiedDiff(of: file.path, from: file.input?.bytes, to: content) else { return ([], []) }
    return (patch, [note(on: after, drafts.count, file)])
  }

  // MARK: - What could never be valid

  private var reasonProblem: Diagnostic? {
    let isClean = request.reason.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    if isClean, Waiver.isReason(request.reason) { return nil }
    return Diagnostic(
      .waiverInvalid,
      isClean ? "the reason is shorter than 10 characters" : "the reason has a control character",
      help: "say with --reason, in one line, why this is acceptable until then")
  }

  private func lastDay() throws(PipelineError) -> Day {
    let span = request.until.hasSuffix("d") || request.until.hasSuffix("w") ? TimeSpan(request.until) : nil
    guard let day = span.map({ today + $0.days }) ?? Day(request.until) else {
      throw PipelineError([
        Diagnostic(
          .usage, "`\(request.until.displayText(limit: 40))` is neither a day nor a number of days",
          help: "pass --until \(today + 14), or --until 14d")
      ])
    }
    guard day >= today else {
      throw PipelineError([
        Diagnostic(
          .waiverExpired, "a waiver until \(day) has ended before it begins: today is \(today)",
          help: "pass a later day to --until")
      ])
    }
    return day
  }

  /// Why a finding cannot be waived until a day; nil when it can, as far as that is known without the waiver.
  private func problem(of target: Judgement, in file: TargetFile, until: Day) -> Diagnostic? {
    let finding = target.risk.finding
    let name = "\(finding.id.prefix(8)) (\(target.what))"
    if let by = target.suppressedBy, by.kind != .exception {
      let isEnding = by.kind == .waiver && by.until.map { $0 < until && $0 - today <= terms.expiring.days } == true
      guard isEnding else {
        return Diagnostic(
          .waiverExists, "\(name) is suppressed already, by \(by.kind.word)\(by.until.map { " until \($0)" } ?? "")",
          at: by.at,
          help: by.kind == .waiver
            ? "renew it in the last \(terms.expiring.days) days before it ends" : "it needs no waiver")
      }
    }
    if let pending = file.waivers.all.first(where: { $0.names(finding) && $0.until >= until }),
      !input.bundle.waivers.all.contains(where: { $0.id == pending.id })
    {
      return Diagnostic(
        .waiverExists, "\(name) is waived in the working tree already, by \(pending.id)", at: pending.at,
        help: "commit that waiver to the base branch")
    }
    if mayApprove(target).isEmpty {
      return Diagnostic(
        .waiverNotAuthorized, "nobody may waive \(name)",
        because: ["the policy of the base names no approver for \(target.position)"],
        help: "name them in the policy, `waivers: { approvers: … }`, or the owner of the path in CODEOWNERS")
    }
    guard terms.longest.allows(finding.severity) else {
      return Diagnostic(
        .waiverTooLong, "\(name) cannot be waived, as its severity is \(finding.severity.name)",
        because: ["the policy of the base names no term for it under `waivers: { longest: … }`"],
        help: "fix it, or have a term named there")
    }
    if let most = terms.longest.most(for: finding.severity), until - today > most.days {
      return Diagnostic(
        .waiverTooLong, "\(name) may be waived for \(most) at most, as its severity is \(finding.severity.name)",
        help: "pass --until \(today + most.days) or earlier")
    }
    return nil
  }

  private func mayApprove(_ target: Judgement) -> [String] {
    (terms.ownersApprove ? target.risk.owners.approvers : []) + terms.approvers
  }

  // MARK: - The waivers

  private func drafts(
    for targets: [Judgement], besides known: Waivers, until: Day
  ) throws(PipelineError) -> [WaiverDraft] {
    var taken = Set((known.all + input.bundle.waivers.all).map(\.id))
    var drafts: [WaiverDraft] = []
    for target in targets {
      let id = WaiverDraft.freeID(for: target.risk.finding.id, taken: taken)
      taken.insert(id)
      guard let approver = request.approvedBy else {
        throw PipelineError([
          Diagnostic(
            .usage, "a waiver needs somebody who approves it",
            help: "pass --approved-by \(mayApprove(target).joined(separator: " or "))")
        ])
      }
      drafts.append(WaiverDraft(target, id: id, reason: request.reason, by: approver, from: today, until: until))
    }
    return drafts
  }

  /// The decision with the new waivers on the base. Throws the reason why one of them suppresses nothing.
  private func proof(
    of drafts: [WaiverDraft], in content: [UInt8], named path: String
  ) throws(PipelineError) -> Decision {
    let read = try attempt { () throws(PolicyError) in try Waivers.read([Input(name: path, bytes: content)]) }
    let ids = Set(drafts.map(\.id))
    var bundle = input.bundle
    bundle.waivers.all += read.takenAsApproved(apartFrom: bundle.waivers).all.filter { ids.contains($0.id) }
    let after = decide(input.facts, by: bundle, at: request.check.now)
    var problems: [Diagnostic] = []
    for draft in drafts {
      guard let judgement = after.judgements.first(where: { $0.risk.finding.id == draft.finding }),
        judgement.outcome.suppressors.contains(where: { $0.id == draft.id && $0.obstacle == nil })
      else {
        problems += refusals(of: draft, in: after)
        continue
      }
    }
    guard problems.isEmpty else { throw PipelineError(problems) }
    return after
  }

  private func refusals(of draft: WaiverDraft, in after: Decision) -> [Diagnostic] {
    let judgement = after.judgements.first { $0.risk.finding.id == draft.finding }
    let reasons = judgement.map { after.reasons(for: $0).filter { $0.rule == draft.id } } ?? []
    return reasons.map { reason in
      Diagnostic(
        reason.code, "\(draft.finding.prefix(8)) cannot be waived so: \(reason.text)",
        help: "pass other values, or change the terms under `waivers` in the policy of the base")
    }
  }

  private func note(on after: Decision, _ count: Int, _ file: TargetFile) -> Diagnostic {
    let rest = after.judgements.count { $0.effect == .deny }
    let effect = rest == 0 ? "no finding blocks" : "\(plural(rest, "finding")) still \(rest == 1 ? "blocks" : "block")"
    let them = count == 1 ? "it" : "them"
    let proven = terms.proof == .none ? "" : ", and \(count == 1 ? "its approval" : "their approvals") proven"
    return Diagnostic(
      .waiverDrafted, "\(plural(count, "waiver")) for \(file.path); with \(them) on the base\(proven), \(effect)",
      severity: .note, because: terms.proof == .none ? [] : [terms.proof.advice.joined(separator: " ")],
      help: place(of: file) + ", and merge it to the base branch")
  }

  private func place(of file: TargetFile) -> String {
    switch file.source {
    case .workTree: "apply the patch at the root of the repository (git apply)"
    case .base:
      "apply the patch (git apply) on a branch of \(input.comparison.targetBranch ?? "the base"), not on the change"
    }
  }
}

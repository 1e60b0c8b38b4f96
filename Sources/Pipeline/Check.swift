import Git
import Model

/// Decides whether a change may be merged.
///
/// It reads the inputs, merges observations, compares with the base and applies the policy. Every error makes the
/// verdict undecided, never pass.
package func check(_ request: Request) -> Decision {
  do throws(PipelineError) { return try CheckInput(request).decide() } catch {
    return Decision(verdict: .undecided, now: request.now, diagnostics: error.diagnostics)
  }
}

/// What a check decides on: everything that it has read.
struct CheckInput {
  let request: Request
  let repository: Repository
  let comparison: Comparison
  let bundle: PolicyBundle
  /// Why the decision is a preview only; empty when it counts.
  let obstacles: [Diagnostic]
  let facts: DecisionInput

  init(_ request: Request) throws(PipelineError) {
    let repository = try openRepository(request)
    let request = request.knowingCheckouts(of: repository)
    let comparison = try attempt { () throws(Diagnostic) in try Comparison.resolve(request, in: repository) }
    try attempt { () throws(Diagnostic) in try refusePoliciesOfHead(request, comparison, in: repository) }
    let deciding = try DecidingBundle(request, comparison, in: repository)
    var bundle = deciding.bundle
    let isPreview = !deciding.obstacles.isEmpty
    if !isPreview {
      bundle.waivers = try attempt { () throws(Diagnostic) in
        try WaiverHistories(bundle, at: comparison.rules, request, in: repository).add(to: bundle.waivers)
      }
    }
    var facts = try DecisionInput(request, comparison, bundle.policy, in: repository)
    // To look through all files takes longer than many a check, so it is left until it can tell something.
    if facts.lacksReports(for: bundle.policy, at: request.now) {
      facts.unmatchedPaths = try attempt { () throws(Diagnostic) in
        try UnmatchedPaths(of: bundle.policy, .none, comparison, in: repository)
      }
    }
    if request.policySource == .base, !isPreview {
      bundle.waivers = try attempt { () throws(Diagnostic) in
        try WaivedFindings(facts, comparison, in: repository).resolve(
          bundle.waivers, readsHistory: request.wantsWaiverHistory)
      }
      bundle.baseline = try attempt { () throws(Diagnostic) in
        try bundle.baseline.map(WaivedFindings(facts, comparison, in: repository).resolve)
      }
    }
    (self.request, self.repository, self.comparison) = (request, repository, comparison)
    (self.bundle, self.obstacles, self.facts) = (bundle, deciding.obstacles, facts)
  }

  func decide() throws(PipelineError) -> Decision {
    var decision = Pipeline.decide(facts, by: bundle, at: request.now)
    // A try without a policy has none that the change could weaken.
    if obstacles.isEmpty, request.failOn == nil {
      let impact = try PolicyImpact(on: decision, of: facts, bundle, request, comparison, in: repository)
      decision.diagnostics += impact.diagnostics(comparison)
      decision.addRepairs()
    } else if !obstacles.isEmpty {
      decision.becomePreview(obstacles)
    }
    decision.settle()
    if request.wantsLineHashes {
      let (comparison, repository) = (comparison, repository)
      try attempt { () throws(Diagnostic) in try decision.addLineHashes(from: comparison.headTree(in: repository)) }
    }
    return decision
  }
}

/// Throws `policy-missing` for a policy file outside of the repository that the change could have written, because it
/// lies in another clone that has the head checked out.
private func refusePoliciesOfHead(
  _ request: Request, _ comparison: Comparison, in repository: Repository
) throws(Diagnostic) {
  var outside: [String] = []
  for path in request.policies where path.begins(with: "/") {
    if try repository.pathInside(path) == nil { outside.append(path) }
  }
  guard !outside.isEmpty, request.policySource == .base else { return }
  let tracked = try TrackedFiles(
    head: comparison.headTree(in: repository), commits: comparison.scanned, in: repository)
  for path in outside {
    guard let inside = try tracked.trackedPath(of: path) else { continue }
    throw Diagnostic(
      .policyMissing, "\(path) is a file of the change, which cannot bring its own policy",
      at: SourcePosition(file: path), because: ["git tracks it as \(inside)"],
      help: "name \(inside), which is then read from the base, or a file that the change does not write")
  }
}

package func openRepository(_ request: Request) throws(PipelineError) -> Repository {
  try attempt { () throws(Diagnostic) in
    try Repository(
      at: request.repository, environment: request.environment, useEnvironment: request.isStaged,
      trusted: request.trustedRepositories)
  }
}

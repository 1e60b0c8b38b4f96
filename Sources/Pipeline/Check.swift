import Git
import Model

/// Decides whether a change may be merged.
///
/// It reads the inputs, merges observations, compares with the base and applies the policy. Every error makes the
/// verdict undecided, never pass.
package func check(_ request: Request) -> Decision {
  do throws(PipelineError) {
    let repository = try openRepository(request)
    let comparison = try attempt { () throws(Diagnostic) in try Comparison.resolve(request, in: repository) }
    let bundle = try PolicyBundle.load(for: request, at: comparison.rules, in: repository)
    let facts = try DecisionInput(request, comparison, bundle.policy.severities, in: repository)
    var decision = decide(facts, by: bundle, at: request.now)
    decision.diagnostics += try policyImpact(on: decision, of: facts, bundle, request, comparison, in: repository)
    decision.settle()
    return decision
  } catch {
    return Decision(verdict: .undecided, now: request.now, diagnostics: error.diagnostics)
  }
}

package func openRepository(_ request: Request) throws(PipelineError) -> Repository {
  try attempt { () throws(Diagnostic) in
    try Repository(
      at: request.repository, environment: request.environment, useEnvironment: request.isStaged,
      trusted: request.trustedRepositories)
  }
}

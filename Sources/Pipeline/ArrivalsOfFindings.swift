import Git
import Interning
import Model
import Policies
import Risks

/// When findings that the change does not bring came to the base branch. Before a commit, when every millisecond counts,
/// the history is read only if a rule asks for the age of findings.
func findArrivals(
  of findings: [ArenaRef<Finding>], _ newness: [Interned<NewnessResult>], _ files: CommitFiles,
  _ facts: HistoryFacts, _ comparison: Comparison, _ policy: Policy, _ request: Request, in repository: Repository
) throws(Diagnostic) -> (arrivals: [InternedOptional<Arrival>], end: HistoryEnd?) {
  guard let tip = comparison.base ?? comparison.head, !request.isStaged || policy.readsAge else { return ([], nil) }
  let budget = HistoryBudget(commits: request.historyLimit)
  var search = try FindingArrivals(files, at: tip.commit, changes: facts.changes, in: repository)
  var (arrivals, end) = try search.find(for: findings, newness, now: request.now, budget)
  guard let base = facts.base, let common = comparison.origin?.commit else { return (arrivals, end) }
  if arrivals.isEmpty { arrivals = findings.map { _ in .none } }
  let open = findings.indices.filter { arrivals[$0].isNil && newness[$0].wrappedValue.newness != .introduced }
  let partners = open.compactMap { index in
    base.matches.partners[index].flatMap { $0.base < base.matches.laterCount ? nil : (index, base.findings[$0.base]) }
  }
  guard !partners.isEmpty else { return (arrivals, end) }
  // Code that the change moves is as old as what it matches, whose place the base branch has.
  let before = CommitFiles(of: try repository.tree(at: common))
  var former = try FindingArrivals(before, at: tip.commit, changes: nil, in: repository)
  let found = try former.find(
    for: partners.map { ArenaRef($0.1) }, partners.map { newness[$0.0] }, now: request.now, budget)
  for ((index, _), arrival) in zip(partners, found.arrivals) { arrivals[index] = arrival }
  return (arrivals, end ?? found.end)
}

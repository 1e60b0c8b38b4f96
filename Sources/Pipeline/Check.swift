import Git
import Interning
import Model
import Synchronization

/// The gate: may this change pass?
///
/// Read, correlate, compare with the base, decide. Whatever goes wrong on the way ends in *undecided*, never in *pass*.
package func check(_ request: Request) -> Decision {
  do throws(PipelineError) {
    let opened = OpenRepository(try openRepository(request))
    let comparison = try Comparison.find(request, in: opened.repository)
    let bundle = try PolicyBundle.read(at: comparison.rules, request, in: opened.repository)
    let facts = try DecisionInput(request, comparison, bundle.policy.severities, in: opened)
    var decision = decide(facts, by: bundle, at: request.now)
    decision.diagnostics += try policyImpact(on: decision, of: facts, bundle, request, comparison, in: opened)
    decision.settle()
    return decision
  } catch {
    return Decision(verdict: .undecided, now: request.now, diagnostics: error.diagnostics)
  }
}

/// A shareable, locked view of one repository that answers "does this commit have this file?". Everything else is asked while
/// no other thread runs.
final class OpenRepository: @unchecked Sendable {
  let repository: Repository
  /// libgit2 lets one thread at a time into a repository.
  private let known = Mutex(Known())

  /// The answers for one commit: reports are read for one commit at a time.
  private struct Known {
    var commit: CommitID?
    var isFile: [InternedString: Bool] = [:]
  }

  init(_ repository: consuming Repository) { self.repository = repository }

  /// Whether the commit has a file of that path. Where that cannot be told, nothing is said against the report.
  func hasFile(_ path: InternedString, at commit: CommitID) -> Bool {
    do throws(GitError) { return try isFile(path, at: commit) } catch { return true }
  }

  func isFile(_ path: InternedString, at commit: CommitID) throws(GitError) -> Bool {
    try known.withLock { (known) throws(GitError) in
      if known.commit != commit { known = Known(commit: commit) }
      if let answer = known.isFile[path] { return answer }
      let answer = try repository.entry(path.wrappedValue, at: commit).map { $0.mode != .tree } ?? false
      known.isFile[path] = answer
      return answer
    }
  }

  /// Whether it was asked before, and the commit has no file of that path.
  func isKnownMissing(_ path: InternedString, at commit: CommitID) -> Bool {
    known.withLock { $0.commit == commit && $0.isFile[path] == false }
  }
}

package func openRepository(_ request: Request) throws(PipelineError) -> Repository {
  do throws(GitError) {
    return try Repository(
      at: request.repository, environment: request.environment, useEnvironment: request.isStaged,
      trusted: request.trustedRepositories)
  } catch { throw PipelineError([Diagnostic(error)]) }
}

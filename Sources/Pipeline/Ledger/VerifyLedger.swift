import Git
import Ledger
import Model

/// What `gatehouse ledger verify` found.
package struct LedgerVerification: Sendable {
  package var tip: String?
  package var commits = 0
  package var records = 0
  package var diagnostics: [Diagnostic] = []
}

/// Walks the whole chain of a ledger: each commit has its parents' records unchanged and adds only whole records whose names
/// are those of their bytes, and the tip contains what is known of the past.
///
/// - Parameter expected: Ids of commits that the ledger had before.
package func verifyLedger(_ request: LedgerRequest, expecting expected: [String]) -> LedgerVerification {
  var result = LedgerVerification()
  do throws(Diagnostic) {
    let repository = try request.open()
    guard let tip = try repository.ledger.tip() else { throw missingLedger }
    result.tip = tip.description
    let known = try expected.map { id throws(Diagnostic) in try commit(id) } + repository.ledger.logged()
    let (history, faults, count) = try repository.ledger.verified(from: tip)
    result.records = count
    result.commits = history.count
    result.diagnostics = faults
    var lost = Set(known.filter { !history.contains($0) })
    if let remote = try repository.ledger(of: repository.defaultRemote).tip(), !history.contains(remote) {
      lost.insert(remote)
    }
    result.diagnostics += lost.sorted().map { rewritten("the ledger", $0) }
  } catch {
    result.diagnostics.append(error)
  }
  return result
}

private func commit(_ id: String) throws(Diagnostic) -> CommitID {
  guard let commit = CommitID(id) else {
    throw Diagnostic(.usage, "'\(id)' is not the full id of a commit", help: "give the 40 digits that verify printed")
  }
  return commit
}

func rewritten(_ what: String, _ lost: CommitID) -> Diagnostic {
  Diagnostic(
    .ledgerRewritten, "\(what) does not contain \(lost), which it had before",
    because: ["somebody replaced it, for example by a forced push"],
    help: "restore it to a commit that contains \(lost.short), and find out who may push to refs/gatehouse/ledger")
}

extension GrowingRef {
  /// The commits of the chain, what is wrong with it, and the number of records that were added.
  ///
  /// - Parameter known: Commits that are verified already, with all before them.
  func verified(
    from tip: CommitID, until known: Set<CommitID> = []
  ) throws(Diagnostic) -> (history: Set<CommitID>, faults: [Diagnostic], records: Int) {
    var (faults, records) = ([Diagnostic](), Set<RecordID>())
    let history = try walk(from: tip, until: known) { step throws(Diagnostic) in
      faults += step.faults.map { altered(step.commit, $0) }
      for entry in step.added {
        guard let id = RecordID(path: entry.path) else {
          faults.append(altered(step.commit, "it adds \(entry.path), which is not the path of a record"))
          continue
        }
        guard records.insert(id).inserted else { continue }
        do throws(Diagnostic) { _ = try record(entry) } catch {
          faults.append(altered(step.commit, error.text, error.because))
        }
      }
    }
    return (history, faults, records.count)
  }

  private func altered(_ commit: CommitID, _ what: String, _ because: [String] = []) -> Diagnostic {
    Diagnostic(
      .ledgerAltered, "commit \(commit) of the ledger is not an append: \(what)", because: because,
      help: "find out who may push to refs/gatehouse/ledger; the last good commit is a parent of this one")
  }
}

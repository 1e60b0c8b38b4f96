import Git
import Ledger
import Model
import System

/// The request of a `gatehouse ledger` command.
package struct LedgerRequest: Sendable {
  package var repository = "."
  package var trusted: [String] = []
  package var environment: [String: String] = [:]
  /// The time that commits of the ledger get.
  package var now: Timestamp

  package init(now: Timestamp) { self.now = now }

  func open() throws(Diagnostic) -> Repository {
    try Repository(at: repository, environment: environment, useEnvironment: false, trusted: trusted)
  }
}

extension Repository {
  /// The ledger of this repository. Nothing of a change writes it: commits do not hold refs.
  var ledger: GrowingRef { GrowingRef("refs/gatehouse/ledger", in: self) }

  /// What `gatehouse ledger fetch` last brought from a remote.
  func ledger(of remote: String) -> GrowingRef { GrowingRef("refs/gatehouse/remotes/\(remote)/ledger", in: self) }

  /// The ledger that decisions believe: that of the remote, or else the repository's own.
  ///
  /// - Parameter past: The ledger of a past run, which is believed instead.
  func trustedLedger(_ past: Request.PastLedger? = nil) throws(Diagnostic) -> (ref: GrowingRef, tip: CommitID)? {
    if let past { return past.commit.flatMap { CommitID($0) }.map { (ledger, $0) } }
    for ref in [ledger(of: defaultRemote), ledger] {
      if let tip = try ref.tip() { return (ref, tip) }
    }
    return nil
  }
}

extension GrowingRef {
  /// Reads a record and checks that its name is that of its bytes.
  func record(_ entry: Entry) throws(Diagnostic) -> Record {
    let bytes = try read(entry, limit: Record.sizeLimit)
    let record = try Record(Input(name: entry.path, bytes: bytes))
    guard RecordID(of: bytes, at: record.time) == RecordID(path: entry.path) else {
      throw Diagnostic(
        .ledgerAltered, "the name of \(entry.path) is not that of its content",
        help: "`gatehouse ledger verify` names the commit")
    }
    return record
  }

  /// The record whose id begins with a text.
  func entry(beginning prefix: String) throws(Diagnostic) -> Entry {
    guard let tip = try tip() else { throw missingLedger }
    let found = try files(at: tip).filter { RecordID(path: $0.path)?.description.hasPrefix(prefix) == true }
    guard !prefix.isEmpty, found.count == 1 else {
      throw Diagnostic(
        .recordUnknown, "\(found.count == 0 ? "no record's" : "more than one record's") id begins with '\(prefix)'",
        help: "`gatehouse ledger show` lists the ids")
    }
    return found[0]
  }
}

let missingLedger = Diagnostic(
  .ledgerMissing, "this repository has no ledger",
  help: "bring the remote's with `gatehouse ledger fetch`, or begin one with `gatehouse ledger record`")

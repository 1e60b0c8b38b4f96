import Git
import Model
import Policies

/// Finds out who wrote and who approved the waivers of the base, where the policy wants commits to prove it.
///
/// The first-parent line of the base branch is walked once for all waivers. What a waiver says is compared, and not where
/// it stands in which file, so that to move or to format it changes nothing.
struct WaiverHistories {
  private let repository: Repository
  private let tip: CommitID
  private let bundle: PolicyBundle
  private let source: PolicySource
  private let request: Request
  /// Whose keys sign commits, by the files of the base; nil where the names in commits are believed.
  private let keys: KeyBook?

  init(_ bundle: PolicyBundle, at tip: CommitID, _ request: Request, in repository: Repository) throws(Diagnostic) {
    (self.bundle, self.tip, self.repository, self.request) = (bundle, tip, repository, request)
    keys =
      bundle.policy.waiverTerms.proof == .signedCommits
      ? KeyBook(bundle.people, bundle.signers, environment: request.environment) : nil
    let dialect = try dialectHint(named: request.dialect, in: request.environment, repository)
    source = PolicySource(repository: repository, named: request.policies, dialect: dialect)
  }

  /// The waivers with their histories; unchanged where the policy asks for no proof.
  func add(to waivers: Waivers) throws(Diagnostic) -> Waivers {
    guard bundle.policy.waiverTerms.proof != .none, !waivers.all.isEmpty else { return waivers }
    let entries = try WaiverFiles(repository: repository).entries(at: tip) ?? []
    var chains: [WaiverChain?] = waivers.all.map { waiver in
      waiver.entry.flatMap { one in entries.first { $0.content == one.content } }.map(WaiverChain.init)
    }
    let gap = try walk(&chains)
    var waivers = waivers
    for index in waivers.all.indices {
      waivers.all[index].history =
        try chains[index].map { (chain) throws(Diagnostic) in try history(of: chain, gap) }
        ?? WaiverHistory([], gap: .uncommitted)
    }
    return waivers
  }

  /// Follows all waivers back to where they began. Returns why that is not known of those that are still open.
  private func walk(_ chains: inout [WaiverChain?]) throws(Diagnostic) -> WaiverHistory.Gap {
    let files = WaiverFiles(repository: repository)
    var walk = FileChangeWalk(of: WaiverFiles.paths, from: tip, in: repository, commits: mostCommits)
    var commits: [FileChangeWalk.Step] = []
    do throws(Diagnostic) {
      while let step = try walk.older() {
        commits.append(step)
        guard let older = try step.parent.map({ (parent) throws(Diagnostic) in try files.entries(at: parent) }) ?? []
        else { continue }
        for index in chains.indices { chains[index]?.compare(with: older, broughtBy: commits) }
        commits = []
      }
    } catch {
      guard isAbsent(error) else { throw error }
      return .cut(help: error.help)
    }
    return walk.end == .limit ? .tooOld(commits: mostCommits) : .cut(help: fetchHelp)
  }

  private var fetchHelp: String? {
    "run `git fetch --unshallow \(repository.defaultRemote)`, or check out with full history (fetch-depth: 0)"
  }

  private func history(of chain: WaiverChain, _ gap: WaiverHistory.Gap) throws(Diagnostic) -> WaiverHistory {
    guard chain.open == nil else { return WaiverHistory([], gap: gap) }
    do throws(Diagnostic) {
      return WaiverHistory(try chain.links.reversed().map { (link) throws(Diagnostic) in try change(link) })
    } catch {
      guard isAbsent(error) else { throw error }
      return WaiverHistory([], gap: .cut(help: fetchHelp))
    }
  }

  private func change(_ link: WaiverChain.Link) throws(Diagnostic) -> WaiverHistory.Change {
    let newest = link.commits[0]
    let before = link.commits[link.commits.count - 1].parent
    let former =
      try before.map { (before) throws(Diagnostic) in
        try FormerFiles(before: before, after: newest.commit, bundle, source)
      } ?? FormerFiles()
    let book = IdentityBook(
      people: bundle.people, mailmap: try FormerFiles.mailmap(in: repository.tree(at: tip)), former: former)
    var people = try link.commits.map { (step) throws(Diagnostic) in
      try ChangePeople(step, in: repository, book, signers(before: former))
    }
    var authors: [Identity] = []
    for index in people.indices { authors += try people[index].authors(of: link.entry) }
    var change = WaiverHistory.Change(
      commit: newest.commit.description, authors: authors, committers: people.flatMap(\.committers),
      approvals: try people[0].approvals(trailers: bundle.policy.waiverTerms.approvalTrailers), authority: former)
    change.unsigned = people.lazy.compactMap(\.unsigned).first
    return change
  }

  private func signers(before former: FormerFiles) -> CommitSigners? {
    keys.map { keys in
      let isSame = former.signers == nil && !former.changesPeople
      let before =
        isSame
        ? nil
        : KeyBook(
          former.changesPeople ? former.people ?? .none : bundle.people, former.signers ?? bundle.signers,
          environment: request.environment)
      return CommitSigners(repository: repository, base: keys, former: before, now: request.now)
    }
  }
}

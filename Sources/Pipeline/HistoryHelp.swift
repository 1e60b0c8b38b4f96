import Git

extension HistoryEnd {
  /// What to do so that the first day of findings can be found in the history.
  func help(in repository: Repository) -> String {
    switch self {
    case .incomplete where repository.isShallow:
      "fetch the whole history of the base branch: check out with fetch-depth: 0 (GIT_DEPTH: 0 in GitLab), or run "
        + "`git fetch --unshallow \(repository.defaultRemote)`"
    case .incomplete:
      "this clone lacks objects of the history: run `git fetch --refetch --no-filter \(repository.defaultRemote)`, or "
        + "clone without --filter"
    case .budget(let commits):
      "\(commits) commits of the base branch were looked at; pass a greater number with --history-limit"
    }
  }
}

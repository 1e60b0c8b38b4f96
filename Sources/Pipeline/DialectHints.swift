import Git
import Model
import Ownership

/// What says in which dialect CODEOWNERS is read: the user, or else the CI system whose job runs, or else the host that the
/// repository was cloned from. None of them is of the change that is judged.
func dialectHint(
  named name: String?, in environment: [String: String], _ repository: Repository
) throws(Diagnostic) -> DialectHint {
  if let name { return .named(try dialect(named: name)) }
  let variables = CIVariables(environment)
  if let system = CISystem.all.first(where: { $0.isRunning(variables) }), let forge = system.forge {
    return .ciSystem(forge, name: system.name)
  }
  let remote = TargetProject.usualRemote(of: repository)
  guard let url = repository.remotes.first(where: { $0.name == remote })?.url, let host = RemoteURL(url).host,
    let forge = Dialect.ofHost(host)
  else { return .none }
  return .remote(forge, host: host)
}

func dialect(named name: String) throws(Diagnostic) -> Dialect {
  if let dialect = Dialect(named: name) { return dialect }
  let names = Dialect.allCases.map(\.rawValue)
  throw Diagnostic(
    .policyUnknownName, "there is no CODEOWNERS dialect '\(name)'",
    help: "one of: \(names.joined(separator: ", ")); forgejo is gitea")
}

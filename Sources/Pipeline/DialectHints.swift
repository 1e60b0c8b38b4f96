import Model
import Ownership

/// What says in which dialect CODEOWNERS is read: the user, or else the CI system whose job runs, or else the places of the
/// files.
func dialectHint(named name: String?, in environment: [String: String]) throws(Diagnostic) -> DialectHint {
  if let name { return .named(try dialect(named: name)) }
  let variables = CIVariables(environment)
  guard let system = CISystem.all.first(where: { $0.isRunning(variables) }), let forge = system.forge else {
    return .none
  }
  return .ciSystem(forge, name: system.name)
}

private func dialect(named name: String) throws(Diagnostic) -> Dialect {
  if let dialect = Dialect(named: name) { return dialect }
  let names = Dialect.allCases.map(\.rawValue)
  throw Diagnostic(
    .policyUnknownName, "there is no CODEOWNERS dialect '\(name)'",
    help: "one of: \(names.joined(separator: ", ")); forgejo is gitea")
}

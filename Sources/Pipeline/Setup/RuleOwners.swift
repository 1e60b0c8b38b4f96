import Interning
import Model
import Ownership
import Policies

extension Policy {
  /// Warnings about owners that conditions ask for and no line of CODEOWNERS names, so that nothing is theirs.
  func ownersNotNamed(in file: Codeowners) -> [Diagnostic] {
    let named = Set(file.rules.flatMap(\.owners).map(lowercasedASCII))
    let conditions = (rules.map(\.condition) + exceptions.map(\.condition)).flatMap(\.predicates)
    let asked = conditions.filter { $0.condition == "owner" }.flatMap { predicate in
      predicate.tests.flatMap(\.values).map { (name: $0.description, at: predicate.at) }
    }
    return asked.filter { $0.name != "none" && !named.contains(lowercasedASCII($0.name)) }.map { owner in
      let near = nearest(to: owner.name, among: named.sorted())
      return Diagnostic(
        .policyNameUnused, "no line of \(file.name) names `\(owner.name)`, so nothing is theirs", severity: .warning,
        at: owner.at, help: near.map { "did you mean `\($0)`?" } ?? "name them there, or delete them here")
    }
  }
}

import Documents
import Model

/// What findings mean here: whose they are, whether the change brought them, how old they are, what VEX says of them.
///
/// One risk for each finding, in the same order. After them come the findings of the base that the head no longer has, with
/// newness `resolved`: they are for telling what got better, and never block.
package func enrich(_ findings: [Finding], in context: Context) -> [Risk] {
  let history = History(findings, in: context)
  var statements = StatementIndex(context)
  var owners = OwnersByPath(context.owners, of: findings)
  var risks: [Risk] = []
  risks.reserveCapacity(findings.count + history.resolved.count)
  for index in findings.indices {
    let newness = history.newness[index]
    risks.append(
      Risk(
        finding: findings[index], owners: owners[findings[index].location.$path], newness: Interned(newness),
        firstSeen: firstSeen(findings[index], history.firstSeen[index], newness.newness, context),
        vex: statements.assess(findings[index])))
  }
  for finding in history.resolved {
    let grounds = Newness.Grounds(.resolved, because: "the base has it and the head has not")
    risks.append(
      Risk(
        finding: finding, owners: owners[finding.location.$path], newness: Interned(grounds),
        firstSeen: firstSeen(finding, nil, .resolved, context), vex: Interned(Risk.Assessment())))
  }
  return risks
}

/// Law 9, as far as reports and the base tell. A report from the future proves nothing.
private func firstSeen(_ finding: Finding, _ before: Timestamp?, _ newness: Newness, _ context: Context) -> FirstSeen {
  let stated = [finding.firstSeen, before].compactMap { $0 }.filter { $0 <= context.now }.min()
  if let stated { return FirstSeen(stated, .report) }
  if let base = context.baseTime, base <= context.now, newness == .inherited || newness == .resolved {
    return FirstSeen(base, .atLeastSince)
  }
  return FirstSeen(context.now, .now)
}

/// Findings share few paths, and a look-up in CODEOWNERS costs more than one in a table.
private struct OwnersByPath {
  private let find: @Sendable (String?) -> Owners
  private var known: [InternedOptional<String>: Interned<Owners>] = [:]

  init(_ find: @escaping @Sendable (String?) -> Owners, of findings: [Finding]) {
    self.find = find
    let paths = Array(Set(findings.lazy.map { $0.location.$path }))
    let owners = inParallel(over: paths.indices) { $0.map { Interned(find(paths[$0].wrappedValue)) } }
    known = Dictionary(uniqueKeysWithValues: zip(paths, owners))
  }

  subscript(path: InternedOptional<String>) -> Interned<Owners> {
    mutating get {
      if let owners = known[path] { return owners }
      let owners = Interned(find(path.wrappedValue))
      known[path] = owners
      return owners
    }
  }
}

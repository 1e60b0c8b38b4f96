import Documents
import Model

/// What findings mean here: whose they are, whether the change brought them, how old they are, what VEX says of them.
///
/// One risk for each finding, in the same order. After them come the findings of the base that the head no longer has, with
/// newness `resolved`: they are for telling what got better, and never block.
package func enrich(_ findings: [Finding], in context: Context) -> [Risk] {
  let history = History(findings, in: context)
  let owners = OwnersByPath(context.owners, of: [findings, history.resolved])
  let risks = inParallel(over: findings.indices) { range in
    // Each thread has an index of its own: two that count references to one get in each other's way.
    var statements = StatementIndex(context)
    return range.map { number in
      let (finding, newness) = (findings[number], history.newness[number])
      return Risk(
        finding: finding, owners: owners[finding.location.$path], newness: newness,
        firstSeen: firstSeen(finding, history.firstSeen[number], newness.wrappedValue.newness, context),
        vex: statements.assess(finding))
    }
  }
  let resolved = Interned(Newness.Grounds(.resolved, because: "the base has it and the head has not"))
  return risks
    + history.resolved.map { finding in
      Risk(
        finding: finding, owners: owners[finding.location.$path], newness: resolved,
        firstSeen: firstSeen(finding, nil, .resolved, context), vex: Interned(Risk.Assessment()))
    }
}

/// Law 9, as far as reports and the base tell. A report from the future proves nothing.
private func firstSeen(_ finding: Finding, _ before: Timestamp?, _ newness: Newness, _ context: Context) -> FirstSeen {
  func past(_ time: Timestamp?) -> Timestamp? { time.flatMap { $0 <= context.now ? $0 : nil } }
  switch (past(finding.firstSeen), past(before)) {
  case (let one?, let other?): return FirstSeen(min(one, other), .report)
  case (let only?, nil), (nil, let only?): return FirstSeen(only, .report)
  case (nil, nil): break
  }
  if let base = context.baseTime, base <= context.now, newness == .inherited || newness == .resolved {
    return FirstSeen(base, .atLeastSince)
  }
  return FirstSeen(context.now, .now)
}

/// Findings share few paths, and a look-up in CODEOWNERS costs more than one in a table.
private struct OwnersByPath {
  private let known: [InternedOptional<String>: Interned<Owners>]

  init(_ find: @escaping @Sendable (String?) -> Owners, of findings: [[Finding]]) {
    var distinct: Set<InternedOptional<String>> = []
    for list in findings {
      for index in list.indices { distinct.insert(list[index].location.$path) }
    }
    let paths = Array(distinct)
    let owners = inParallel(over: paths.indices) { $0.map { Interned(find(paths[$0].wrappedValue)) } }
    known = Dictionary(uniqueKeysWithValues: zip(paths, owners))
  }

  subscript(path: InternedOptional<String>) -> Interned<Owners> { known[path] ?? Interned(.unmatched) }
}

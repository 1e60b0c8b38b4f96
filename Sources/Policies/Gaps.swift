import Model

extension Policy {
  /// The required evidence that is missing. Each combination of a tool and a path pattern of a requirement is checked
  /// on its own, so that the report of one scanner or folder cannot stand in for that of another. All combinations are
  /// required, regardless of the files that the change touches.
  ///
  /// - Parameters:
  ///   - changed: The paths of the head that the change touches. A tool that lists what it scanned must list those that the
  ///     requirement asks for.
  ///   - place: Where the change is judged.
  package func gaps(
    in evidence: [ReportEvidence], changed: [String]?, at place: CheckPlace = .ci, now: Timestamp
  ) -> [Gap] {
    requirements.filter { $0.places.contains(place) }.flatMap { requirement in
      requirement.cells.compactMap { $0.gap(in: evidence, changed: changed, now: now) }
    }
  }
}

extension Policy {
  /// Whether requirements with `commit: any` accept a report of any commit. They must be about its
  /// tool, about a path that it covers, and about every kind of scan in it, because an allowance reaches nothing else.
  package func acceptsAnyCommit(of evidence: ReportEvidence, at place: CheckPlace = .ci) -> Bool {
    let cells = requirements.filter { $0.acceptsAnyCommit && $0.places.contains(place) }.flatMap(\.cells)
    return !evidence.kinds.isEmpty
      && evidence.kinds.allSatisfy { kind in
        cells.contains { $0.requirement.kind == kind && $0.accepts(evidence) }
      }
  }
}

extension Policy {
  /// Whether a requirement asks for reports of this kind and tool, whatever paths they cover.
  package func requires(_ evidence: ReportEvidence, at place: CheckPlace) -> Bool {
    requirements.contains { requirement in
      requirement.places.contains(place) && requirement.cells.contains { $0.isMine(evidence) }
    }
  }
}

extension Policy {
  /// Whether a requirement at any place names the tool of a report, whatever it has found: a clean report may show no kind.
  package func names(toolOf evidence: ReportEvidence) -> Bool {
    requirements.flatMap(\.tools).contains { isReport(inFormat: evidence.format, by: evidence.tool, of: $0) }
  }
}

extension Policy {
  /// Whether a file of a report need not have been scanned: the requirements that ask for the report except it.
  package func excepts(_ path: String, of evidence: ReportEvidence, at place: CheckPlace) -> Bool {
    let mine = requirements.filter { requirement in
      requirement.places.contains(place) && requirement.cells.contains { $0.isMine(evidence) }
    }
    return !mine.isEmpty && mine.allSatisfy { $0.excepts(path) }
  }
}

extension Policy.Requirement {
  /// Whether a file need not have been scanned.
  func excepts(_ path: String) -> Bool { exceptions.contains { $0.matches(path) } }

  fileprivate var cells: [Cell] {
    let areas = globs.isEmpty ? [nil] : zip(paths, globs).map { Cell.Area(pattern: $0, glob: $1) }
    let names = tools.isEmpty ? [nil] : tools.map(Optional.some)
    return names.flatMap { tool in areas.map { Cell(requirement: self, tool: tool, area: $0) } }
  }
}

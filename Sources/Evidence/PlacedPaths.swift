import Model

extension Report {
  /// Puts every location into the repository, or takes its path away and keeps the scanner's words in view.
  mutating func placePaths(_ paths: Paths) {
    var placed: [String: String?] = [:]
    var outside = 0
    for index in observations.indices {
      observations[index].location.dropZeroLines()
      guard let raw = observations[index].location.path else { continue }
      let path = placed[raw] ?? paths.place(raw)
      placed[raw] = .some(path)
      if path != raw { observations[index].location.path = path }
      guard path == nil, !raw.isEmpty else { continue }
      observations[index].location.keep(raw)
      outside += 1
    }
    if outside > 0 { warnings.append(outsideWarning(outside, for: placed)) }
  }

  private func outsideWarning(_ count: Int, for placed: [String: String?]) -> Diagnostic {
    let example = placed.filter { $0.value == nil && !$0.key.isEmpty }.keys.min() ?? ""
    return Diagnostic(
      .pathOutside, "\(count) of \(observations.count) results name a path that is not in the repository",
      severity: .warning, at: Place(file: input.name), because: ["for example \(example)", "they have no owner"],
      help: "if the scanner ran in another folder, name it with --root")
  }
}

extension Location {
  /// Lines and columns count from 1; scanners write 0 (or -1) where they know none.
  fileprivate mutating func dropZeroLines() {
    if let line = startLine, line < 1 { (startLine, endLine, startColumn) = (nil, nil, nil) }
    if let line = endLine, line < startLine ?? 1 { endLine = startLine }
    if let column = startColumn, column < 1 { startColumn = nil }
  }

  /// Keeps what the scanner wrote where it is no path of the repository.
  fileprivate mutating func keep(_ raw: String) {
    if raw.hasPrefix("http://") || raw.hasPrefix("https://") {
      url = url ?? raw
    } else {
      resource = resource.map { "\($0) in \(raw)" } ?? raw
    }
  }
}

import Model

/// Puts locations into the repository, or takes their path away and keeps the scanner's words in view.
struct PathPlacer {
  private let paths: Paths
  private var placed: [String: String?] = [:]
  private var outside = 0

  init(_ paths: Paths) { self.paths = paths }

  mutating func place(_ location: inout Location) {
    location.dropZeroLines()
    guard let raw = location.path else { return }
    let path = self.path(for: raw)
    guard path != raw else { return }
    location.path = path
    guard path == nil, !raw.isEmpty else { return }
    location.keep(raw)
    outside += 1
  }

  /// Most results stand in files that were named before.
  private mutating func path(for raw: String) -> String? {
    if paths.isPlain(raw) { return raw }
    if let known = placed[raw] { return known }
    let path = paths.place(raw)
    placed[raw] = .some(path)
    return path
  }

  /// What to say of paths that lie outside; nil when there are none.
  func warning(for report: Report) -> Diagnostic? {
    guard outside > 0 else { return nil }
    let example = placed.filter { $0.value == nil && !$0.key.isEmpty }.keys.min() ?? ""
    return Diagnostic(
      .pathOutside, "\(outside) of \(report.observations.count) results name a path that is not in the repository",
      severity: .warning, at: Place(file: report.input.name), because: ["for example \(example)", "they have no owner"],
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

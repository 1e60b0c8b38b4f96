import Interning
import Model

/// Puts locations into the repository, or takes their path away and keeps the scanner's words in view.
struct PathPlacer {
  private let paths: Paths
  /// Whether the repository has a file of that path; nil when nobody can say.
  private let hasFile: ((InternedString) -> Bool)?
  /// By the path as written: most results stand in files that were named before, and the repository is asked once for each.
  private var known: [InternedString: Placed] = [:]
  private var (outside, missing) = (0, 0)
  private var firstMissing: InternedString?

  init(_ paths: Paths, hasFile: ((InternedString) -> Bool)? = nil) { (self.paths, self.hasFile) = (paths, hasFile) }

  private struct Placed {
    let path: InternedString?
    let isMissing: Bool
  }

  mutating func place(_ location: inout Location) {
    location.dropZeroLines()
    guard let raw = location.$path.interned else { return }
    let placed = self.placed(raw)
    if placed.isMissing, location.$image.isNil, let path = placed.path {
      missing += 1
      firstMissing = min(firstMissing ?? path, path)
    }
    guard placed.path != raw else { return }
    location.$path = InternedOptional(placed.path)
    guard placed.path == nil, raw != .empty else { return }
    location.keep(raw.wrappedValue)
    outside += 1
  }

  /// The path in the repository; nil where it lies outside of it.
  func path(of raw: String) -> String? { paths.isPlain(raw) ? raw : paths.place(raw) }

  private mutating func placed(_ raw: InternedString) -> Placed {
    if let placed = known[raw] { return placed }
    var path = paths.isPlain(raw.utf8) ? raw : paths.place(raw.wrappedValue).map { InternedString($0) }
    var isMissing = false
    if let hasFile, let written = path {
      isMissing = !hasFile(written)
      if isMissing, let rest = written.withoutDoubling, hasFile(rest) { (path, isMissing) = (rest, false) }
    }
    let placed = Placed(path: path, isMissing: isMissing)
    known[raw] = placed
    return placed
  }

  /// What to say of paths that name no file of the repository.
  func warnings(for report: ReportBuilder) -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    let count = report.observations.count
    if outside > 0 {
      let example = known.filter { $0.value.path == nil && $0.key != .empty }.keys.min()?.wrappedValue ?? ""
      warnings.append(
        Diagnostic(
          .pathOutside, "\(outside) of \(count) results name a path that is not in the repository",
          severity: .warning, at: SourcePosition(file: report.input.name),
          because: ["for example \(example)", "they have no owner"],
          help: "if the scanner ran in another folder, name it with --root"))
    }
    if let firstMissing {
      warnings.append(
        Diagnostic(
          .pathOutside, "\(missing) of \(count) results name a file that the commit does not have",
          severity: .warning, at: SourcePosition(file: report.input.name), because: ["for example \(firstMissing)"],
          help: "if the scanner ran in a folder of the repository, let it write paths from the root"))
    }
    return warnings
  }
}

extension InternedString {
  /// The path without its first folder, where that is named twice: Checkov joins the folder that it was given to paths that
  /// have it already, `shop/shop/k8s/deploy.yaml`.
  fileprivate var withoutDoubling: InternedString? {
    let path = utf8
    var length = 0
    repeat {
      guard length < path.count else { return nil }
      length += 1
    } while path[length - 1] != UInt8(ascii: "/")
    guard path.count >= 2 * length else { return nil }
    for index in 0..<length where path[index] != path[length + index] { return nil }
    return InternedString(utf8: path.extracting(length..<path.count))
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

import Evidence
import Interning
import Model

/// What some reports examined: which tools looked for which kinds of findings, and where.
struct ScannedPlaces: Sendable {
  private let reports: [ScannedPart]

  init(_ evidence: [ReportEvidence]) { reports = evidence.map(ScannedPart.init) }

  /// Whether a scan like the one that made an observation examined a place.
  func contains(_ observation: Observation, at place: PlaceBefore) -> Bool {
    let tool = InternedString(observation.scan.toolKey)
    return reports.contains { report in
      guard report.isLike(observation, by: tool) else { return false }
      return switch place {
      case .none: true
      case .file(let path): report.reaches(path, observation.kind)
      }
    }
  }
}

/// Where the file of an observation was at another commit.
enum PlaceBefore: Sendable {
  case file(InternedString)
  /// There was no file, so whatever was scanned, it was not there.
  case none
}

extension Observation {
  /// Where the file was before a change.
  func pathBefore(_ change: FileChanges?) -> PlaceBefore {
    guard let path = repositoryPath.interned else { return .none }
    guard let change = change?[path] else { return .file(path) }
    return [.added, .copied].contains(change.status) ? .none : .file(change.oldPath.map { InternedString($0) } ?? path)
  }
}

/// What one report examined.
private struct ScannedPart: Sendable {
  private let tool: InternedString?
  private let kinds: Set<Observation.Kind>
  private let coverage: Coverage
  private let files: Set<InternedString>?
  private let unread: Set<InternedString>

  init(_ report: ReportEvidence) {
    tool = report.tool.map { InternedString(Scan(format: report.format, tool: $0, report: report.file).toolKey) }
    (kinds, coverage) = (report.kinds, report.coverage)
    files = report.coverage.files.map { Set($0.map { InternedString($0) }) }
    unread = Set(report.coverage.unread.map { InternedString($0.path) })
  }

  /// Whether the scan was like the one that made an observation. One that says neither its kind nor its tool may be.
  func isLike(_ observation: Observation, by other: InternedString) -> Bool {
    if kinds.isEmpty, tool == nil { return true }
    if kinds.contains(observation.kind) || tool == other { return true }
    return observation.kind.isDependency && kinds.contains(where: \.isDependency)
  }

  /// Whether the scan examined a file, as far as the report states. Lists of scanned files are those of code: tools that also
  /// read lock files do not list them.
  func reaches(_ path: InternedString, _ kind: Observation.Kind) -> Bool {
    guard !unread.contains(path), coverage.reaches(path.wrappedValue) else { return false }
    return kind.isDependency || files?.contains(path) ?? true
  }
}

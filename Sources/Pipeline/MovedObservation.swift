import Interning
import Model

extension Observation {
  /// The observation at the place that its lines have before the changes; nil when they were not there.
  func moved(by changes: FileChanges) -> Observation? {
    guard location.$image.isNil, let path = location.$path.interned, let change = changes[path] else { return self }
    let map = LineMap(change)
    var copy = self
    if change.status == .renamed, let old = change.oldPath { copy.location.path = old }
    guard let start = location.startLine, start >= 1, !kind.isDependency else { return copy }
    guard let line = map.base(of: start) else { return nil }
    copy.location.startLine = line
    copy.location.endLine = location.endLine.map { map.base(of: $0) ?? line + $0 - start }
    return copy
  }
}

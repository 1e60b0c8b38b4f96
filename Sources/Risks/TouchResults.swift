import Interning
import Model

extension Touch {
  /// The newness when nobody scanned the base.
  var result: Interned<NewnessResult> {
    switch self {
    case .lines: .linesTouched
    case .step(let path): .one(.introduced, "the change touches a step of its flow, in \(path)")
    case .removal: .removalInside
    case .entryAdded(let path): .one(.introduced, "the change brings this version of the package, in \(path)")
    case .entryLeavesDevelopment(let path): .one(.introduced, "\(leavingDevelopment), in \(path)")
    case .file(let path):
      .one(.all, "the change touches \(path), and the result names no line; nobody scanned the base")
    case .entryUnknown(let path):
      .one(.all, "the change touches \(path), which does not tell about this package; nobody scanned the base")
    case .moved: .linesMoved
    case .neighbours: .neighboursRemoved
    case .neighboursOfStep(let path):
      .one(.all, "the change removes or moves lines of its flow, in \(path), and nobody scanned the base")
    case .beyondEnd: .beyondEnd
    case .noFile: .inNoFile
    case .entryUnchanged(let path):
      .one(.notIntroduced, "the change does not touch the package in \(path); nobody scanned the base")
    case .entryUntouched: .entryUntouched
    case .otherLines: .linesUntouched
    case .otherFiles: .fileUntouched
    }
  }

  /// The newness when the base was scanned and does not have the problem.
  var resultNotInBase: Interned<NewnessResult> {
    switch self {
    case .lines: .linesTouchedNotInBase
    case .step(let path):
      .one(.introduced, "the change touches a step of its flow, in \(path), and the base does not have it")
    case .removal: .removalInsideNotInBase
    case .entryAdded(let path):
      .one(.introduced, "the change brings this version of the package, in \(path), and the base does not have it")
    case .entryLeavesDevelopment(let path): .one(.introduced, "\(leavingDevelopment), in \(path)")
    case .file(let path): .one(.introduced, "the change touches \(path), and the base does not have it")
    case .entryUnknown(let path):
      .one([.introduced, .surfaced], "the change touches \(path), and the base does not have it")
    case .moved: .linesMovedNotInBase
    case .neighbours: .neighboursRemovedNotInBase
    case .neighboursOfStep(let path):
      .one(.introduced, "the change removes or moves lines of its flow, in \(path), and the base does not have it")
    case .beyondEnd: .beyondEnd
    case .noFile: .inNoFileNotInBase
    case .entryUnchanged(let path):
      .one(.surfaced, "the change does not touch the package in \(path), yet the reports on the base do not have it")
    case .entryUntouched, .otherFiles: .fileUntouchedNotInBase
    case .otherLines: .linesUntouchedNotInBase
    }
  }
}

private let leavingDevelopment = "the change makes a package for development one that runs"

// The newness results that most findings share.
extension Interned<NewnessResult> {
  fileprivate static func one(_ possible: NewnessSet, _ because: String) -> Self {
    Interned(NewnessResult(oneOf: possible, because: because))
  }

  fileprivate static let inNoFile = one(.all, "it is in no file, and nobody scanned the base")
  fileprivate static let linesTouched = one(.introduced, "the change touches its lines")
  fileprivate static let linesMoved = one(
    .all, "the change moves or indents its lines, which the base has, and nobody scanned the base")
  fileprivate static let removalInside = one(.introduced, "the change removes lines inside it")
  fileprivate static let neighboursRemoved = one(
    .all, "the change removes lines beside it, and nobody scanned the base without them")
  fileprivate static let beyondEnd = one(
    .all, "its line is beyond the end of the file, so the report is of another version of it")
  fileprivate static let entryUntouched = one(
    .notIntroduced, "the change does not touch the file with its package; nobody scanned the base")
  fileprivate static let linesUntouched = one(.inherited, "its lines are not touched by this change")
  fileprivate static let fileUntouched = one(.inherited, "its file is not touched by this change")

  fileprivate static let inNoFileNotInBase = one(.introduced, "the reports on the base do not have it")
  fileprivate static let linesTouchedNotInBase = one(
    .introduced, "the change touches its lines, and the base does not have it")
  fileprivate static let linesMovedNotInBase = one(
    .introduced, "the change moves or indents its lines, and the base does not have it")
  fileprivate static let removalInsideNotInBase = one(
    .introduced, "the change removes lines inside it, and the base does not have it")
  fileprivate static let neighboursRemovedNotInBase = one(
    .introduced, "the change removes lines beside it, and the base does not have it")
  fileprivate static let linesUntouchedNotInBase = one(
    .surfaced, "its lines are not touched by this change, yet the reports on the base do not have it")
  fileprivate static let fileUntouchedNotInBase = one(
    .surfaced, "its file is not touched by this change, yet the reports on the base do not have it")
}

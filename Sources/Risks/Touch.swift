import Interning
import Model

/// How the change affects the place of an observation, from what is certainly the change's work to what is not.
enum Touch {
  /// It changes lines of the result.
  case lines
  /// It changes a step of the result's flow.
  case step(of: InternedString)
  /// It removes lines inside the result's range.
  case removal
  /// It changes a file of which every line counts.
  case file(InternedString)
  /// It moves lines of the result within the file, or indents them otherwise, and their text stays.
  case moved
  /// It removes lines beside the result, or from its block.
  case neighbours
  /// It removes lines beside a step of the result's flow, or between two steps.
  case neighboursOfStep(in: InternedString)
  /// It changes the file, and the file at head has no such line.
  case beyondEnd
  /// The result is in no file of the head.
  case noFile
  /// It changes other lines of the file.
  case otherLines
  /// It does not change the file.
  case otherFiles

  /// The order in which the places of one finding take precedence.
  var strictness: Int {
    switch self {
    case .lines: 10
    case .step: 9
    case .removal: 8
    case .file: 7
    case .moved: 6
    case .neighbours: 5
    case .neighboursOfStep: 4
    case .beyondEnd: 3
    case .noFile: 2
    case .otherLines: 1
    case .otherFiles: 0
    }
  }

  /// Whether the change may have made the problem.
  var isByChange: Bool { strictness > Touch.noFile.strictness }

  /// The newness when nobody scanned the base.
  var result: Interned<NewnessResult> {
    switch self {
    case .lines: .linesTouched
    case .step(let path): Interned(.init(.introduced, because: "the change touches a step of its flow, in \(path)"))
    case .removal: .removalInside
    case .file(let path): Interned(.init(.introduced, because: "the change touches \(path)"))
    case .moved: .linesMoved
    case .neighbours: .neighboursRemoved
    case .neighboursOfStep(let path):
      Interned(
        .init(
          .unknown,
          because: "the change removes or moves lines of its flow, in \(path), and nobody scanned the base"))
    case .beyondEnd: .beyondEnd
    case .noFile: .inNoFile
    case .otherLines: .linesUntouched
    case .otherFiles: .fileUntouched
    }
  }

  /// The newness when the base was scanned and does not have the problem.
  var resultNotInBase: Interned<NewnessResult> {
    switch self {
    case .lines: .linesTouchedNotInBase
    case .step(let path):
      Interned(
        .init(
          .introduced, because: "the change touches a step of its flow, in \(path), and the base does not have it"))
    case .removal: .removalInsideNotInBase
    case .file(let path):
      Interned(.init(.introduced, because: "the change touches \(path), and the base does not have it"))
    case .moved: .linesMovedNotInBase
    case .neighbours: .neighboursRemovedNotInBase
    case .neighboursOfStep(let path):
      Interned(
        .init(
          .introduced,
          because: "the change removes or moves lines of its flow, in \(path), and the base does not have it"))
    case .beyondEnd: .beyondEnd
    case .noFile: .inNoFileNotInBase
    case .otherLines: .linesUntouchedNotInBase
    case .otherFiles: .fileUntouchedNotInBase
    }
  }
}

// The newness results that most findings share.
extension Interned<NewnessResult> {
  fileprivate static let inNoFile = Interned(.init(.unknown, because: "it is in no file, and nobody scanned the base"))
  fileprivate static let linesTouched = Interned(.init(.introduced, because: "the change touches its lines"))
  fileprivate static let linesMoved = Interned(
    .init(.unknown, because: "the change moves or indents its lines, which the base has, and nobody scanned the base"))
  fileprivate static let removalInside = Interned(.init(.introduced, because: "the change removes lines inside it"))
  fileprivate static let neighboursRemoved = Interned(
    .init(.unknown, because: "the change removes lines beside it, and nobody scanned the base without them"))
  fileprivate static let beyondEnd = Interned(
    .init(.unknown, because: "its line is beyond the end of the file, so the report is of another version of it"))
  fileprivate static let linesUntouched = Interned(
    .init(.inherited, because: "its lines are not touched by this change"))
  fileprivate static let fileUntouched = Interned(.init(.inherited, because: "its file is not touched by this change"))

  fileprivate static let inNoFileNotInBase = Interned(
    .init(.introduced, because: "the reports on the base do not have it"))
  fileprivate static let linesTouchedNotInBase = Interned(
    .init(.introduced, because: "the change touches its lines, and the base does not have it"))
  fileprivate static let linesMovedNotInBase = Interned(
    .init(.introduced, because: "the change moves or indents its lines, and the base does not have it"))
  fileprivate static let removalInsideNotInBase = Interned(
    .init(.introduced, because: "the change removes lines inside it, and the base does not have it"))
  fileprivate static let neighboursRemovedNotInBase = Interned(
    .init(.introduced, because: "the change removes lines beside it, and the base does not have it"))
  fileprivate static let linesUntouchedNotInBase = Interned(
    .init(.surfaced, because: "its lines are not touched by this change, yet the reports on the base do not have it"))
  fileprivate static let fileUntouchedNotInBase = Interned(
    .init(.surfaced, because: "its file is not touched by this change, yet the reports on the base do not have it"))
}

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
  /// It adds the package to the file, or changes its version there.
  case entryAdded(to: InternedString)
  /// It makes a package for development one that runs.
  case entryLeavesDevelopment(in: InternedString)
  /// It changes the file of a result that names no line.
  case file(InternedString)
  /// It changes the file that names the package, and it is not known whether it changes the package.
  case entryUnknown(in: InternedString)
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
  /// It changes the file, but not what the file says of the package.
  case entryUnchanged(in: InternedString)
  /// It does not change the file that names the package.
  case entryUntouched
  /// It changes other lines of the file.
  case otherLines
  /// It does not change the file.
  case otherFiles

  /// The order in which the places of one finding take precedence.
  var strictness: Int {
    switch self {
    case .lines: 15
    case .step: 14
    case .removal: 13
    case .entryAdded: 12
    case .entryLeavesDevelopment: 11
    case .file: 10
    case .entryUnknown: 9
    case .moved: 8
    case .neighbours: 7
    case .neighboursOfStep: 6
    case .beyondEnd: 5
    case .noFile: 4
    case .entryUnchanged: 3
    case .entryUntouched: 2
    case .otherLines: 1
    case .otherFiles: 0
    }
  }

  var isNoFile: Bool { if case .noFile = self { true } else { false } }

  /// Whether the change may have made the problem.
  var isByChange: Bool { strictness > Touch.noFile.strictness }

  /// Whether the base certainly has the package as the head has it.
  var isUnchangedEntry: Bool {
    switch self {
    case .entryUnchanged, .entryUntouched: true
    default: false
    }
  }

  var leavesDevelopment: Bool { if case .entryLeavesDevelopment = self { true } else { false } }
}

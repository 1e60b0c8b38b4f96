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
  /// It changes a file that may decide the version of a package in a file, the same one or another, and it is not known
  /// whether it does.
  case entryUnknown(in: InternedString, by: InternedString)
  /// It gives the file a name of another kind, or one in another place, by which scanners read it that passed it by.
  case name(from: InternedString)
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
  /// The result is a package in no file of the head, and the change touches nothing that brings packages.
  case documentation
  /// It changes the file, but not what the file says of the package.
  case entryUnchanged(in: InternedString)
  /// It changes neither the file that names the package nor one that decides the version.
  case entryUntouched
  /// It changes other lines of the file.
  case otherLines
  /// It does not change the file.
  case otherFiles

  /// The order in which the places of one finding take precedence.
  var strictness: Int {
    switch self {
    case .lines: 17
    case .step: 16
    case .removal: 15
    case .entryAdded: 14
    case .entryLeavesDevelopment: 13
    case .file: 12
    case .entryUnknown: 11
    case .moved: 10
    case .name: 9
    case .neighbours: 8
    case .neighboursOfStep: 7
    case .beyondEnd: 6
    case .noFile: 5
    case .documentation: 4
    case .entryUnchanged: 3
    case .entryUntouched: 2
    case .otherLines: 1
    case .otherFiles: 0
    }
  }

  var isNoFile: Bool { if case .noFile = self { true } else { false } }

  /// Whether the change may have made the problem.
  var isByChange: Bool { strictness > Touch.noFile.strictness }

  /// Whether it changes code that the result is about.
  var isEdit: Bool {
    switch self {
    case .lines, .step, .removal: true
    default: false
    }
  }

  /// Whether it changes the position or the indentation of code that the result is about, and may change the code.
  var isMove: Bool { if case .moved = self { true } else { isEdit } }

  /// Whether it changes a file of which the result names no line.
  var isOfFile: Bool { if case .file = self { true } else { false } }

  /// Whether the base certainly has the package as the head has it.
  var isUnchangedEntry: Bool {
    switch self {
    case .entryUnchanged, .entryUntouched: true
    default: false
    }
  }

  var leavesDevelopment: Bool { if case .entryLeavesDevelopment = self { true } else { false } }
}

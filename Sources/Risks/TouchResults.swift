import Interning
import Model

extension Interned<NewnessResult> {
  /// The newness of code that the base has and that the change moves to another use.
  static let usedOtherwise = Interned(
    NewnessResult(
      oneOf: [.introduced, .inherited],
      because:
        "the change moves its lines, which the base has, to where their names have other values or a line that used them is missing"
    ))
}

extension Touch {
  /// The newness when nobody scanned the base.
  var result: Interned<NewnessResult> { TouchResults.common[strictness]?.alone ?? effect.alone }

  /// The newness when the base was scanned and does not have the problem.
  var resultNotInBase: Interned<NewnessResult> { TouchResults.common[strictness]?.notInBase ?? effect.notInBase }

  /// The newness when the base has the problem with other code, or in other words.
  var resultOfEdit: Interned<NewnessResult> { effect.ofEdit }

  fileprivate var effect: TouchEffect {
    switch self {
    case .lines: TouchEffect("the change touches its lines", .introduced, .introduced)
    case .step(let path): TouchEffect("the change touches a step of its flow, in \(path)", .introduced, .introduced)
    case .removal: TouchEffect("the change removes lines inside it", .introduced, .introduced)
    case .entryAdded(let path):
      TouchEffect(
        "the change brings this version of the package, in \(path)", .introduced, .introduced,
        unscanned: "a report on the base would tell whether the version before had the problem")
    case .entryLeavesDevelopment(let path):
      TouchEffect(
        "the change lets a package run that served development or stood under a condition, in \(path)", .introduced,
        .introduced)
    case .file(let path): TouchEffect("the change touches \(path), and the result names no line", .all, .introduced)
    case .entryUnknown(let path, let other):
      TouchEffect(
        path == other
          ? "the change touches \(path), and nothing shows whether it changes this package there"
          : "the change touches \(other), which may decide the version of this package in \(path)", .all,
        [.introduced, .surfaced])
    case .name(let path):
      TouchEffect(
        "the change gives \(path) another name, by which scanners read it that passed it by before", .all, .introduced)
    case .moved: TouchEffect("the change moves or indents its lines, which the base has", .all, .introduced)
    case .neighbours:
      TouchEffect("the change removes lines beside it, or a guard or exit before it", .all, .introduced)
    case .neighboursOfStep(let path):
      TouchEffect("the change removes or moves lines of its flow, in \(path)", .all, .introduced)
    case .beyondEnd:
      TouchEffect("its line is beyond the end of the file, so the report is of another version of it", .all, .all)
    case .noFile: TouchEffect("it is in no file of the commit", .all, [.introduced, .surfaced])
    case .documentation:
      TouchEffect("the change touches documentation only, which brings no package", .notIntroduced, .surfaced)
    case .entryUnchanged(let path):
      TouchEffect("the change does not touch the package in \(path)", .notIntroduced, .surfaced)
    case .entryUntouched:
      TouchEffect("the change does not touch the file with its package", .notIntroduced, .surfaced)
    case .otherLines: TouchEffect("its lines are not touched by this change", .inherited, .surfaced)
    case .otherFiles: TouchEffect("its file is not touched by this change", .inherited, .surfaced)
    }
  }
}

/// What a touch leaves possible: a sentence on what the change does, to which a scan of the base or its absence adds.
private struct TouchEffect {
  private let event: String
  private let possible: NewnessSet
  private let possibleIfNew: NewnessSet
  /// What a scan of the base would tell although the newness is decided without it.
  private let unscanned: String?

  /// - Parameters:
  ///   - event: What the change does.
  ///   - possible: What is possible when nobody scanned the base.
  ///   - possibleIfNew: What is possible when the base was scanned and does not have the problem.
  init(_ event: String, _ possible: NewnessSet, _ possibleIfNew: NewnessSet, unscanned: String? = nil) {
    (self.event, self.possible, self.possibleIfNew, self.unscanned) = (event, possible, possibleIfNew, unscanned)
  }

  var alone: Interned<NewnessResult> {
    let isDecided = possible.values.count == 1
    let addition = isDecided ? unscanned : "nobody scanned the base"
    return Interned(NewnessResult(oneOf: possible, because: addition.map { "\(event); \($0)" } ?? event))
  }

  /// What names no line may be what the base has, in other words.
  var ofEdit: Interned<NewnessResult> {
    Interned(
      NewnessResult(
        oneOf: possible,
        because: possible == .introduced
          ? "\(event), and the base has it with other code"
          : "\(event), and the reports on the base say other things of it"))
  }

  var notInBase: Interned<NewnessResult> {
    let joint = possibleIfNew == .surfaced ? "yet" : "and"
    return Interned(
      NewnessResult(oneOf: possibleIfNew, because: "\(event), \(joint) the reports on the base do not have it"))
  }
}

/// The results of the touches that name no file. Most findings share these, so they are made once.
private struct TouchResults: Sendable {
  let alone: Interned<NewnessResult>
  let notInBase: Interned<NewnessResult>

  init(_ effect: TouchEffect) { (alone, notInBase) = (effect.alone, effect.notInBase) }

  /// By the strictness of the touch.
  static let common: [TouchResults?] = {
    let touches: [Touch] = [
      .lines, .removal, .moved, .neighbours, .beyondEnd, .noFile, .documentation, .entryUntouched, .otherLines,
      .otherFiles,
    ]
    var results = [TouchResults?](repeating: nil, count: 18)
    for touch in touches { results[touch.strictness] = TouchResults(touch.effect) }
    return results
  }()
}

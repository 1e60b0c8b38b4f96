import Interning
import Model
import System

/// The files that may be the report of a run, as they were before it.
struct ReportCandidates {
  /// The files that the user names as the report.
  let named: [String]
  private let before: [(path: String, state: FileState?)]
  private let isOutput: Bool
  /// Whether the command runs in a folder that is removed afterwards, so that relative names in it lead nowhere.
  private let isElsewhere: Bool

  /// Without a name, each word of the command that names a file may be the report, also behind the first `=`.
  init(of scan: ScanToRecord) {
    named = [scan.report ?? scan.output].compactMap(\.self)
    isOutput = scan.report == nil && scan.output != nil
    isElsewhere = scan.commit != nil
    let words = scan.command.dropFirst().flatMap { word -> [String] in
      guard let equals = word.utf8.firstIndex(of: UInt8(ascii: "=")) else { return [word] }
      return [word, String(word[word.utf8.index(after: equals)...])]
    }
    var known: Set<ExactText> = []
    before = (named.isEmpty ? words : named).filter { known.insert(ExactText($0)).inserted }
      .map { ($0, FileState(of: $0)) }
  }

  /// The one file that was written in this run.
  ///
  /// - Throws: `report-missing` when there is none, or when several were written and the user names none.
  func written(since start: Timestamp, _ end: Subprocess.End) throws(Diagnostic) -> String {
    let found = before.filter { path, old in
      // Some file systems keep times of two seconds (FAT).
      guard let new = FileState(of: path) else { return false }
      return isOutput || (new != old && new.modified.seconds >= start.seconds - 2)
    }
    if found.count == 1 { return found[0].path }
    guard let name = named.first else {
      throw Diagnostic(
        .reportMissing,
        found.isEmpty ? "no file that the command names was written" : "the command wrote several files",
        because: found.map(\.path) + [end.sentence],
        help: "name the report: `--report FILE` if the scanner writes a file, "
          + "`--output FILE` if it prints the report; no side-car was written"
          + (isElsewhere ? "; the command runs in a folder that is removed: let it name files by absolute paths" : ""))
    }
    throw Diagnostic(
      .reportMissing, "\(name) was not written by this run, so it is not bound to this commit",
      at: SourcePosition(file: name),
      because: [
        FileState(of: name).map { "it was last written \($0.modified)" } ?? "there is no such file", end.sentence,
      ],
      help: "see what the scanner said; no side-car was written")
  }
}

extension Subprocess.End {
  fileprivate var sentence: String {
    switch self {
    case .exited(let status): "the command ended with exit code \(status)"
    case .killed(let signal): "the command was killed by signal \(signal)"
    }
  }
}

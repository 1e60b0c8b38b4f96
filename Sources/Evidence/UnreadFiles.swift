import Model

extension ReportBuilder {
  /// Puts the files that the tool could not read where they are in the repository, and warns of them. One that is not in the
  /// commit may be any file of it under another name, so the run is incomplete.
  mutating func locateUnread(with resolver: inout PathResolver) {
    let named = unread
    unread = []
    for var file in named {
      if let path = resolver.fileOfCommit(named: file.path) {
        file.path = path
        unread.append(file)
      } else {
        fail(file.fault.text, at: file.fault.position)
      }
    }
    unread.sort { ($0.path, $0.fault) < ($1.path, $1.fault) }
    if let warning = unreadWarning { warnings.append(warning) }
  }

  /// One warning for all of them, because a tool that stumbles over one file often does over many.
  private var unreadWarning: Diagnostic? {
    guard let first = unread.first else { return nil }
    let paths = unread.map(\.path).distinct
    let others = paths.count > 1 ? " and \(paths.count - 1) other\(paths.count > 2 ? "s" : "")" : ""
    let shown = unread.prefix(shownFaults).map(\.fault.text)
    return Diagnostic(
      .evidencePartial, "\(tool ?? format) did not read \(first.path)\(others)\(unread.areParts ? " in full" : "")",
      severity: .warning, at: SourcePosition(file: input.name),
      because: shown + (unread.count > shown.count ? ["and \(unread.count - shown.count) more"] : []),
      help: "no change to what was not read can pass: " + first.remedy(by: tool ?? format))
  }
}

private let shownFaults = 3

extension ReportManifest.Entry {
  /// What the side-car says that the scanner did not get.
  var unreadFiles: [UnreadFile] {
    (unread ?? []).map { path in
      UnreadFile(
        path,
        fault: Diagnostic(
          .evidencePartial, "the scanner did not get \(path)", at: at,
          help: "name \(path) under `except` of the demand if another scan or a review stands for it"))
    }
  }
}

extension [UnreadFile] {
  /// Whether some lines of each file were read.
  fileprivate var areParts: Bool { allSatisfy { $0.lines != nil } }
}

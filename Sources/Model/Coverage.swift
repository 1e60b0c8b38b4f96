import Interning

/// The part of the repository that a scanner examined, as far as the report states it. A nil member excludes
/// nothing.
package struct Coverage: Hashable, Codable, Sendable {
  /// The folders and files that the side-car file names; "" is the whole repository.
  package var folders: [String]?
  /// All files that the tool lists as scanned, with or without results.
  package var files: [String]?
  /// The files that the tool could not read, or only in part.
  package var unread: [UnreadFile]

  package init(folders: [String]? = nil, files: [String]? = nil, unread: [UnreadFile] = []) {
    (self.folders, self.files, self.unread) = (folders, files, unread)
  }

  /// Whether the folders that the side-car names have a file; true where it names none.
  package func reaches(_ path: String) -> Bool {
    guard let folders else { return true }
    return folders.contains { folder in
      guard !folder.isEmpty else { return true }
      let rest = path.utf8.dropFirst(folder.utf8.count)
      return path.utf8.starts(with: folder.utf8) && (rest.isEmpty || rest.first == UInt8(ascii: "/"))
    }
  }
}

/// A file of which a tool says that it could not read it, or only in part: what is in it was not examined.
package struct UnreadFile: Hashable, Codable, Sendable {
  package var path: String
  /// The lines that were not read; nil when they are not known, so that it may be all.
  package var lines: [ClosedRange<Int>]?
  /// What the tool says, as a sentence.
  package var fault: Diagnostic
  /// Whether the change under review touches what was not read; true until it is compared with a change.
  package var isTouched = true

  package init(_ path: String, lines: [ClosedRange<Int>]? = nil, fault: Diagnostic) {
    (self.path, self.lines, self.fault) = (path, lines, fault)
  }

  /// Whether a change touches what was not read.
  fileprivate func isTouched(by changes: FileChanges) -> Bool {
    guard let change = changes[path] else { return changes.changesFolder(above: path) }
    guard change.bringsContent else { return false }
    guard let lines else { return true }
    let map = LineMap(change)
    return lines.contains { map.touches($0) || map.removes(inside: $0) }
  }
}

extension ReportEvidence {
  /// The evidence for a change: what a tool could not read leaves a gap where the change touches it. Where it does not,
  /// the change has brought nothing that the tool would have seen.
  ///
  /// - Parameter changes: The changes between base and head; nil when there is no base, so that all counts as touched.
  package func judged(for changes: FileChanges?) -> ReportEvidence {
    guard !coverage.unread.isEmpty else { return self }
    var judged = self
    for index in coverage.unread.indices {
      judged.coverage.unread[index].isTouched = changes.map(coverage.unread[index].isTouched) ?? true
    }
    guard state == .present, let file = judged.coverage.unread.first(where: \.isTouched) else { return judged }
    (judged.state, judged.reason) = (.partial, file.gap(in: self))
    return judged
  }
}

extension UnreadFile {
  /// What must be done so that the file is no gap.
  package func remedy(by tool: String) -> String {
    fault.help ?? "repair \(path), or exclude it from what \(tool) scans"
  }

  /// The error that what the change brings to the file was not scanned.
  package func gap(in report: ReportEvidence) -> Diagnostic {
    let tool = report.tool ?? report.format
    return Diagnostic(
      .evidencePartial, "\(tool) did not read \(path)", at: SourcePosition(file: report.file),
      because: ["what the change brings there was not scanned", fault.text] + fault.because, help: remedy(by: tool))
  }
}

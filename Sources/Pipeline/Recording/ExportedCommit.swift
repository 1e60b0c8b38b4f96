import Git
import Interning
import Model
import System

/// The files of a commit in a folder of their own, in which a scanner reads them. Nothing of the commit is checked out, so
/// neither hooks and filters of git nor files of the work tree take part, and what is scanned is the commit.
struct ExportedCommit: ~Copyable {
  let commit: CommitID
  let folder: ExportFolder
  /// The settings of the scanner that were left out. Lists of files that git ignores are left out without a word: most
  /// repositories have one.
  let settings: [String]
  /// What the scanner does not see of the commit: submodules, and files that are too large, with the reason.
  let unread: [(path: String, reason: String)]
  /// The scanner whose settings are not known; nil when they are, or when they are kept.
  private let unknownScanner: String?

  /// - Throws: When the commit or one of its files is not in this clone, or a file cannot be written.
  init(_ name: String, of repository: Repository, _ scan: ScanToRecord) throws(Diagnostic) {
    let commit = try repository.resolve(name).commit
    let steering = scan.keepsSettings ? nil : ScannerSettings(of: scan.toolOfCommand, run: scan.command[0])
    var export = try Export(of: commit, in: repository, environment: scan.environment)
    var settings: [String] = []
    for file in try repository.files(of: commit) where !file.path.isInGitFolder {
      if let steering, steering.contains(file.path) {
        settings.append(GitPath.text(of: file.path))
      } else if steering == nil || !ScannerSettings.isIgnoreList(file.path) {
        try export.add(file)
      }
    }
    unknownScanner = steering?.isKnown == false ? scan.command[0] : nil
    (self.commit, self.settings, unread) = (commit, settings, export.unread)
    folder = export.finish()
  }

  /// What the user is to know of the files that the scanner got.
  var notes: [Diagnostic] { [settingsNote, unknownNote, unreadWarning].compactMap(\.self) }

  private var settingsNote: Diagnostic? {
    guard !settings.isEmpty else { return nil }
    return Diagnostic(
      .scannerSettingsIgnored, "settings that commit \(commit.short) brings for the scanner were left out",
      severity: .note, because: settings.atMost(5),
      help: "let an option of the scanner name trusted settings, those of the target branch; or keep these: "
        + "--keep-settings")
  }

  private var unknownNote: Diagnostic? {
    unknownScanner.map {
      Diagnostic(
        .scannerSettingsIgnored,
        "which files set \($0) up is not known, so settings of the commit may have been in force",
        severity: .note, help: "let an option of the scanner name trusted settings, those of the target branch")
    }
  }

  private var unreadWarning: Diagnostic? {
    guard !unread.isEmpty else { return nil }
    return Diagnostic(
      .evidencePartial, "the scanner did not see all of commit \(commit.short)", severity: .warning,
      because: unread.map { "\($0.path): \($0.reason)" }.atMost(5),
      help: "a change to one of them leaves a gap, unless the policy names it under `except`")
  }

  /// The path in the repository of a file or folder that the user names, "" for all of it.
  func path(named name: String, in repository: Repository) throws(Diagnostic) -> String {
    let parts = name.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }.filter { $0 != "." }
    let path = parts.joined(separator: "/")
    let isThere = try path.isEmpty ? true : repository.tree(at: commit).kind(of: path) != nil
    guard isThere, !parts.contains("..") else {
      throw Diagnostic(
        .usage, "--covers names \(name), which commit \(commit.short) does not have",
        help: "name folders and files of the repository, from its root")
    }
    return path
  }
}

/// The folder while it is filled.
private struct Export: ~Copyable {
  private var folder: ExportFolder
  private(set) var unread: [(path: String, reason: String)] = []
  private let repository: Repository
  private let targets: CommitFiles

  init(of commit: CommitID, in repository: Repository, environment: [String: String]) throws(Diagnostic) {
    let tree = try repository.tree(at: commit)
    let folder = try ExportFolder(environment: environment)
    (self.repository, targets) = (repository, CommitFiles(of: tree))
    self.folder = folder
  }

  consuming func finish() -> ExportFolder { folder }

  /// Adds a file, or notes why the scanner does not get it.
  mutating func add(_ file: TreeFile) throws(Diagnostic) {
    let bytes: [UInt8]?
    do throws(Diagnostic) {
      bytes = try content(of: file)
    } catch {
      guard error.code == .fileTooLarge else { throw error }
      unread.append((GitPath.text(of: file.path), "it has more than \(Repository.largestFile >> 20) MiB"))
      return
    }
    if let bytes {
      try folder.write(bytes, at: file.path, isExecutable: file.kind == .executable)
    } else if file.kind == .submodule {
      unread.append((GitPath.text(of: file.path), "it is a submodule"))
    }
  }

  /// In place of a symbolic link stands a copy of the file of the commit that it leads to: a scanner chooses files by their
  /// names, and a link itself could lead out of the folder. Nil for a submodule, and for a link to a folder, whose files are
  /// there.
  private func content(of file: TreeFile) throws(Diagnostic) -> [UInt8]? {
    switch file.kind {
    case .submodule: return nil
    case .regular, .executable: return try file.read(from: repository, limit: Repository.largestFile)
    case .link:
      guard let target = try targets.target(of: InternedString(GitPath.text(of: file.path))) else { return nil }
      return try targets.tree.read(target.file.wrappedValue, limit: Repository.largestFile)
    }
  }
}

extension [String] {
  /// The first lines of a list, and how many more there are.
  fileprivate func atMost(_ count: Int) -> [String] {
    self.count > count ? prefix(count) + ["and \(self.count - count) more"] : self
  }
}

extension [UInt8] {
  /// Whether git would take a component of the path for a repository's own folder, in which settings name programs.
  fileprivate var isInGitFolder: Bool {
    split(separator: UInt8(ascii: "/")).contains { name in
      name.count == 4 && lowercasedASCII(String(decoding: name, as: UTF8.self)) == ".git"
    }
  }
}

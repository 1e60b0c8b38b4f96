import Git
import Interning
import Model
import System

/// The files of a commit in a folder of their own, in which a scanner reads them. Nothing of the commit is checked out, so
/// neither hooks and filters of git nor files of the work tree take part, and what is scanned is the commit.
struct ExportedCommit: ~Copyable {
  let commit: CommitID
  let folder: ExportFolder
  /// The settings of the scanner that were left out.
  let settings: [String]

  /// - Throws: When the commit or one of its files is not in this clone, or a file cannot be written.
  init(_ name: String, of repository: Repository, _ scan: ScanToRecord) throws(Diagnostic) {
    let commit = try repository.resolve(name).commit
    let steering = scan.keepsSettings ? nil : ScannerSettings(of: scan.toolOfCommand)
    var folder = try ExportFolder(environment: scan.environment)
    var settings: [String] = []
    for file in try repository.files(of: commit) where !file.path.isInGitFolder {
      if steering?.contains(file.path) == true {
        settings.append(GitPath.text(of: file.path))
      } else {
        let bytes = try file.read(from: repository, limit: Files.standardLimit)
        try folder.write(bytes, at: file.path, isExecutable: file.isExecutable)
      }
    }
    self.commit = commit
    self.folder = folder
    self.settings = settings
  }

  /// The note that names the settings that were left out; nil when there are none.
  var note: Diagnostic? {
    guard !settings.isEmpty else { return nil }
    return Diagnostic(
      .scannerSettingsIgnored, "settings that commit \(commit.short) brings for the scanner were left out",
      severity: .note, because: settings.count > 5 ? settings.prefix(5) + ["and \(settings.count - 5) more"] : settings,
      help: "let an option of the scanner name trusted settings, those of the target branch; or keep these: "
        + "--keep-settings")
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

extension [UInt8] {
  /// Whether git would take a component of the path for a repository's own folder, in which settings name programs.
  fileprivate var isInGitFolder: Bool {
    split(separator: UInt8(ascii: "/")).contains { name in
      name.count == 4 && lowercasedASCII(String(decoding: name, as: UTF8.self)) == ".git"
    }
  }
}

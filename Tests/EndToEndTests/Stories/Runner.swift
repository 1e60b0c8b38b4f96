import Foundation
import TestSupport

/// A machine that runs jobs: a folder, and the programs that are on its search path.
struct Runner {
  let forge: Forge
  let folder: URL
  /// Folders of programs that are installed before the job begins.
  let installed: [String]

  /// - Parameter isReady: whether gatehouse and the scanners are installed already.
  init(of forge: Forge, isReady: Bool = false) throws {
    self.forge = forge
    folder = forge.folder.appending(path: "runner")
    installed = isReady ? ["release", "scanners"].map { forge.home.appending(path: "tools/\($0)").path } : []
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// The same machine with gatehouse and the scanners installed.
  var ready: Runner { get throws { try Runner(of: forge, isReady: true) } }

  static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures/Stories").standardizedFileURL

  /// What a terminal or a log shows of one command.
  struct Screen: Sendable {
    var name: String
    var status: Int32
    var text: String
  }

  /// An empty folder of this name.
  func makeFolder(_ name: String) throws -> URL {
    let place = folder.appending(path: name)
    try? FileManager.default.removeItem(at: place)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    return place
  }

  /// The variables that the machine has before a CI system adds its own.
  func environment(path: [String] = []) -> [String: String] {
    [
      "HOME": forge.home.path, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8",
      "PATH":
        (path + installed + [forge.home.appending(path: "tools/machine").path, "/usr/local/bin", "/usr/bin", "/bin"])
        .joined(separator: ":"),
      "TMPDIR": forge.folder.appending(path: "tmp").path,
    ]
  }

  /// With the time of the story for the commits that a CI system makes itself.
  private var dated: [String: String] { environment().merging(forge.environment) { $1 } }

  /// Runs a script with a shell and gives what the log shows, where both streams are one.
  func run(
    _ name: String, _ script: String, shell: [String], in place: URL, environment: [String: String]
  ) throws -> Screen {
    let file = forge.folder.appending(path: "tmp/script-\(UUID().uuidString).sh")
    try Data(script.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let outcome = try TestSupport.run(
      "/bin/sh", ["-c", #"exec "$@" 2>&1"#, "sh"] + shell + [file.path], in: place, environment: environment)
    return Screen(name: name, status: outcome.status, text: outcome.output)
  }

  /// Runs a script of the CI system itself, such as its checkout; a failure is one of the test.
  @discardableResult
  func prepare(
    _ script: String, in place: URL, environment: [String: String]? = nil, shell: String = "/bin/sh"
  ) throws -> String {
    let outcome = try TestSupport.run(
      shell, ["-euc", script], in: place, environment: environment ?? dated)
    guard outcome.status == 0 else { throw GitFailed(arguments: [script], errors: outcome.errors) }
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// One run of a CI system's pipeline.
struct JobRun {
  /// 0, or what the first step that failed ended with.
  var status: Int32 = 0
  var screens: [Runner.Screen] = []
  /// Files that the job leaves where somebody reads them, such as a summary, by the name under which they are shown.
  var pages: [(name: String, text: String)] = []
  /// What the job has been given to keep, by name of the artifact.
  var artifacts: [String: URL] = [:]

  mutating func add(_ screen: Runner.Screen) {
    screens.append(screen)
    if status == 0 { status = screen.status }
  }
}

/// What somebody who wrote the CI file, or the emulation, has to repair.
struct NotEmulated: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

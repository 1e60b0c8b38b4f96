import Foundation
import TestSupport

/// The repository in which the commands of a page are run, on the day on which the page takes place.
final class PageRepository: Sendable {
  enum Kind: String, CaseIterable {
    /// The example as a reviewer has it: the pull request checked out, its reports in `reports/`, those of main in
    /// `../base-reports`.
    case shop
    /// A repository that has no gate: one Python file, owners, and Bandit on the PATH.
    case new
    /// That repository with the gate that `init` writes, and a change in which Bandit finds a call of a shell.
    case gated
  }

  let folder: URL
  private let (kind, files): (Kind, TemporaryFolder)

  private init(_ kind: Kind, _ files: TemporaryFolder) {
    (self.kind, self.files) = (kind, files)
    folder = URL(filePath: files.path).appending(path: "repo")
  }

  /// A fresh copy.
  static func make(_ kind: Kind) throws -> PageRepository {
    let template = try (kind == .shop ? shop : kind == .new ? new : gated).get()
    let files = try TemporaryFolder()
    try FileManager.default.removeItem(atPath: files.path)
    try FileManager.default.copyItem(atPath: template.files.path, toPath: files.path)
    return PageRepository(kind, files)
  }

  /// Runs a command as somebody types it.
  func sh(_ command: String) throws -> ProgramResult {
    let bin = "\(files.path)/bin"
    let day = kind == .shop ? "2026-11-20T11:00:00Z" : "2026-12-01T09:00:00Z"
    return try run(
      "/bin/sh", ["-c", command], in: folder,
      environment: gitEnvironment.merging([
        "PATH": kind == .shop ? "\(bin):/usr/bin:/bin" : bin, "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day,
        "HOME": files.path, "GATEHOUSE": gatehousePath,
        "NOW": kind == .shop ? "2026-11-20T12:00:00Z" : "2026-12-01T12:00:00Z",
      ]) { $1 })
  }

  /// The screen of a block: each command after a `$`, and what it prints.
  func screen(of block: String) throws -> [String] {
    let typed = block.components(separatedBy: "\n").filter { $0.hasPrefix("$ ") }
    return try typed.map { line in
      let printed = try sh("{ \(line.dropFirst(2))\n} 2>&1").output.trimmingCharacters(in: .newlines)
      return printed.isEmpty ? line : "\(line)\n\(printed)"
    }
  }

  private static let shop = Result {
    try planted(.shop) { files, folder in
      try run("/bin/sh", [Page.root.appending(path: "examples/shop/history.sh").path, folder.path])
      for (from, to) in [("reports", "repo/reports"), ("reports", "reports"), ("base-reports", "base-reports")] {
        try FileManager.default.copyItem(
          at: Page.root.appending(path: "examples/shop/\(from)"), to: URL(filePath: files.path).appending(path: to))
      }
    }
  }

  private static let new = Result {
    try planted(.new) { files, folder in
      for tool in ["awk", "cat", "cp", "env", "git", "grep", "head", "jq", "mkdir", "printf", "rm", "sed", "sh"] {
        try FileManager.default.createSymbolicLink(
          atPath: "\(files.path)/bin/\(tool)", withDestinationPath: "/usr/bin/\(tool)")
      }
      try write(bandit, to: "bin/bandit", in: files, isProgram: true)
      try write(
        "import yaml\n\n\ndef settings(text):\n    return yaml.load(text)\n", to: "repo/src/settings.py", in: files)
      try write("* @acme/app\n/.gatehouse/ @acme/appsec\n", to: "repo/.github/CODEOWNERS", in: files)
      let commit = "git init -q -b main && git add -A && git commit -q -m 'Read the settings'"
      try run(
        "/bin/sh", ["-c", commit], in: folder,
        environment: gitEnvironment.merging([
          "GIT_AUTHOR_DATE": "2026-11-02T09:00:00Z", "GIT_COMMITTER_DATE": "2026-11-02T09:00:00Z",
        ]) { $1 })
    }
  }

  private static let gated = Result {
    let repository = PageRepository(.gated, try make(.new).files)
    let outcome = try repository.sh(
      #"""
      set -e
      mkdir -p reports
      echo /reports/ >>.gitignore
      git add .gitignore
      git commit -q -m "Ignore the reports of scanners"
      gatehouse record -- bandit -r src --ignore-nosec -f json -o reports/bandit.json
      gatehouse init reports/
      git add .gatehouse
      git commit -q -m "Adopt Gatehouse"
      git checkout -q -b change
      printf 'import subprocess\n\n\ndef run(line):\n    subprocess.run(line, shell=True, check=True)\n' >src/run.py
      git add src
      git commit -q -m "Run a line"
      gatehouse record -- bandit -r src --ignore-nosec -f json -o reports/bandit.json
      """#)
    guard outcome.status == 0 else { throw GitFailed(arguments: ["gated"], errors: outcome.errors) }
    return repository
  }

  private static func planted(
    _ kind: Kind, _ fill: (TemporaryFolder, URL) throws -> Void
  ) throws -> PageRepository {
    let files = try TemporaryFolder()
    for name in ["bin", "repo"] {
      try FileManager.default.createDirectory(atPath: "\(files.path)/\(name)", withIntermediateDirectories: true)
    }
    try write(program, to: "bin/gatehouse", in: files, isProgram: true)
    let repository = PageRepository(kind, files)
    try fill(files, repository.folder)
    return repository
  }

  private static func write(_ text: String, to path: String, in files: TemporaryFolder, isProgram: Bool = false) throws
  {
    let file = URL(filePath: files.path).appending(path: path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    if isProgram { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file.path) }
  }

  /// The program at the time of the page. A recorded scan took place at that time as well.
  private static let program = #"""
    #!/bin/sh
    case " $* " in
    " owners "*) exec "$GATEHOUSE" "$@" ;;
    " record "*)
      "$GATEHOUSE" "$@"
      status=$?
      sed -i -E "s/^(started|finished): .*/\1: $NOW/" reports/*.gatehouse.yaml
      exit $status ;;
    " check "* | " waive "* | " init "* | *" --base "*) exec "$GATEHOUSE" "$@" --now "$NOW" ;;
    esac
    exec "$GATEHOUSE" "$@"

    """#

  /// Reports what Bandit 1.9.4 reports about the two calls that the pages have, in its format.
  private static let bandit = #"""
    #!/bin/sh
    # bandit -r FOLDER --ignore-nosec -f json -o FILE
    [ "$1 $3 $4 $5 $6" = '-r --ignore-nosec -f json -o' ] || exit 2
    awk '
      function result(test, name, level, cwe, text) {
        results = results (results ? "," : "") "{\"code\":\"\",\"col_offset\":4,\"filename\":\"" FILENAME \
          "\",\"issue_confidence\":\"HIGH\",\"issue_cwe\":{\"id\":" cwe ",\"link\":\"\"},\"issue_severity\":\"" level \
          "\",\"issue_text\":\"" text "\",\"line_number\":" FNR ",\"line_range\":[" FNR \
          "],\"more_info\":\"\",\"test_id\":\"" test "\",\"test_name\":\"" name "\"}"
      }
      FNR == 1 { files = files "\"" FILENAME "\":{\"loc\":9}," }
      /yaml\.load\(/ { result("B506", "yaml_load", "MEDIUM", 20, "Use of unsafe yaml load. Allows instantiation of arbitrary objects. Consider yaml.safe_load().") }
      /shell=True/ { result("B602", "subprocess_popen_with_shell_equals_true", "HIGH", 78, "subprocess call with shell=True identified, security issue.") }
      END { print "{\"errors\":[],\"generated_at\":\"2026-11-20T12:00:00Z\",\"metrics\":{" files "\"_totals\":{\"loc\":9}},\"results\":[" results "]}" }
    ' "$2"/*.py >"$7"
    ! grep -q test_id "$7"

    """#
}

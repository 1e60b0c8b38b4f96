import Foundation
import TestSupport

extension Bench {
  static let formats = ["text", "json", "sarif", "sarif-full", "markdown", "github", "gitlab"]

  /// The same decision in every format, by its name, from one run that writes a file of each.
  func everyFormat(
    of reports: [Report], _ options: [String] = [], environment: [String: String] = [:]
  ) throws -> (status: Int32, texts: [String: String]) {
    let targets = Bench.formats.flatMap { ["--format", "\($0)=out.\($0)"] }
    let (outcome, folder) = try checkInside(of: reports, targets + options, environment: environment)
    var texts = ["stdout": outcome.output, "stderr": outcome.errors]
    for format in Bench.formats {
      texts[format] = String(decoding: try Data(contentsOf: folder.appending(path: "out.\(format)")), as: UTF8.self)
    }
    return (outcome.status, texts)
  }

  /// Runs `check` in the folder of the reports, which are named without it: nothing of the machine is in the output.
  func checkInside(
    of reports: [Report], _ options: [String], environment: [String: String] = [:]
  ) throws -> (outcome: ProgramResult, folder: URL) {
    let position = "run-\(UUID().uuidString)"
    for report in reports { try write(report, in: position) }
    let folder = folder.appending(path: position)
    let arguments = [
      "check", "--repo", repository.path, "--base", "refs/heads/main", "--head", "refs/heads/change", "--scanned", head,
      "--now", Bench.now,
    ]
    return (try gatehouse(arguments + options + reports.map(\.name), in: folder, environment: environment), folder)
  }
}

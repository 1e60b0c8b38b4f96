import Foundation
import TestSupport

/// A whole file that a page shows, known by its first key.
struct ShownFile {
  private let name, text: String

  /// Nil for a part of a file, and for files of other programs.
  init?(_ text: String) {
    let names = [
      "gatehouse": "policy.yaml", "gatehouse-tests": "tests.yaml", "gatehouse-waivers": "waivers.yaml",
      "gatehouse-baseline": "baseline.yaml", "gatehouse-people": "people.yaml",
    ]
    guard let first = text.components(separatedBy: "\n").first(where: { !$0.hasPrefix("#") }),
      let name = first.split(separator: ":").first.flatMap({ names[String($0)] })
    else { return nil }
    (self.name, self.text) = (name, text + "\n")
  }

  /// Puts it into `.gatehouse/`, beside the policy that the page showed before it, and checks that folder. Tests are run.
  func check(in folder: TemporaryFolder) throws -> ProgramResult {
    let home = URL(filePath: folder.path).appending(path: ".gatehouse")
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let policy = home.appending(path: "policy.yaml")
    if name == "policy.yaml" {
      for old in ["tests.yaml", "waivers.yaml", "baseline.yaml", "people.yaml"] {
        try? FileManager.default.removeItem(at: home.appending(path: old))
      }
    } else if !FileManager.default.fileExists(atPath: policy.path) {
      try Data(Files.policy.utf8).write(to: policy)
    }
    try Data(text.utf8).write(to: home.appending(path: name))
    return try gatehouse(
      ["policy", name == "tests.yaml" ? "test" : "check", ".gatehouse"], in: URL(filePath: folder.path))
  }
}

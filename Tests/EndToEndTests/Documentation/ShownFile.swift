import Foundation
import TestSupport

/// A whole file that a page shows, known by its first key.
struct ShownFile {
  let name, text: String

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

  /// Puts it into `.gatehouse/`, beside the policy that the page showed before it.
  func write(in folder: TemporaryFolder) throws {
    let home = URL(filePath: folder.path).appending(path: ".gatehouse")
    if name == "policy.yaml", FileManager.default.fileExists(atPath: home.path) {
      try FileManager.default.removeItem(at: home)
    }
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    let policy = home.appending(path: "policy.yaml")
    if !FileManager.default.fileExists(atPath: policy.path) { try Data(Files.policy.utf8).write(to: policy) }
    try Data(text.utf8).write(to: home.appending(path: name))
  }

  /// Checks the folder, or runs the tests in it.
  func check(in folder: TemporaryFolder) throws -> ProgramResult {
    let command = name == "tests.yaml" ? "test" : "check"
    return try gatehouse(["policy", command, ".gatehouse"], in: URL(filePath: folder.path))
  }
}

/// The files and packages of a generated project at one commit. Every line keeps its number wherever it goes, so what a
/// change brought is known without asking anybody.
struct Project {
  /// A line of code, as written without its indentation.
  struct Line: Hashable {
    let number: Int
    var indentation: Int
    var text: String
    var weakness: Weakness?

    var written: String { text.isEmpty ? "" : String(repeating: " ", count: indentation) + text }
  }

  /// What the scanner of source code says of a line.
  struct Weakness: Hashable {
    let rule: String
    let isHigh: Bool
  }

  /// What the scanner of packages knows: the versions `1.N.0` from `since` until `fixed` are affected.
  struct Advisory: Sendable {
    let id: String
    let package: String
    let (since, fixed): (Int, Int)
    let isHigh: Bool
  }

  var files: [String: [Line]] = [:]
  /// The minor version of each package that is installed.
  var packages: [String: Int] = [:]

  static let manifest = "requirements.txt"

  var manifestText: String {
    packages.sorted { $0.key < $1.key }.map { "\($0.key)==1.\($0.value).0\n" }.joined()
  }

  /// The name of every problem with high severity, as it is when the rules say so: lines by number, packages by advisory.
  func problems(_ advisories: [Advisory]) -> Set<String> {
    let lines = files.values.joined().filter { $0.weakness?.isHigh == true }.map { "line \($0.number)" }
    return Set(lines + affected(by: advisories).filter(\.isHigh).map(\.name))
  }

  /// Those of the problems that an older project has in files, and of packages, that are the same in a newer one.
  func problems(_ advisories: [Advisory], untouchedIn newer: Project) -> Set<String> {
    var same = self
    same.files = files.filter { newer.files[$0.key] == $0.value }
    same.packages = packages.filter { newer.packages[$0.key] == $0.value }
    return same.problems(advisories)
  }

  func affected(by advisories: [Advisory]) -> [Advisory] {
    advisories.filter { advisory in
      packages[advisory.package].map { (advisory.since..<advisory.fixed).contains($0) } ?? false
    }
  }

  /// The place of a line.
  func place(of number: Int) -> (path: String, index: Int)? {
    for (path, lines) in files {
      if let index = lines.firstIndex(where: { $0.number == number }) { return (path, index) }
    }
    return nil
  }
}

extension Project.Advisory {
  var name: String { "\(id) in \(package)" }
}

import Foundation

/// The folder of published vectors and real scanner output, which lies outside the repository.
///
/// `GATEHOUSE_CORPUS` names it. Without the folder a corpus test skips and says so; it never names a file or a count of it.
package enum Corpus {
  package static let root: URL? = {
    let named = ProcessInfo.processInfo.environment["GATEHOUSE_CORPUS"]
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let folder = named.map { URL(filePath: $0) } ?? here.appending(path: "../../../shared/corpus").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// A folder or file of the corpus, or nil (with a line that says so) when it is not there.
  package static func find(_ path: String) -> URL? {
    guard let url = root?.appending(path: path), FileManager.default.fileExists(atPath: url.path) else {
      print("corpus \(path): skipped, no such folder (set GATEHOUSE_CORPUS)")
      return nil
    }
    return url
  }

  /// Prints the one line a corpus family owes: `corpus <family>: <right>/<all>`.
  package static func report(_ family: String, right: Int, all: Int) {
    print("corpus \(family): \(right)/\(all)")
  }
}

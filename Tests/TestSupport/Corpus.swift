import Foundation
import Testing

/// The folder of published vectors and real scanner output, which lies outside the repository.
///
/// `GATEHOUSE_CORPUS` names it. A test that needs a part of it has the trait `.corpus("path")`, and shows as skipped where that
/// part is not there; it never names a file or a count of it.
package enum Corpus {
  package static let root: URL? = {
    let named = ProcessInfo.processInfo.environment["GATEHOUSE_CORPUS"]
    let here = URL(filePath: #filePath).deletingLastPathComponent()
    let folder = named.map { URL(filePath: $0) } ?? here.appending(path: "../../../shared/corpus").standardizedFileURL
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// Whether a folder or file of the corpus is there.
  package static func has(_ path: String) -> Bool {
    root.map { FileManager.default.fileExists(atPath: $0.appending(path: path).path) } ?? false
  }

  /// A folder or file of the corpus. A test that asks has the trait `.corpus` with the same path.
  package static func find(_ path: String) throws -> URL {
    guard let root, has(path) else { throw CorpusMissing(path: path) }
    return root.appending(path: path)
  }

  /// Prints the one line a corpus family owes: `corpus <family>: <right>/<all>`.
  package static func report(_ family: String, right: Int, all: Int) {
    print("corpus \(family): \(right)/\(all)")
  }
}

/// A test asked for a part of the corpus that is not there, and has no trait that would have skipped it.
private struct CorpusMissing: Error {
  let path: String
}

extension Trait where Self == ConditionTrait {
  /// Skips the test where a folder or file of the corpus is not there.
  package static func corpus(_ path: String, sourceLocation: SourceLocation = #_sourceLocation) -> Self {
    enabled(
      if: Corpus.has(path), "no \(path) in the corpus (GATEHOUSE_CORPUS names its folder)",
      sourceLocation: sourceLocation)
  }
}

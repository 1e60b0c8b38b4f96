import Console
import System

/// Hears what is being read where that takes long, and at the end nil. Nothing that is decided depends on it.
package typealias Progress = @Sendable (ReadingStep?) -> Void

/// One report of those that are read. After the last one there is none.
package struct ReadingStep: Hashable, Sendable {
  /// From 0.
  let index: Int
  /// The number of reports.
  let count: Int
  let name: String
  let bytes: Int
  /// Whether all of them take long enough that one wonders.
  let isLong: Bool

  /// `reading 2 of 7, 312 MB: reports/trivy.json`. The name is last, for it is what a narrow terminal may cut.
  package var text: String { "reading \(index + 1) of \(count), \(megabytes) MB: \(name.neutralized())" }

  private var megabytes: String {
    let tenths = (bytes * 10 + 500_000) / 1_000_000
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\(tenths / 10)"
  }

  /// The steps of reading these files, in order. A stream has no size yet.
  static func steps(of files: [String]) -> [ReadingStep] {
    let sizes = files.map { Files.size($0) ?? 0 }
    let isLong = sizes.reduce(0, +) >= longBytes
    return files.indices.map {
      ReadingStep(index: $0, count: files.count, name: files[$0], bytes: sizes[$0], isLong: isLong)
    }
  }

  /// Read in a few tens of milliseconds; below that a line would only flicker.
  private static let longBytes = 16_000_000
}

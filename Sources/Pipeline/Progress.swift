import System

/// Called before each report is read, when reading takes long, and with nil when all are read.
/// It does not affect the decision.
package typealias Progress = @Sendable (ReadingStep?) -> Void

/// The report that is being read, and the total number of reports.
package struct ReadingStep: Hashable, Sendable {
  /// The position among the reports, from 0.
  let index: Int
  /// The number of reports.
  let count: Int
  let name: String
  let bytes: Int
  /// Whether reading all reports takes long enough to show progress.
  let isLong: Bool

  /// `reading 2 of 7, 312 MB: reports/trivy.json`. The name is last, so that a narrow terminal cuts off only the name.
  /// The text may contain control characters; the code that prints it makes them visible.
  package var text: String { "reading \(index + 1) of \(count), \(megabytes) MB: \(name)" }

  private var megabytes: String {
    let tenths = (bytes * 10 + 500_000) / 1_000_000
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\(tenths / 10)"
  }

  /// The steps of reading these files, in order. A stream counts as empty, because its size is not known yet.
  static func steps(of files: [String]) -> [ReadingStep] {
    let sizes = files.map { Files.size($0) ?? 0 }
    let isLong = sizes.reduce(0, +) >= longBytes
    return files.indices.map {
      ReadingStep(index: $0, count: files.count, name: files[$0], bytes: sizes[$0], isLong: isLong)
    }
  }

  // Smaller inputs are read in some ten milliseconds, and a line shown for less time would only flicker.
  private static let longBytes = 16_000_000
}

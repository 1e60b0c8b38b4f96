import System

/// Called with each report that is read where reading takes long, and with nil when it is done. No decision depends on it.
package typealias Progress = @Sendable (ReadingStep?) -> Void

/// The report that is being read, among how many.
package struct ReadingStep: Hashable, Sendable {
  /// The position among the reports, from 0.
  let index: Int
  /// The number of reports.
  let count: Int
  let name: String
  let bytes: Int
  /// Whether reading all of them takes long enough for people to wonder.
  let isLong: Bool

  /// `reading 2 of 7, 312 MB: reports/trivy.json`. The name is last, where a narrow terminal cuts it. Not made printable: the
  /// writer to the terminal does that.
  package var text: String { "reading \(index + 1) of \(count), \(megabytes) MB: \(name)" }

  private var megabytes: String {
    let tenths = (bytes * 10 + 500_000) / 1_000_000
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\(tenths / 10)"
  }

  /// The steps of reading these files, in their order. A stream counts as empty, for its size is not known yet.
  static func steps(of files: [String]) -> [ReadingStep] {
    let sizes = files.map { Files.size($0) ?? 0 }
    let isLong = sizes.reduce(0, +) >= longBytes
    return files.indices.map {
      ReadingStep(index: $0, count: files.count, name: files[$0], bytes: sizes[$0], isLong: isLong)
    }
  }

  // Read in a few tens of milliseconds; a line that is shown for less would only flicker.
  private static let longBytes = 16_000_000
}

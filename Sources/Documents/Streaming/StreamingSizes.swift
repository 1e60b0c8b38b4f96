import System

/// The thresholds for reading in pieces, in bytes.
struct StreamingSizes: Sendable {
  /// The size of a window during the search for long arrays.
  var window = 1 << 20
  /// The minimum size of a piece, which ends with a whole element.
  var piece = 1 << 19
  /// The minimum size of a long array. Shorter ones stay in the skeleton.
  var list = 1 << 20
  /// The minimum size of a long file. Shorter ones are read as a whole.
  var file = 4 << 20
  /// The maximum size of a file.
  var longestFile = 16 << 30
  /// The maximum size of the skeleton, and of each piece.
  var inMemory = Files.standardLimit

  static let standard = StreamingSizes()
}

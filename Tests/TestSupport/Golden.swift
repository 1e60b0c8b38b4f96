import Foundation
import Testing

/// Compares text with a golden file. `make golden` (GATEHOUSE_GOLDEN=write) rewrites the file instead; read the diff as code.
package func expectGolden(_ text: String, _ file: URL, sourceLocation: SourceLocation = #_sourceLocation) throws {
  if ProcessInfo.processInfo.environment["GATEHOUSE_GOLDEN"] == "write" {
    try Data(text.utf8).write(to: file)
    return
  }
  let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? "(no golden file)"
  #expect(
    text == expected, "\(file.lastPathComponent) differs; `make golden` rewrites it", sourceLocation: sourceLocation)
}

/// The `Fixtures` folder beside the test file that asks.
package func fixtures(beside file: String = #filePath) -> URL {
  URL(filePath: file).deletingLastPathComponent().appending(path: "Fixtures")
}

/// The folders in a folder, sorted by name.
package func folders(in folder: URL) throws -> [URL] {
  try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: [.isDirectoryKey])
    .filter { (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
    .sorted { $0.path < $1.path }
}

import Glibc
import Model
import System

/// A file in memory: a scanner's report, a policy or a CODEOWNERS file.
public struct SourceFile: Sendable, Hashable {
  /// The name that errors show.
  public var name: String
  public var bytes: [UInt8]

  public init(name: String, bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
  public init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }

  /// Reads a file from disk.
  ///
  /// - Throws: `file-unreadable` when it is missing or not a regular file, `file-too-large` above 512 MiB.
  public init(contentsOf path: String) throws(GateError) {
    do throws(Diagnostic) {
      let input = try Files.read(path)
      self.init(name: path, bytes: input.bytes)
    } catch {
      throw GateError([error])
    }
  }

  var input: Input { Input(name: name, bytes: bytes) }
}

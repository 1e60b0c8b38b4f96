import Documents
import Model
import System

/// A lock file in JSON, with the lines of its values.
struct JSONManifest {
  let root: JSONValue
  private let numbers: LineNumbers
  private let input: Input

  init(_ input: Input) throws(Diagnostic) {
    (root, numbers, self.input) = (try JSONDocument(input).root, LineNumbers(of: input), input)
  }

  func lines(of value: JSONValue) -> ClosedRange<Int> { numbers.lines(of: value.bytes) }

  /// The members of an object; none when the member is missing. Throws when it is anything else.
  func members(_ key: StaticString, of value: JSONValue) throws(Diagnostic) -> [(key: String, value: JSONValue)] {
    guard let object = try value.object(key) else { return [] }
    return Array(try object.members())
  }

  /// Throws when the root has none of these members, because then it is not known what the file is.
  func require(_ keys: StaticString...) throws(Diagnostic) {
    guard keys.contains(where: { root.has($0) }) else {
      throw input.unreadable("has no \(keys.map { "`\($0)`" }.joined(separator: " or "))")
    }
  }
}

import Interning
package import Model

/// Whose SSH keys are allowed to sign what and when (ssh-keygen(1), "ALLOWED SIGNERS").
///
/// Two things differ from `ssh-keygen`: days and times without `Z` are in UTC, so that the answer is the same on every machine,
/// and the case of ASCII letters in principals means nothing. A line that cannot be understood allows nothing, and a
/// diagnostic says so.
package struct AllowedSigners: Sendable {
  /// One line: a key, and the people it belongs to.
  package struct Entry: Sendable {
    /// Patterns of names, with `*` and `?`; `!` before one excludes what it matches. They are in lower case.
    package let principals: [String]
    let namespaces: [String]?
    let validAfter, validBefore: Timestamp?
    let key: [UInt8]
  }

  package private(set) var entries: [Entry] = []
  /// Warnings about lines that allow nothing.
  package private(set) var diagnostics: [Diagnostic] = []

  package init(_ input: Input) {
    for (number, line) in input.bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      let text = line.last == 13 ? line.dropLast() : line
      guard let first = text.first(where: { $0 != 0x20 && $0 != 9 }), first != UInt8(ascii: "#") else { continue }
      var reader = AllowedSignersLine(text)
      do throws(Fault) { entries.append(try reader.entry()) } catch {
        diagnostics.append(
          Diagnostic(
            .signerRefused, "this line allows no signature: \(error.because)", severity: .warning,
            at: SourcePosition(file: input.name, line: number + 1), help: error.help))
      }
    }
  }

  /// Whether a line lists a key, whatever it allows the key to do.
  package func lists(_ key: PublicKey) -> Bool { entries.contains { $0.key == key.bytes } }

  /// The lines that allow a key to sign in a namespace at a time.
  package func entries(of key: PublicKey, namespace: String, at time: Timestamp) -> [Entry] {
    entries.filter { entry in
      entry.key == key.bytes && entry.namespaces.map { matches(namespace, $0) } ?? true
        && entry.validAfter.map { time >= $0 } ?? true && entry.validBefore.map { time <= $0 } ?? true
    }
  }

  struct Fault: Error {
    let because: String
    var help: String?
  }
}

extension AllowedSigners.Entry {
  /// Whether the line names a principal.
  package func names(_ principal: String) -> Bool { matches(lowercasedASCII(principal), principals) }
}

/// Whether a list of patterns matches a text: one does, and none that begins with `!`.
private func matches(_ text: String, _ patterns: [String]) -> Bool {
  var isFound = false
  for pattern in patterns {
    let isNegated = pattern.utf8.first == UInt8(ascii: "!")
    guard matches(Array(text.utf8), Array(isNegated ? pattern.utf8.dropFirst() : pattern.utf8[...])) else { continue }
    if isNegated { return false }
    isFound = true
  }
  return isFound
}

/// Whether a pattern with `*` and `?` matches a whole text, in time proportional to the product of their lengths.
private func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
  var (at, next, star, mark) = (0, 0, -1, 0)
  while at < text.count {
    if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
      (star, mark, next) = (next, at, next + 1)
    } else if next < pattern.count, pattern[next] == UInt8(ascii: "?") || pattern[next] == text[at] {
      (at, next) = (at + 1, next + 1)
    } else if star >= 0 {
      (mark, next) = (mark + 1, star + 1)
      at = mark
    } else {
      return false
    }
  }
  return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
}

/// A version of a Python package that is not one by PEP 440, ordered as setuptools did before it: words are compared as
/// text, `dev` precedes and `final` ends a version.
struct LegacyPythonVersion {
  let parts: [VersionWord]

  init(_ text: [UInt8]) {
    var parts: [[UInt8]] = []
    for run in pieces(of: text.map(lowercased)) + [Array("final".utf8)] {
      if isDigit(run[0]) {
        parts.append(Array(repeating: UInt8(ascii: "0"), count: max(0, 8 - run.count)) + run)
        continue
      }
      let word = [UInt8(ascii: "*")] + run
      if word.lexicographicallyPrecedes("*final".utf8) {
        while let last = parts.last, last.elementsEqual("*final-".utf8) { parts.removeLast() }
      }
      while let last = parts.last, last.allSatisfy({ $0 == UInt8(ascii: "0") }) { parts.removeLast() }
      parts.append(word)
    }
    self.parts = parts.map { VersionWord($0[...]) }
  }
}

/// Numbers, words and other characters, with the words that mark a pre-release in one spelling.
private func pieces(of text: [UInt8]) -> [[UInt8]] {
  var (pieces, rest) = ([[UInt8]](), text[...])
  while let first = rest.first {
    let own = kind(of: first)
    let run = own == 3 ? rest.prefix(1) : rest.prefix { kind(of: $0) == own }
    rest = rest.dropFirst(run.count)
    switch String(decoding: run, as: UTF8.self) {
    case ".": continue
    case "-": pieces.append(Array("final-".utf8))
    case "pre", "preview", "rc": pieces.append(Array("c".utf8))
    case "dev": pieces.append(Array("@".utf8))
    default: pieces.append(Array(run))
    }
  }
  return pieces
}

/// Digits, letters, others; `.` and `-` stand alone.
private func kind(of byte: UInt8) -> Int {
  if isDigit(byte) { return 0 }
  if isASCIILetter(byte) { return 1 }
  return byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") ? 3 : 2
}

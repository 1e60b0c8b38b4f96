/// A version of a Ruby gem (RubyGems, `Gem::Version`): a part with letters makes it a pre-release, and zeros at the end
/// of the numbers and of the whole do not count. A platform after the version (`1.13.3-x86_64-linux`) does not count.
struct GemVersion: VersionSyntax {
  private enum Segment: Comparable { case word(VersionWord), number(VersionNumber) }

  private let segments: [Segment]

  init?(_ text: [UInt8]) {
    let text = Array(withoutPlatform(text[...]))
    guard let first = text.first, isDigit(first), text.allSatisfy(isAllowed) else { return nil }
    var segments: [Segment] = []
    for part in text.parts(at: "-").enumerated() {
      if part.offset > 0 { segments.append(.word(VersionWord(Array("pre".utf8)[...]))) }
      segments += part.element.runs.map { run in
        isDigit(run[run.startIndex]) ? .number(VersionNumber(run)) : .word(VersionWord(run))
      }
    }
    let head = segments.prefix { $0 >= .number(.zero) }
    self.segments = Self.withoutZeros(head) + Self.withoutZeros(segments.dropFirst(head.count))
  }

  func compare(to other: GemVersion) -> VersionOrder? {
    VersionOrder(segments, other.segments, filledWith: .number(.zero))
  }

  private static func withoutZeros(_ segments: ArraySlice<Segment>) -> [Segment] {
    Array(segments.reversed().drop { $0 == .number(.zero) }.reversed())
  }
}

/// The version without the platform that Bundler writes behind it in lock files: everything from the first `-` that a
/// processor or a system follows (`Gem::Platform`).
func withoutPlatform(_ version: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  guard let hyphen = version.firstIndex(of: UInt8(ascii: "-")) else { return version }
  let word = version[(hyphen + 1)...].prefix { $0 != UInt8(ascii: "-") }
  return platforms.contains { word.elementsEqual($0.utf8) } ? version[..<hyphen] : version
}

private let platforms = [
  "x86", "x86_64", "x64", "i386", "i486", "i586", "i686", "amd64", "aarch64", "arm64", "arm", "armv6", "armv6l",
  "armv7",
  "armv7l", "armv8", "ppc64le", "powerpc64le", "powerpc", "riscv64", "s390x", "sparc", "universal", "ruby", "java",
  "jruby",
  "mswin", "mswin32", "mswin64", "mingw32", "mingw", "linux", "darwin", "dalvik", "truffleruby", "wasm32",
]

private func isAllowed(_ byte: UInt8) -> Bool {
  isDigit(byte) || isASCIILetter(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    || byte == UInt8(ascii: "_")
}

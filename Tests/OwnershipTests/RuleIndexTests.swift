import Patterns
import Testing

@testable import Ownership

/// A generator of pseudo-random patterns and paths, which are equal in every run.
private struct Dice {
  var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func roll<T>(_ faces: [T]) -> T {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return faces[Int((state >> 33) % UInt64(faces.count))]
  }

  mutating func path(of segments: [String]) -> String {
    (0..<roll([1, 2, 2, 3, 3, 4, 5])).map { _ in roll(segments) }.joined(separator: "/")
  }
}

/// The executable specification of CODEOWNERS: the last matching rule wins.
private func lastRule(of rules: [Glob?], matching path: String) -> Int? {
  rules.indices.last { rules[$0]?.matches(path) == true }
}

@Test(arguments: [Dialect.github, .gitlab]) func `the trie finds the last matching rule, and all of them`(
  dialect: Dialect
) {
  var dice = Dice()
  let pieces = ["a", "b", "ab", "a.c", "*", "**", "a*", "*.c", "*b.c", "?", "**b"]
  let names = ["a", "b", "ab", "a.c", "b.c", "ab.c", "aab", ".c"]
  for _ in 0..<60 {
    let globs = (0..<dice.roll([1, 5, 20, 60])).map { _ in
      let pattern = dice.roll(["", "", "/"]) + dice.path(of: pieces) + dice.roll(["", "", "/"])
      let bytes = Array(pattern.utf8)[...]
      return dialect == .github ? GitHub.glob(of: bytes) : Glob(fnmatch: GitLab.normalized(bytes))
    }
    let index = RuleIndex(globs)
    var scratch = RuleIndex.Scratch()
    for _ in 0..<40 {
      let path = dice.path(of: names)
      let last = index.last(matching: PathSegments(path.utf8), &scratch)
      #expect(last == lastRule(of: globs, matching: path), "\(path)")
      let all = globs.indices.filter { globs[$0]?.matches(path) == true }
      #expect(index.all(matching: PathSegments(path.utf8), &scratch) == all, "\(path)")
    }
  }
}

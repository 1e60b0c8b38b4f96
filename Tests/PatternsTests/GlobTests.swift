import Foundation
import Patterns
import TestSupport
import Testing

@Test(arguments: [
  // An author's view: where a pattern holds.
  ("services/**", "services/pay/a.go", true), ("services/**", "services", false), ("services/", "services/a", true),
  ("services/", "old/services/a", true), ("services/pay", "services/pay", true),
  ("services/pay", "services/pay/a", true), ("services/pay", "services/payroll", false),
  ("/services/*", "services/a", true), ("services/*", "services/a/b", true), ("services/*", "services", false),
  ("services/pay*", "services/payments/a/b", true), ("services/pay*", "services/other/pay", false),
  ("*.tf", "infra/main.tf", true), ("*.tf", "main.tf.d/x", false), ("*.tf", "main.tf/x", true),
  ("/*.tf", "infra/main.tf", false),
  ("**/test/**", "test/a", true), ("**/test/**", "a/test/b/c", true), ("**/test/**", "a/test", false),
  ("**", "a/b", true), ("*", "a/b", true), ("/*", "a/b", true), ("/*/", "a", false), ("/*/", "a/b", true),
  ("Makefile", "a/Makefile", true), ("**/", "a", false),
  // Wildcards.
  ("[Tt]est", "Test", true), ("[!a-c]x", "dx", true), ("[!a-c]x", "bx", false), ("[]a]x", "]x", true),
  ("[[:digit:]_]", "7", true), ("[[:digit:]_]", "a", false), ("[a\\]]", "]", true), ("[a-]", "-", true),
  ("a?c", "abc", true), ("a?c", "a/c", false), ("a*b*c", "aXbYbZc", true), ("a*b*c", "acb", false),
  ("\\!x", "!x", true), ("\\*", "a", false), ("", "", false),
])
func `a glob matches whole paths`(pattern: String, path: String, expected: Bool) {
  #expect(((try? Glob(pattern))?.matches(path) ?? false) == expected, "\(pattern) against \(path)")
}

@Test(arguments: [
  ("services/**", "services", true), ("services/pay/**", "services", true), ("services/pay", "services/pay", true),
  ("services/a.py", "services/a.py", true), ("services/**", "", true), ("*.tf", "", true), ("**", "", true),
  ("services/**", "services/pay", false), ("services/**", "service", false), ("services/*/a", "services/b", false),
  ("services/**/*.tf", "services", true), ("*.tf", "services", false), ("services", "services", false),
  ("/services", "services", true), ("**/services/**", "services", false), ("a/b", "a/b/c/d/e/f", false),
])
func `a glob lies in the folder that holds all it can match`(pattern: String, folder: String, expected: Bool) throws {
  #expect(try Glob(pattern).lies(in: folder) == expected, "\(pattern) in \(folder)")
}

@Test(arguments: [
  ("", 0), ("!a", 0), ("a//b", 2), ("./a", 0), ("a/../b", 2), ("/", 0), ("a[b", 1), ("x/[a/b]", 2), ("[z-a]", 3),
  ("[[:spaci:]]", 3), ("a/b\\", 3), ("[\\", 1),
])
func `a pattern that could match nothing is refused with its position`(pattern: String, offset: Int) {
  let error = #expect(throws: GlobError.self) { try Glob(pattern) }
  #expect(error?.offset == offset, "\(pattern): \(error?.text ?? "")")
}

@Test func `many wildcards cost no more than the product of the lengths`() throws {
  let paths = [String(repeating: "a", count: 3000), String(repeating: "a/", count: 1500) + "x"]
  for pattern in [String(repeating: "a*", count: 500) + "b", String(repeating: "**/a/", count: 300) + "b"] {
    for path in paths { #expect(try !Glob(pattern).matches(path)) }
  }
}

@Test(.corpus("codeowners")) func `git check-ignore agrees on its own wildmatch table`() throws {
  let corpus = try Corpus.find("codeowners")
  var (right, all) = (0, 0)
  for folder in try folders(in: corpus) {
    let file = folder.appending(path: "git-wildmatch.tsv")
    guard FileManager.default.fileExists(atPath: file.path) else { continue }
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
    for row in rows.map({ $0.split(separator: "\t", omittingEmptySubsequences: false) }) {
      let found = (try? Glob(String(row[0])))?.matches(String(row[1])) ?? false
      all += 1
      right += found == (row[2] == "1") ? 1 : 0
      #expect(found == (row[2] == "1"), "\(row[0]) against \(row[1])")
    }
  }
  Corpus.report("git-wildmatch", right: right, all: all)
}

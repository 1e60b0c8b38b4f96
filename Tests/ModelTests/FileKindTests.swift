import Model
import Testing

@Suite struct FileKindTests {
  @Test(arguments: [
    ("a.py", "src/b.PYW", true), ("a.js", "a.tsx", true), ("a.py", "a.pyi", false), ("a.yml", "b.yaml", true),
    ("Dockerfile", "web/dockerfile.prod", true), ("Makefile", "x/makefile", true), ("a.txt", "a.js", false),
    (".py", "a.py", false), ("a", "b", false),
  ])
  func `a language has all names that its scanners read`(_ one: String, _ other: String, _ isSame: Bool) {
    #expect((FileKind.language(ofFile: one) == FileKind.language(ofFile: other)) == isSame)
  }

  @Test(arguments: [
    ("tests/a.js", "src/a.js"), ("vendor/a.js", "src/a.js"), ("Third_Party/a.c", "a.c"),
    ("node_modules/x/a.js", "a.js"), ("dist/a.js", "a.js"), ("build/a.js", "dist.js"), ("testdata/a.go", "a.go"),
    ("fixtures/a.py", "a.py"), ("examples/a.py", "a.py"), ("docs/a.py", "a.py"), ("a.min.js", "a.js"),
    ("a_test.go", "a.go"), ("test_a.py", "a.py"), ("a_test.py", "a.py"), ("a.test.ts", "a.ts"), ("a.spec.js", "a.js"),
    ("conftest.py", "plugins.py"), ("notes.txt", "a.js"), (".venv/a.py", "a.py"), ("__pycache__/a.py", "a.py"),
    // Out of one, into another: who leaves out dependencies alone reads it now.
    ("vendor/a.js", "tests/a.js"), ("a_test.go", "tests/a.go"), ("ci/a.yml", ".github/workflows/a.yml"),
  ])
  func `a scanner may read what it passed by`(_ old: String, _ new: String) {
    #expect(FileKind(new).isRead(wherePassedBy: FileKind(old)))
  }

  @Test(arguments: [
    ("a.js", "b.js"), ("src/a.js", "tests/a.js"), ("tests/a.js", "web/tests/deep/b.js"), ("a.js", "a.min.js"),
    ("a.js", "vendor/a.js"), ("a_test.go", "tests/a_test.go"), ("docs/a.py", "web/docs/b.py"), ("latest/a.js", "a.js"),
    ("com/example/A.java", "A.java"),
    ("contest.py", "a.py"), ("a.config.js", "a.js"), ("testing.py", "a.py"), (".a/b.yml", ".c/b.yml"),
  ])
  func `what scanners read before is not new to them`(_ old: String, _ new: String) {
    #expect(!FileKind(new).isRead(wherePassedBy: FileKind(old)))
  }
}

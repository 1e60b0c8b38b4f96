import Testing

@testable import Pipeline

@Suite struct PatchTests {
  private func diff(_ old: String?, _ new: String) -> String? {
    unifiedDiff(of: "a.yaml", from: old.map { Array($0.utf8) }, to: Array(new.utf8)).map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  @Test func `equal contents have no difference`() { #expect(diff("a\n", "a\n") == nil) }

  @Test func `a hunk has three lines before and after`() {
    let expected = """
      diff --git a/a.yaml b/a.yaml
      --- a/a.yaml
      +++ b/a.yaml
      @@ -2,6 +2,7 @@
       2
       3
       4
      +x
       5
       6
       7

      """
    #expect(diff("1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nx\n5\n6\n7\n8\n") == expected)
  }

  @Test func `a new file, and an old one without an end of its last line`() {
    #expect(
      diff(nil, "a\n")
        == "diff --git a/a.yaml b/a.yaml\nnew file mode 100644\n--- /dev/null\n+++ b/a.yaml\n@@ -0,0 +1,1 @@\n+a\n")
    #expect(
      diff("a", "a\nb\n")
        == "diff --git a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n"
    )
  }
}

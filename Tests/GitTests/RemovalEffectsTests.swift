import TestSupport
import Testing

@testable import Git

/// An old content in which lines that are removed begin with `-`, and lines that the change adds with `+`; a `!` marks
/// the lines of the new content that the removed ones may have protected.
private let cases: [(name: String, text: String)] = [
  (
    "the rest of the block behind an edited guard",
    """
     !|def show(q):
    - |    if not ok(q):
    + |    if not fine(q):
     !|        return
     !|    a = 1
     !|    run(q)
      |
      |def other():
      |    pass
    """
  ),
  (
    "all that follows a lost exit in its function",
    """
      |def show(q):
      |    for a in q:
      |        if not ok(a):
     !|            log(a)
    - |            return
    + |            pass
     !|        use(a)
     !|    run(q)
      |
      |def other():
      |    pass
    """
  ),
  (
    "the rest of the loop that an exit no longer skips",
    """
      |def show(q):
      |    for a in q:
      |        if not ok(a):
     !|            log(a)
    - |            continue
    + |            pass
     !|        use(a)
      |    run(q)
    """
  ),
  (
    "all that follows an exit that leaves less",
    """
      |void show(Q q)
      |{
      |    for (A a : q)
      |    {
      |        if (!ok(a))
     !|        {
    - |            throw new No();
    + |            continue;
     !|        }
     !|        use(a);
     !|    }
     !|    run(q);
      |}
    """
  ),
  (
    "the rest of the function behind an edited guard in a branch",
    """
      |def show(q):
     !|    if q.name:
    - |        if not ok(q):
    + |        if not fine(q):
     !|            return
     !|        a()
     !|    run(q)
    """
  ),
  (
    "the block of a rule that refuses no more",
    """
     !|location /admin {
     !|    auth_basic off;
    - |    deny all;
    +!|    allow all;
     !|    proxy_pass http://app;
      |}
      |location / {
      |}
    """
  ),
  (
    "an exit in another form",
    """
      |def show(q):
      |    if not ok(q):
     !|        log(q)
    - |        return None
    + |        raise No()
     !|    run(q)
    """
  ),
  (
    "a function, whose exits leave only itself",
    """
      |def one():
      |    pass
      |
    - |def two(q):
    - |    if not q:
    - |        return 1
    - |
      |def three():
      |    run()
    """
  ),
  (
    "an edited statement that guards nothing",
    """
     !|def show(q):
    - |    a = 1
    + |    a = 2
     !|    b = 3
      |    run(q)
    """
  ),
  (
    "the block of a removed line, with its head",
    """
      |import os
      |
     !|def show(request):
    - |    require_login(request)
     !|    name = request.args["n"]
      |
     !|    return name
      |
      |def other():
      |    pass
    """
  ),
  (
    "a replaced line affects only the lines beside it",
    """
      |def show(q):
     !|    log(q)
    - |    q = lower(q)
    + |    q = str(q)
     !|    log(q)
      |    return q
    """
  ),
  (
    "the rest of the function behind a lost check, also in a branch",
    """
      |def show(q):
      |    with lock:
     !|        log(q)
    - |        q = escape(q)
    + |        q = str(q)
     !|        log(q)
     !|    return q
    """
  ),
  (
    "a check with other arguments",
    """
      |def show(q):
     !|    log(q)
    - |    q = escape(q)
    + |    q = escape(q, quote=True)
     !|    log(q)
      |    return q
    """
  ),
  (
    "a guard that is commented out is removed",
    """
     !|def show(q):
    - |    if not ok(q):
    - |        return None
    +!|    # if not ok(q):
    +!|    #     return None
     !|    log(q)
     !|    return q
    """
  ),
  (
    "a decorator, up to the first blank line",
    """
      |import web
      |
    - |@login_required
     !|def show(q):
     !|    return q
      |
      |def other(q):
      |    return q
    """
  ),
  (
    "a whole function apart from others",
    """
      |def one():
      |    pass
      |
    - |def two():
    - |    pass
    - |
      |def three():
      |    pass
    """
  ),
  (
    "blank lines protect nothing",
    """
      |def one():
      |    a()
    - |
      |    b()
    """
  ),
  (
    "the last line of a file",
    """
      |spec:
     !|  securityContext:
     !|    privileged: false
    - |    runAsNonRoot: true
    """
  ),
]

struct RemovalEffectsTests {
  @Test(arguments: cases.indices)
  func `removed lines affect the lines beside them and their block`(number: Int) throws {
    let lines = cases[number].text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let parts = line.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
      return (mark: parts[0], text: parts[1] + "\n")
    }
    let old = lines.filter { !$0.mark.contains("+") }.map(\.text).joined()
    let new = lines.filter { !$0.mark.contains("-") }
    let difference = try LineDiff(from: Array(old.utf8), to: Array(new.map(\.text).joined().utf8))
    let isBlank = { (line: Int) in new[line - 1].text == "\n" }
    let affected = Set(difference.affected.flatMap { Array($0) }.filter { !isBlank($0) })
    let expected = Set(new.indices.filter { new[$0].mark.contains("!") }.map { $0 + 1 })
    #expect(affected == expected, "\(cases[number].name)")
    #expect(difference.lineCount == new.count)
  }

  @Test(arguments: [
    ("f(x)\ng()\n", "f(x)\r\ng()\r\n", true, false), ("f(x)\ng()\n", "f(x)  \ng()\t\n", true, false),
    ("f(x) \\\ng()\n", "f(x) \\ \ng()\n", false, false), ("f(x)\n", "f(y)\r\n", false, false),
    ("{\n  f()\n}\n", "{\n    f()\n}\n", false, false), ("{\n  f()\n}\n", "{\n    f()\n}\n", true, true),
  ])
  func `blanks at the end of a line change no code, nor those at its start where they mean nothing`(
    old: String, new: String, isSame: Bool, ignoresIndentation: Bool
  ) throws {
    let difference = try LineDiff(
      from: Array(old.utf8), to: Array(new.utf8), ignoresIndentation: ignoresIndentation)
    #expect(difference.added.isEmpty == isSame)
  }

  @Test func `the block of a removed line is found in code that is indented otherwise than before`() throws {
    let old = "f() {\n    if (!ok) {\n        return;\n    }\n    a();\n    b();\n    c();\n}\n"
    let new = "f() {\n  a();\n  b();\n  c();\n}\n"
    let difference = try LineDiff(from: Array(old.utf8), to: Array(new.utf8), ignoresIndentation: true)
    #expect(difference.affected == [1...4])
  }

  @Test func `a removal at the start of a file is after line 0`() throws {
    let difference = try LineDiff(from: Array("a\nb\nc\n".utf8), to: Array("b\n".utf8))
    #expect(difference.removedAfter == [0, 1])
  }

  @Test func `any two contents can be compared`() throws {
    let texts = [
      "def f(x):", "if x {", "for a in b:", "return", "raise E()", "fatalError()", "throw e", "}", "", "run(x)",
      "# note", "deny all;", "reject()",
    ]
    for seed in Depth.lawSeeds {
      var random = Seeded(seed)
      var lines = (0..<random.pick(of: [0, 1, 4, 12])).map { _ in
        String(repeating: " ", count: random.pick(of: [0, 0, 2, 4])) + random.pick(of: texts)
      }
      let old = lines.map { $0 + "\n" }.joined()
      for _ in 0..<random.pick(of: [1, 2, 3]) {
        let at = random.pick(of: Array(0...lines.count))
        lines.replaceSubrange(
          at..<min(lines.count, at + random.pick(of: [0, 1, 3, 12])),
          with: (0..<random.pick(of: [0, 0, 1, 2])).map { _ in random.pick(of: ["", "  "]) + random.pick(of: texts) })
      }
      for ignoresIndentation in [false, true] {
        let difference = try LineDiff(
          from: Array(old.utf8), to: Array(lines.map { $0 + "\n" }.joined().utf8),
          ignoresIndentation: ignoresIndentation)
        #expect(difference.affected.allSatisfy { $0.lowerBound >= 1 }, "seed \(seed)")
        #expect(difference.lineCount == lines.count, "seed \(seed)")
      }
    }
  }
}

import Model
import Patterns
import Settings

extension Condition {
  static let path = Condition(
    "path", "The path in the repository, by patterns as in .gitignore. Unknown when the finding has no file.",
    reads: Field("location.path", .path),
    as: .words(
      ConfigDecoder<Glob>.glob.map { _, node, _ in if case .scalar(let text, _) = node.value { text } else { nil } }),
    actual: { $0.finding.location.path ?? "no file" },
    examples: [
      .holds("[\"services/**\", \"*.tf\"]", "path: services/pay/a.py"), .holds("\"*.tf\"", "path: infra/main.tf"),
      .fails("\"services/**\"", "path: docs/a.py"), .unknown("\"services/**\"", "kind: dast"),
    ],
    parse: { tests in
      do throws(GlobError) {
        var globs: [Glob] = []
        for pattern in tests.words() ?? [] { globs.append(try Glob(pattern)) }
        return globs
      } catch {
        return nil
      }
    },
    test: { (wanted: [Glob], context, _) in
      Truth(context.finding.location.path.map { path in wanted.contains { $0.matches(path) } })
    })
}

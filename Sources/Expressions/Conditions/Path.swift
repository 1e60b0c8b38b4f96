import Model
import Patterns
import Settings

extension Condition {
  static let path = Condition(
    "path",
    "The path in the repository, by patterns as in .gitignore. Unknown when the finding has no file, and for a file "
      + "inside a container image.",
    reads: Field("location.path", .path),
    as: .words(
      ConfigDecoder<Glob>.glob.map { _, node, _ in if case .scalar(let text, _) = node.value { text } else { nil } }),
    actual: { context in
      let paths = context.finding.observations.compactMap { $0.repositoryPath.wrappedValue }
      return paths.first ?? context.finding.location.path.map { "\($0) inside an image" } ?? "no file"
    },
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
    test: { (wanted: [Glob], context, partialMatch) in
      context.combined(partialMatch) { observation in
        Truth(context.repositoryPath(of: observation).map { path in wanted.contains { $0.matches(path) } })
      }
    })
}

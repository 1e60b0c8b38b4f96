import Foundation

/// A declarative Jenkinsfile (jenkins.io, "Pipeline Syntax") as a tree of statements, as far as ours need Groovy.
struct Jenkinsfile {
  /// A line such as `sh '''…'''` or `stage('Scan') { … }`.
  struct Statement {
    var words: [Word] = []
    var body: [Statement]?

    var name: String { words.first?.text ?? "" }
    /// The texts among the words.
    var texts: [String] { words.filter(\.isText).map(\.text) }

    subscript(name: String) -> Statement? { body?.first { $0.name == name } }

    /// The text after `name:`.
    func argument(_ name: String) -> String? {
      zip(words, words.dropFirst()).first { $0.0.text == "\(name):" && !$0.0.isText }?.1.text
    }
  }

  struct Word {
    var text: String
    /// Whether it stood in quotes.
    var isText = false
  }

  let statements: [Statement]

  init(_ file: URL) throws {
    var reader = GroovyReader(rest: Substring(try String(contentsOf: file, encoding: .utf8)))
    statements = try reader.statements()
  }
}

private struct GroovyReader {
  var rest: Substring

  mutating func statements(nested: Bool = false) throws -> [Jenkinsfile.Statement] {
    var (list, current) = ([Jenkinsfile.Statement](), Jenkinsfile.Statement())
    func isOpen(_ statement: Jenkinsfile.Statement) -> Bool {
      // A line that ends with a comma, or an open bracket, goes on.
      let words = statement.words.filter { !$0.isText }.map(\.text)
      return words.filter { $0 == "(" || $0 == "[" }.count > words.filter { $0 == ")" || $0 == "]" }.count
        || statement.words.last?.text == ","
    }
    func end() {
      if !current.words.isEmpty { list.append(current) }
      current = .init()
    }
    while let first = rest.first {
      if rest.hasPrefix("//") {
        rest = rest.drop { $0 != "\n" }
      } else if first == "\n" || first == ";" {
        rest = rest.dropFirst()
        if !isOpen(current) { end() }
      } else if first.isWhitespace {
        rest = rest.dropFirst()
      } else if first == "{" {
        rest = rest.dropFirst()
        current.body = try statements(nested: true)
        end()
      } else if first == "}" {
        guard nested else { throw NotEmulated("a } too many in the Jenkinsfile") }
        rest = rest.dropFirst()
        end()
        return list
      } else {
        current.words.append(try word())
      }
    }
    guard !nested else { throw NotEmulated("a } is missing in the Jenkinsfile") }
    end()
    return list
  }

  private mutating func word() throws -> Jenkinsfile.Word {
    for quote in ["'''", "\"\"\"", "'", "\""] where rest.hasPrefix(quote) {
      let inside = rest.dropFirst(quote.count)
      guard let end = inside.range(of: quote) else { throw NotEmulated("a text has no end in the Jenkinsfile") }
      rest = inside[end.upperBound...]
      let text = inside[..<end.lowerBound]
      guard !text.contains("\\") else { throw NotEmulated("an escape in the Jenkinsfile: \(text)") }
      return Jenkinsfile.Word(text: String(text), isText: true)
    }
    let name = rest.prefix { $0.isLetter || $0.isNumber || "_.:-".contains($0) }
    if name.isEmpty {
      defer { rest = rest.dropFirst() }
      return Jenkinsfile.Word(text: String(rest.prefix(1)))
    }
    rest = rest[name.endIndex...]
    return Jenkinsfile.Word(text: String(name))
  }
}

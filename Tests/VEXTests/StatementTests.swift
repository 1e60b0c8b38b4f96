import Foundation
import Model
import System
import TestSupport
import Testing
import VEX

struct StatementTests {
  /// Each dialect has a folder of documents, each beside what is read of it.
  @Test(arguments: VEXFormat.all.map(\.name))
  func `a VEX document is read as it stands or refused with a reason`(dialect: String) throws {
    let folder = fixtures().appending(path: dialect)
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }
    #expect(!files.isEmpty)
    for file in files {
      let text = shown(Input(name: "vex.json", bytes: Array(try Data(contentsOf: file))))
      try expectGolden(text, file.deletingPathExtension().appendingPathExtension("golden"))
    }
  }
}

private func shown(_ input: Input) -> String {
  do {
    let read = try readVEXDocument(input)
    return (read.statements.map(shown) + read.diagnostics.map(shown)).joined(separator: "\n") + "\n"
  } catch {
    return "refused: \(shown(error))\n"
  }
}

private func shown(_ statement: Statement) -> String {
  let grounds = [statement.justification?.rawValue, statement.impact, statement.action].compactMap { $0 }
  return """
    \(statement.at)#\(statement.at.pointer ?? "") \(statement.vulnerabilities.joined(separator: " ")): \(statement.status.rawValue) \
    \(statement.timestamp) by \(statement.issuer) in \(statement.document)
      of \(statement.products.map(shown).joined(separator: "; "))
      because \(grounds.joined(separator: "; "))
    """
}

private func shown(_ product: Statement.Product) -> String {
  let names = product.purls.map(\.description) + product.identifiers + product.hashes.sorted()
  return names.joined(separator: " ")
    + (product.subcomponents.isEmpty ? "" : " (\(product.subcomponents.map(shown).joined(separator: "; ")))")
}

private func shown(_ diagnostic: Diagnostic) -> String {
  "\(diagnostic.code.name) \(diagnostic.position?.description ?? "")#\(diagnostic.position?.pointer ?? ""): \(diagnostic.text)"
    + (diagnostic.help.map { " (\($0))" } ?? "")
}

import ArgumentParser
import Pipeline
import Reports

/// Prints the documentation pages that are generated from the code; `make docs` writes them to files.
struct Docs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print a page of the documentation that is made from the code.", shouldDisplay: false)

  @Argument(help: "The page: \(DocumentationPage.allCases.map(\.rawValue).joined(separator: ", ")).")
  var name: DocumentationPage

  func run() { Terminal.print(.data) { $0.append(name.text) } }
}

extension DocumentationPage: ExpressibleByArgument {}

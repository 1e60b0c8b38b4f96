import Documents
import Model
import System

/// The answer of an API to a request that failed, saved in place of a report.
struct ErrorOfAPI {
  let service: String
  let message: String
}

extension Content {
  /// The error that the document holds, if it is one of GitHub's (https://docs.github.com/en/rest, `message` with
  /// `documentation_url`) or GitLab's (https://docs.gitlab.com/api/rest/troubleshooting, `message` with a status code);
  /// nil for any other content.
  var errorOfAPI: ErrorOfAPI? {
    guard case .json(let root) = self, root.kind == .object, let message = root.text("message") else { return nil }
    if root.has("documentation_url") { return ErrorOfAPI(service: "GitHub", message: message) }
    let code = message.prefix { $0 != " " }
    return code.utf8.count == 3 && Int(code).map { (400..<600).contains($0) } ?? false
      ? ErrorOfAPI(service: "GitLab", message: message) : nil
  }
}

extension Diagnostic {
  /// The error for an answer of an API in place of a report.
  static func errorInsteadOfReport(_ error: ErrorOfAPI, _ input: Input) -> Diagnostic {
    Diagnostic(
      .reportFailed, "\(error.service) answered with an error instead of a report: \(error.message)",
      at: SourcePosition(file: input.name), help: "check the address and the token of the request, and ask again")
  }
}

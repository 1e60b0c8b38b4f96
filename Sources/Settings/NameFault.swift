import Documents
import Model

/// Why a name that configuration states is none that a finding has, so that what is said about it would have no effect.
package struct NameFault: Sendable {
  /// What is wrong, in words that follow the name.
  package let text: String
  package let help: String

  package init(_ text: String, help: String) { (self.text, self.help) = (text, help) }

  /// The fault of a text with a blank at one of its ends, which no id has; nil for other texts.
  static func blanks(around text: String) -> NameFault? {
    guard text.first?.isWhitespace ?? true || text.last?.isWhitespace ?? true else { return nil }
    return NameFault("begins or ends with a blank, which no id does", help: "delete the blank")
  }

  /// The fault of a text with wildcards where a name must be whole; nil for other texts.
  static func wildcard(in text: String, help: String) -> NameFault? {
    guard text.contains(where: { $0 == "*" || $0 == "?" }) else { return nil }
    return NameFault("matches nothing: wildcards have no meaning here", help: help)
  }
}

extension ConfigDecoder where Value == String {
  /// A decoder that refuses names which nothing has, and warns about those that hardly anything has.
  ///
  /// - Parameter code: The code of the error.
  package func checked(
    as code: DiagnosticCode = .policyInvalidValue, refusing fault: @escaping @Sendable (String) -> NameFault?,
    doubting doubt: @escaping @Sendable (String) -> NameFault? = { _ in nil }
  ) -> ConfigDecoder<String> {
    map { text, node, problems in
      if let fault = fault(text) {
        problems.add(node.diagnostic(code, "`\(text)` \(fault.text)", help: fault.help))
        return nil
      }
      if let doubt = doubt(text) { problems.doubt(node, text, doubt) }
      return text
    }
  }
}

extension DiagnosticCollector {
  /// Warns about a name that is allowed, and that hardly any finding has (`policy-value-unlikely`).
  package mutating func doubt(_ node: YAMLNode, _ text: String, _ doubt: NameFault) {
    warn(node.diagnostic(.policyValueUnlikely, "`\(text)` \(doubt.text)", severity: .warning, help: doubt.help))
  }
}

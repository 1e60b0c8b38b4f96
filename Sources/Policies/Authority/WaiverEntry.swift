import Documents
import Interning
import Model
import System

/// What one version of a waiver file says in one entry, in the form in which versions are compared: quotes, comments,
/// indentation and the order of keys mean nothing.
package struct WaiverEntry: Hashable, Sendable {
  package let id: ExactText
  /// The digest of `match`, which says what is waived.
  package let match: Digest
  /// The digest of the whole entry.
  package let content: Digest

  /// Nil when the node is no mapping.
  init?(_ node: YAMLNode) {
    guard case .mapping = node.value else { return nil }
    if case .scalar(let text, _)? = node.child("id")?.value { id = ExactText(text) } else { id = ExactText("") }
    (match, content) = (node.child("match").digest, Optional(node).digest)
  }

  /// The entries of an old version of a waiver file. Only its shape is checked, because it may have been written in an
  /// older version of the language.
  package static func read(_ input: Input) throws(Diagnostic) -> [WaiverEntry] {
    let root = try YAMLDocument(input).root
    guard case .sequence(let nodes)? = root.child("waivers")?.value else { return [] }
    return nodes.compactMap(WaiverEntry.init)
  }
}

extension Waiver {
  /// The waiver as it is compared with older versions of its file.
  package var entry: WaiverEntry? { WaiverEntry(node) }
}

extension YAMLNode? {
  /// A digest that equal values have only; nil is a value of its own.
  fileprivate var digest: Digest {
    var hasher = DigestHasher()
    self?.add(to: &hasher)
    return hasher.finish()
  }
}

extension YAMLNode {
  /// Adds an encoding of the value that is the same for equal values only. Values are nested as deep as a document may be.
  fileprivate func add(to hasher: inout DigestHasher) {
    switch value {
    case .scalar(let text, _):
      hasher.update(0)
      hasher.update(text)
    case .sequence(let nodes):
      hasher.update(1)
      hasher.update(nodes.count)
      for node in nodes { node.add(to: &hasher) }
    case .mapping(let pairs):
      hasher.update(2)
      hasher.update(pairs.count)
      for pair in pairs.sorted(by: { $0.name.precedes($1.name) }) {
        hasher.update(pair.name)
        pair.value.add(to: &hasher)
      }
    }
  }
}

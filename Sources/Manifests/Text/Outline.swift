import Model
import System

/// A text whose structure is its indentation, as lock files in YAML and in YAML's manner are written by their tools.
///
/// It reads block mappings and lists line by line: `key: value`, `key value` and `- item`. A file that uses more of YAML
/// (anchors, block scalars, tabs, several documents) is refused by the caller, who knows which lines it needs.
struct Outline {
  struct Node {
    let line: TextLine
    /// The key without quotes and colon; for a line without a colon the whole line.
    let key: Bytes
    /// What follows the colon, without quotes; empty when the lines below are the value.
    let value: Bytes
    /// The last line below it, which may be blank.
    var lastLine: Int
    /// The indices of the nodes directly below it.
    var children: [Int] = []
  }

  private(set) var nodes: [Node] = []
  /// The indices of the nodes that are not below any other.
  private(set) var roots: [Int] = []

  init(_ input: Input) throws(Diagnostic) {
    var open: [Int] = []
    let lines = input.lines
    for line in lines where !line.isBlank {
      if line.text.begins(with: "---") && line.indent == 0 && nodes.isEmpty { continue }
      guard line.text.first != UInt8(ascii: "%"), line.text.first != UInt8(ascii: "&"), !line.text.equals("---") else {
        throw input.unreadable("uses more of YAML than its tool writes", line: line.number)
      }
      while let last = open.last, nodes[last].line.indent >= line.indent { close(open.removeLast(), before: line) }
      let (key, value) = parts(of: line.text)
      nodes.append(Node(line: line, key: key, value: value, lastLine: line.number))
      if let parent = open.last {
        nodes[parent].children.append(nodes.count - 1)
      } else {
        roots.append(nodes.count - 1)
      }
      open.append(nodes.count - 1)
    }
    for index in open { nodes[index].lastLine = max(nodes[index].lastLine, lines.count) }
  }

  private mutating func close(_ node: Int, before line: TextLine) { nodes[node].lastLine = line.number - 1 }

  /// The node of a key that is not below any other.
  func root(_ key: String) -> Node? { roots.lazy.map { nodes[$0] }.first { $0.key.equals(key) } }
  func children(of node: Node) -> [Node] { node.children.map { nodes[$0] } }
  func child(_ key: String, of node: Node) -> Node? {
    node.children.lazy.map { nodes[$0] }.first { $0.key.equals(key) }
  }
  /// The value of a key below a node; nil when there is none, or it is empty or null.
  func value(_ key: String, of node: Node) -> String? {
    guard let value = child(key, of: node)?.value, !value.isEmpty, !value.equals("null") else { return nil }
    return value.text
  }
}

extension Outline.Node {
  var lines: ClosedRange<Int> { line.number...lastLine }
}

/// Key and value of a line. A colon ends a key where a space or the end of the line follows.
private func parts(of text: Bytes) -> (key: Bytes, value: Bytes) {
  var rest = text
  if let quote = text.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
    let end = text.dropFirst().firstIndex(of: quote)
  {
    // Yarn 1 writes several quoted keys, which the last colon ends.
    guard text[(end + 1)...].first == UInt8(ascii: ":") else {
      if text.last == UInt8(ascii: ":") { return (text.dropLast(), []) }
      let value = text[(end + 1)...].trimmed
      return value.isEmpty ? (text.unquoted, []) : (text[...end].unquoted, value.unquoted)
    }
    return (text[...end].unquoted, text[(end + 2)...].trimmed.unquoted)
  }
  while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
    let after = text[(colon + 1)...]
    if after.isEmpty || after.first == UInt8(ascii: " ") {
      return (text[..<colon].unquoted, after.trimmed.withoutComment.unquoted)
    }
    rest = after
  }
  return (text, [])
}

extension ArraySlice where Element == UInt8 {
  /// Without a comment that follows a plain value.
  fileprivate var withoutComment: Bytes {
    guard let first, first != UInt8(ascii: "\""), first != UInt8(ascii: "'"), let start = firstIndex(of: " #") else {
      return self
    }
    return self[..<start].trimmed
  }
}

package import Model
package import System

/// A strictly parsed YAML file: one document of mappings, lists and strings, in which each value has its position.
///
/// Only the subset that configuration files need is supported. Aliases, anchors, tags, directives, merge keys,
/// duplicate keys, keys that are not scalars and further documents are errors. Nothing is dropped silently.
package struct YAMLDocument: Sendable {
  package struct Limits: Sendable {
    package var bytes: Int
    /// The maximum nesting depth of lists and mappings.
    package var depth: Int

    package init(bytes: Int = 1 << 20, depth: Int = 100) { (self.bytes, self.depth) = (bytes, depth) }
  }

  package let root: YAMLNode
  /// Warnings about bidirectional control characters, which are valid but suspicious.
  package let warnings: [Diagnostic]

  package init(_ input: Input, limits: Limits = Limits()) throws(Diagnostic) {
    guard input.bytes.count <= limits.bytes else {
      throw Diagnostic(
        .fileTooLarge, "\(input.name) has \(input.bytes.count) bytes; at most \(limits.bytes) are read",
        at: SourcePosition(file: input.name), help: "split the file")
    }
    let text = try YAMLText(input)
    var composer = YAMLComposer(text: text, limits: limits)
    (root, warnings) = (try composer.compose(), text.warnings)
    try text.checkComments(around: composer.contents)
  }
}

/// Builds the nodes from events, with an explicit stack instead of recursion.
private struct YAMLComposer {
  let text: YAMLText
  let limits: YAMLDocument.Limits
  /// The ranges of all scalars, in the order of the text.
  private(set) var contents: [Range<YAMLEvent.Mark>] = []
  private var open: [Collection] = []
  private var root: YAMLNode?

  init(text: YAMLText, limits: YAMLDocument.Limits) { (self.text, self.limits) = (text, limits) }

  private var input: Input { text.input }

  /// A list or mapping that is not complete yet.
  private struct Collection {
    var start: YAMLEvent.Mark
    var isMapping: Bool
    var isFlow: Bool
    var items: [YAMLNode] = []
    var pairs: [YAMLPair] = []
    var names: [String: Int] = [:]
    var key: YAMLNode?
  }

  mutating func compose() throws(Diagnostic) -> YAMLNode {
    do {
      var events = try YAMLEvents(text.input.bytes)
      while true {
        let event = try events.next()
        if case .streamEnd = event.kind { break }
        try take(event)
      }
    } catch let failure as YAMLEvents.Failure {
      throw complaint(failure)
    } catch let diagnostic as Diagnostic {
      throw diagnostic
    } catch {
      throw Diagnostic(.internalError, "the YAML parser failed: \(error)", at: SourcePosition(file: input.name))
    }
    guard let root else {
      throw Diagnostic(.yamlInvalid, "\(input.name) contains no value", at: SourcePosition(file: input.name))
    }
    return root
  }

  private mutating func take(_ event: YAMLEvent) throws(Diagnostic) {
    if event.hasAnchor { throw unsupported(event, "an anchor", help: "write the value out where it is used") }
    if event.hasTag {
      throw unsupported(event, "a tag", help: "delete it: every value here is a string, list or mapping")
    }
    switch event.kind {
    case .streamStart, .streamEnd, .documentEnd: return
    case .documentStart(let hasDirectives):
      if hasDirectives { throw unsupported(event, "a directive", help: "delete the line that starts with %") }
      if root != nil { throw unsupported(event, "a second document", help: "put it into a separate file") }
    case .alias: throw unsupported(event, "an alias", help: "write the value out")
    case .scalar(let text, let style): try take(text, style, event)
    case .sequenceStart(let isFlow): try begin(event, isMapping: false, isFlow: isFlow)
    case .mappingStart(let isFlow): try begin(event, isMapping: true, isFlow: isFlow)
    case .sequenceEnd, .mappingEnd: try end(event)
    }
  }

  private mutating func take(_ value: String, _ style: YAMLEvent.Style, _ event: YAMLEvent) throws(Diagnostic) {
    // In flow collections libyaml reads `?x` as a key and `-` as a scalar, unlike YAML 1.2.2 §7.3.3.
    if open.last?.isFlow == true, text.afterQuestion.contains(event.start) || (style == .plain && value == "-") {
      throw unsupported(event, "this character", help: "put the word in quotes")
    }
    // The header of a block scalar can have a comment; the text begins on the next line.
    let start = style == .block ? YAMLEvent.Mark(line: event.start.line + 1, column: 1) : event.start
    if start < event.end { contents.append(start..<event.end) }
    if style != .block { try checkIndentation(from: event.start, to: event.end, inQuotes: style == .quoted) }
    try add(node(.scalar(value, isQuoted: style != .plain), from: event.start, to: event.end))
  }

  private mutating func begin(_ event: YAMLEvent, isMapping: Bool, isFlow: Bool) throws(Diagnostic) {
    guard open.count < limits.depth else {
      throw marker(event).diagnostic(.yamlInvalid, "this is nested more than \(limits.depth) levels deep")
    }
    if let parent = open.last, parent.isMapping, parent.key == nil {
      throw unsupported(event, "a key that is a list or a mapping", help: "keys must be scalars")
    }
    open.append(Collection(start: event.start, isMapping: isMapping, isFlow: isFlow))
  }

  private mutating func end(_ event: YAMLEvent) throws(Diagnostic) {
    guard let done = open.popLast() else { return }
    if done.isFlow, open.last?.isFlow != true {
      try checkIndentation(from: done.start, to: event.end, inQuotes: false)
    }
    let last = done.isMapping ? done.pairs.last?.value : done.items.last
    // libyaml ends a block collection where the next token begins, which may be lines below, so the end of the last
    // child is used.
    let end = last.flatMap { done.isFlow ? nil : YAMLEvent.Mark(line: $0.endLine, column: $0.endColumn) } ?? event.end
    try add(node(done.isMapping ? .mapping(done.pairs) : .sequence(done.items), from: done.start, to: end))
  }

  /// Checks the lines of a flow node after its first. The spaces that they need follow from the innermost block
  /// collection, whose entries begin at its own column.
  private func checkIndentation(
    from start: YAMLEvent.Mark, to end: YAMLEvent.Mark, inQuotes: Bool
  ) throws(Diagnostic) {
    guard start.line < end.line, let block = open.last(where: { !$0.isFlow }) else { return }
    let opening: (String, YAMLEvent.Mark)? =
      inQuotes ? ("quote", start) : open.last.flatMap { $0.isFlow ? ("bracket", $0.start) : nil }
    do throws(Diagnostic) {
      try text.checkIndentation(
        ofLines: start.line + 1..<end.line + 1, spaces: block.start.column, inQuotes: inQuotes)
    } catch {
      throw opening.map { error.afterUnclosed($0.0, at: $0.1) } ?? error
    }
  }

  private mutating func add(_ node: YAMLNode) throws(Diagnostic) {
    guard var parent = open.popLast() else {
      root = node
      return
    }
    defer { open.append(parent) }
    if !parent.isMapping {
      parent.items.append(node)
    } else if let key = parent.key {
      guard case .scalar(let name, _) = key.value else { return }
      parent.pairs.append(YAMLPair(name: name, key: key, value: node))
      parent.key = nil
    } else {
      try check(key: node, in: &parent)
      parent.key = node
    }
  }

  private func check(key: YAMLNode, in parent: inout Collection) throws(Diagnostic) {
    guard case .scalar(let name, let isQuoted) = key.value else { return }
    if name == "<<", !isQuoted {
      throw key.diagnostic(.yamlUnsupported, "a merge key is not supported", help: "write the merged keys out")
    }
    if let before = parent.names.updateValue(key.line, forKey: name) {
      throw key.diagnostic(
        .yamlDuplicateKey, "duplicate key `\(name)` in this mapping",
        because: ["the first one is in line \(before)"],
        help: "delete one of them")
    }
  }

  private func node(_ value: YAMLNode.Value, from start: YAMLEvent.Mark, to end: YAMLEvent.Mark) -> YAMLNode {
    YAMLNode(
      value: value, line: start.line, column: start.column, endLine: end.line, endColumn: end.column,
      lineOffset: text.offset(ofLine: start.line), input: input)
  }

  /// A node that serves only as a position.
  private func marker(_ event: YAMLEvent) -> YAMLNode {
    node(.scalar("", isQuoted: false), from: event.start, to: event.end)
  }

  private func unsupported(_ event: YAMLEvent, _ what: String, help: String) -> Diagnostic {
    marker(event).diagnostic(.yamlUnsupported, "\(what) is not supported", help: help)
  }

  private func complaint(_ failure: YAMLEvents.Failure) -> Diagnostic {
    guard let mark = failure.mark else {
      return Diagnostic(
        .yamlInvalid, "\(input.name) is not YAML: \(failure.text)", at: SourcePosition(file: input.name))
    }
    let fault = YAMLFault(failure, at: mark) { input.text(ofLineAt: text.offset(ofLine: $0.line)) }
    return node(.scalar("", isQuoted: false), from: fault.mark, to: fault.mark)
      .diagnostic(.yamlInvalid, fault.text, because: fault.because, help: fault.help)
  }
}

extension Diagnostic {
  /// The error about a line that an open quote or bracket takes for its own.
  fileprivate func afterUnclosed(_ sign: String, at mark: YAMLEvent.Mark) -> Diagnostic {
    var error = self
    error.because.append("the \(sign) in line \(mark.line), column \(mark.column) is not closed before it")
    error.help = "close the \(sign)" + (help.map { ", or \($0)" } ?? "")
    return error
  }
}

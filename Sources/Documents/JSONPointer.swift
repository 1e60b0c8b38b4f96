package import Model

extension JSONDocument {
  /// The JSON pointers (RFC 6901) of the values at byte offsets, in the order of `offsets`, in a single pass over the
  /// tape.
  ///
  /// An offset inside a value refers to that value, and one inside a key to the member's value.
  package func pointers(at offsets: [Int]) -> [String] {
    var pointers = [String](repeating: "", count: offsets.count)
    var walk = PointerWalk(self)
    for position in offsets.indices.sorted(by: { offsets[$0] < offsets[$1] }) {
      pointers[position] = walk.pointer(to: nodeIndex(at: offsets[position]))
    }
    return pointers
  }

  /// The index of the last node that begins at or before `offset`. Nodes are in the order of the text.
  private func nodeIndex(at offset: Int) -> Int {
    var (low, high) = (0, tape.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if tape[middle].offset <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

/// A forward-only traversal of the tape that keeps track of the pointer.
private struct PointerWalk {
  /// An open container, its current child, and the length of the container's pointer.
  private struct Level {
    let container: Int
    var child: Int
    var ordinal = 0
    let prefix: Int
  }

  private let document: JSONDocument
  private var levels: [Level] = []
  private var path: [UInt8] = []

  init(_ document: JSONDocument) {
    self.document = document
    enter(0)
  }

  /// The pointer of a node. Calls must be in ascending order of targets.
  mutating func pointer(to target: Int) -> String {
    let tape = document.tape
    while let level = levels.last, target >= tape[level.container].extent { leave(level) }
    guard target > 0 else { return "" }
    while let level = levels.last {
      advance(to: target)
      let child = levels[levels.count - 1].child
      let value = tape[level.container].kind == .object ? child + 1 : child
      path.removeSubrange(level.prefix...)
      appendToken(of: levels[levels.count - 1])
      guard target > value, tape[value].isContainer else { break }
      enter(value)
    }
    return String(decoding: path, as: UTF8.self)
  }

  private mutating func enter(_ index: Int) {
    guard document.tape[index].isContainer else { return }
    levels.append(Level(container: index, child: index + 1, prefix: path.count))
  }

  private mutating func leave(_ level: Level) {
    levels.removeLast()
    path.removeSubrange(level.prefix...)
  }

  /// Moves the innermost level to the child that contains `target`.
  private mutating func advance(to target: Int) {
    let last = levels.count - 1
    let isObject = document.tape[levels[last].container].kind == .object
    while true {
      let next = document.tape.after(isObject ? levels[last].child + 1 : levels[last].child)
      guard next <= target else { return }
      levels[last].child = next
      levels[last].ordinal += 1
    }
  }

  /// Appends a reference token, in which `~` is written `~0` and `/` is written `~1` (RFC 6901 §3).
  private mutating func appendToken(of level: Level) {
    path.append(UInt8(ascii: "/"))
    guard document.tape[level.container].kind == .object else {
      return path.append(contentsOf: String(level.ordinal).utf8)
    }
    for byte in document.bytes(of: document.tape[level.child]) {
      switch byte {
      case UInt8(ascii: "~"): path.append(contentsOf: "~0".utf8)
      case UInt8(ascii: "/"): path.append(contentsOf: "~1".utf8)
      default: path.append(byte)
      }
    }
  }
}

extension JSONDocument {
  /// The pointer of the value at an offset, relative to the root of the whole file.
  fileprivate func pointer(at offset: Int) -> String {
    let inside = pointers(at: [offset])[0]
    guard let origin = piece?.list else { return inside }
    let list = origin.skeleton.pointers(at: [origin.offset])[0]
    let parts = inside.dropFirst().split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first.flatMap({ Int($0) }) else { return list }
    return "\(list)/\(origin.first + first)" + (parts.count > 1 ? "/" + parts[1] : "")
  }
}

extension JSONValue {
  /// The file, line, column and pointer of the value. It is computed on each call, so use it for messages only.
  package var position: SourcePosition {
    let (line, column, _) = document.input.position(of: offset)
    return SourcePosition(file: document.input.name, line: line, column: column, pointer: document.pointer(at: offset))
  }

  /// The error that the value has the wrong type.
  ///
  /// - Parameter expected: The expected type, with its article: "an array".
  package func mismatch(_ expected: String) -> Diagnostic {
    let pointer = document.pointer(at: offset)
    let length = node.isContainer ? 1 : min(node.extent + (node.isText ? 2 : 0), 80)
    return document.input.diagnostic(
      .jsonUnexpectedType, "expected \(expected) at \(pointer.isEmpty ? "the root" : pointer), found \(found)",
      at: offset, length: length, pointer: pointer)
  }

  private var found: String {
    switch kind {
    case .object: "an object"
    case .array: "an array"
    case .string: "a string"
    case .number: "a number"
    case .boolean: "a boolean"
    case .null: "null"
    }
  }
}

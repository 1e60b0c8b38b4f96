import System

/// The names near the root of a report in text order: the keys of JSON, the elements of XML, the columns of a table.
///
/// They are found from the bytes alone, so a text with a syntax error further down has an outline as well.
struct Outline {
  struct Name {
    let text: String
    let range: Range<Int>
    /// The nesting depth; 1 at the root.
    let level: Int
  }

  enum Framing: CaseIterable { case json, xml, table }

  let framing: Framing
  private(set) var names: [Name] = []

  init(of input: Input) {
    let start = input.bytes.first { $0 != 0x20 && !(0x09...0x0D).contains($0) && $0 < 0x80 }
    framing = start == UInt8(ascii: "<") ? .xml : input.looksLikeTable ? .table : .json
    switch framing {
    case .json: addKeys(of: input.bytes.prefix(longest))
    case .xml: addElements(of: input.bytes.prefix(longest))
    case .table: addColumns(of: input.bytes.prefix { $0 != UInt8(ascii: "\n") })
    }
  }

  /// Whether two names are equal; columns are compared without regard to case.
  func areEqual(_ one: String, _ other: String) -> Bool {
    framing == .table ? one.lowercased() == other.lowercased() : one == other
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>, level: Int = 1) {
    guard !bytes.isEmpty, bytes.count < 64, names.count < 256 else { return }
    let text = String(decoding: bytes, as: UTF8.self)
    if let known = names.firstIndex(where: { $0.text == text }) {
      if names[known].level <= level { return }
      names.remove(at: known)
    }
    names.append(Name(text: text, range: bytes.indices, level: level))
  }
}

/// The number of bytes that an outline covers: a format is recognised near the root of a report.
private let longest = 1 << 24

extension Input {
  /// The beginning of the input that an outline covers.
  var outlined: Input { beginning(longest) }
}

// MARK: - JSON

extension Outline {
  /// Adds the keys of three levels of objects; of each array only the first element is visited.
  private mutating func addKeys(of bytes: ArraySlice<UInt8>) {
    var (levels, at) = ([(isObject: Bool, index: Int)](), bytes.startIndex)
    while at < bytes.endIndex {
      switch bytes[at] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): levels.append((bytes[at] == UInt8(ascii: "{"), 0))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): levels.removeLast(levels.isEmpty ? 0 : 1)
      case UInt8(ascii: ","): if !levels.isEmpty { levels[levels.count - 1].index += 1 }
      case UInt8(ascii: "\""):
        let end = endOfText(in: bytes, from: at + 1)
        let level = levels.count(where: \.isObject)
        if isColon(bytes[end...].dropFirst()), levels.last?.isObject ?? false, level <= 3,
          levels.allSatisfy({ $0.isObject || $0.index == 0 })
        {
          add(bytes[(at + 1)..<end], level: level)
        }
        at = end
      default: break
      }
      at += 1
    }
  }

  private func endOfText(in bytes: ArraySlice<UInt8>, from start: Int) -> Int {
    var at = start
    while at < bytes.endIndex, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
    return min(at, bytes.endIndex)
  }

  private func isColon(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.first { $0 != 0x20 && !(0x09...0x0D).contains($0) } == UInt8(ascii: ":")
  }
}

// MARK: - XML

extension Outline {
  /// Adds the root element and its children, without their namespace prefixes.
  private mutating func addElements(of bytes: ArraySlice<UInt8>) {
    var (rest, depth) = (bytes, 0)
    while depth >= 0, let open = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[(open + 1)...]
      if rest.starts(with: "!--".utf8) {
        rest = rest.after("-->")
      } else if rest.starts(with: "![CDATA[".utf8) {
        rest = rest.after("]]>")
      } else {
        let tag = rest.prefix { $0 != UInt8(ascii: ">") }
        rest = rest[tag.endIndex...]
        if tag.first == UInt8(ascii: "/") {
          depth -= 1
        } else if let first = tag.first, isLetter(first) {
          if depth < 2 { add(localName(tag), level: depth + 1) }
          if tag.last != UInt8(ascii: "/") { depth += 1 }
        }
      }
    }
  }

  private func localName(_ tag: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let name = tag.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }
    return name.firstIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
  }
}

private func isLetter(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

extension ArraySlice<UInt8> {
  fileprivate func after(_ end: StaticString) -> ArraySlice<UInt8> {
    var rest = self
    let count = end.utf8CodeUnitCount
    while !rest.isEmpty, !rest.starts(with: end.description.utf8) { rest = rest.dropFirst() }
    return rest.dropFirst(count)
  }
}

// MARK: - Tables

extension Outline {
  private mutating func addColumns(of head: ArraySlice<UInt8>) {
    let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    for field in head.split(whereSeparator: separators.contains) {
      let plain = field.drop(while: isPadding)
      add(plain.prefix((plain.lastIndex { !isPadding($0) } ?? plain.startIndex - 1) - plain.startIndex + 1))
    }
  }
}

/// Whether the byte is a quotation mark, white space or part of a byte order mark.
private func isPadding(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "\"") || byte <= 0x20 || [0xEF, 0xBB, 0xBF].contains(byte)
}

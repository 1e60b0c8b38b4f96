import Model

/// A git configuration file as a list of settings, in the order of the file.
///
/// It is not read by libgit2, because an `include` of a named pipe would block libgit2, and a `core.worktree` in it
/// could point elsewhere. Includes are never followed, as in git when it reads a repository's format.
struct Configuration {
  struct Setting: Equatable {
    /// `section.key` in lower case, without the subsection.
    var name: String
    /// The subsection with its original case; nil when there is none.
    var subsection: String?
    /// Nil for a key without `=`, which means true.
    var value: String?
  }

  private(set) var settings: [Setting] = []

  init() {}

  /// Throws `repository-unreadable` with the line when the file violates git's syntax (git-config, "Syntax").
  init(_ bytes: [UInt8], file: String) throws(Diagnostic) {
    var scanner = ConfigurationScanner(bytes)
    while let setting = try scanner.next(in: file) { settings.append(setting) }
  }

  /// The last value of a key, which is the one that git uses. A key without a value is "true".
  func last(_ name: String) -> String? {
    settings.last { $0.name == name }.map { $0.value ?? "true" }
  }

  /// The Boolean value of a key, in git's spellings; nil for any other value.
  func flag(_ name: String) -> Bool? {
    switch last(name)?.lowercased() {
    case "true", "yes", "on", "1": true
    case "false", "no", "off", "0", "": false
    case .none, .some: nil
    }
  }
}

/// A scanner for the text of a configuration file.
private struct ConfigurationScanner {
  private let bytes: [UInt8]
  private var at = 0
  private var line = 1
  private var section: String?
  private var subsection: String?

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  mutating func next(in file: String) throws(Diagnostic) -> Configuration.Setting? {
    while let byte = peek {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): take()
      case UInt8(ascii: "#"), UInt8(ascii: ";"): while let byte = peek, byte != UInt8(ascii: "\n") { take() }
      case UInt8(ascii: "["): guard readHeader() else { throw broken(file) }
      default:
        guard let setting = readSetting() else { throw broken(file) }
        return setting
      }
    }
    return nil
  }

  private func broken(_ file: String) -> Diagnostic {
    Diagnostic(
      .repositoryUnreadable, "line \(line) of \(file) is not git configuration", help: "`git config -l` says more")
  }

  private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

  @discardableResult
  private mutating func take() -> UInt8? {
    guard let byte = peek else { return nil }
    at += 1
    if byte == UInt8(ascii: "\n") { line += 1 }
    return byte
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")) || byte == UInt8(ascii: "-")
  }

  private mutating func readName(dots: Bool = false) -> String? {
    let start = at
    while let byte = peek, Self.isName(byte) || (dots && byte == UInt8(ascii: ".")) { take() }
    return start == at ? nil : String(decoding: bytes[start..<at], as: UTF8.self).lowercased()
  }

  private mutating func skipBlanks() {
    while let byte = peek, [0x20, 0x09, 0x0D].contains(byte) { take() }
  }

  /// Parses `[section]`, `[section "sub"]` or the old form `[section.sub]`.
  private mutating func readHeader() -> Bool {
    take()
    guard let name = readName(dots: true) else { return false }
    let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
    (section, subsection) = (parts.first, parts.dropFirst().first)
    skipBlanks()
    if peek == UInt8(ascii: "\"") {
      take()
      var quoted: [UInt8] = []
      while let byte = take(), byte != UInt8(ascii: "\"") {
        guard byte != UInt8(ascii: "\n"), let kept = byte == UInt8(ascii: "\\") ? take() : byte else { return false }
        quoted.append(kept)
      }
      subsection = GitPath.text(of: quoted)
    }
    return take() == UInt8(ascii: "]")
  }

  private mutating func readSetting() -> Configuration.Setting? {
    guard let section, let key = readName() else { return nil }
    skipBlanks()
    let name = "\(section).\(key)"
    guard let next = peek, next != UInt8(ascii: "\n"), next != UInt8(ascii: "#"), next != UInt8(ascii: ";") else {
      return Configuration.Setting(name: name, subsection: subsection, value: nil)
    }
    guard take() == UInt8(ascii: "="), let value = readValue() else { return nil }
    return Configuration.Setting(name: name, subsection: subsection, value: value)
  }

  /// Parses a value. Blanks at both ends are dropped unless quoted; a backslash at the end
  /// of a line continues the value.
  private mutating func readValue() -> String? {
    var value: [UInt8] = []
    var kept = 0
    var isQuoted = false
    skipBlanks()
    while let byte = peek, byte != UInt8(ascii: "\n") || isQuoted {
      if !isQuoted, byte == UInt8(ascii: "#") || byte == UInt8(ascii: ";") { break }
      take()
      switch byte {
      case UInt8(ascii: "\n"): return nil
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "\\"): guard readEscape(into: &value) else { return nil }
      default: value.append(byte)
      }
      let isBlank = !isQuoted && [0x20, 0x09, 0x0D].contains(byte)
      if !isBlank { kept = value.count }
    }
    return isQuoted ? nil : GitPath.text(of: value.prefix(kept))
  }

  private mutating func readEscape(into value: inout [UInt8]) -> Bool {
    if peek == UInt8(ascii: "\r"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "\n") { take() }
    switch take() {
    case UInt8(ascii: "\n"): break
    case UInt8(ascii: "n"): value.append(UInt8(ascii: "\n"))
    case UInt8(ascii: "t"): value.append(UInt8(ascii: "\t"))
    case UInt8(ascii: "b"): value.append(0x08)
    case UInt8(ascii: "\""): value.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): value.append(UInt8(ascii: "\\"))
    default: return false
    }
    return true
  }
}

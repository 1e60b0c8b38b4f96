import Documents
import Model

/// A page in the macros of man(7), which man-db and mandoc both read.
struct ManualPage {
  private(set) var text: String
  /// Whether the section has text yet.
  private var hasText = false

  /// The date of the page is empty here: the person who builds a release knows it, and the program does not.
  init(name: String, version: String, summary: String) {
    text = ".TH \(name.uppercased()) 1 \"\" \"\(name) \(version)\" \"User Commands\"\n"
    section("Name")
    text += "\(name) \\- \(Self.escaped(summary))\n"
  }

  mutating func section(_ title: String) {
    text += ".SH \(title.uppercased())\n"
    hasText = false
  }

  mutating func paragraph(_ words: String) {
    // The macro of a section begins a paragraph too.
    if hasText { text += ".PP\n" }
    text += Self.escaped(words) + "\n"
    hasText = true
  }

  /// How the program is called.
  mutating func synopsis(_ name: String, _ values: String...) {
    text += Self.bold(name) + values.map { " " + Self.italic($0) }.joined() + "\n"
  }

  /// A value or an option, and what it means.
  mutating func item(_ value: String, _ meaning: String) { item(formatted: Self.bold(value), meaning) }

  private mutating func item(formatted term: String, _ meaning: String) {
    text += ".TP\n\(term)\n\(Self.escaped(meaning))\n"
  }

  /// A command that is shown as it is typed.
  mutating func example(_ purpose: String, _ command: String) {
    paragraph(purpose)
    literal([Substring(command)])
  }

  /// A command with its options, and then its subcommands.
  mutating func add(_ command: JSONValue, below parents: String) throws(Diagnostic) {
    guard command.flag("shouldDisplay") ?? true, let name = command.text("commandName"), name != "help" else { return }
    let path = "\(parents) \(name)"
    let subcommands = try command.list("subcommands")
    // The options of a default subcommand may follow the command itself.
    let hidden = subcommands.first { $0.text("commandName") == command.text("defaultSubcommand") }
    text += ".SS \(Self.escaped(path))\n"
    if let abstract = command.text("abstract") { text += Self.escaped(abstract) + "\n" }
    hasText = true
    for part in (command.text("discussion") ?? "").split(separator: "\n\n") { discuss(part.split(separator: "\n")) }
    for argument in try (hidden ?? command).list("arguments") { try add(argument: argument) }
    for subcommand in subcommands { try add(subcommand, below: path) }
  }

  /// Lines of a discussion: commands stand as they are typed, sentences are filled.
  private mutating func discuss(_ lines: [Substring]) {
    if lines.allSatisfy({ $0.hasPrefix("gatehouse ") }) { return literal(lines) }
    paragraph(lines.joined(separator: " "))
  }

  private mutating func literal(_ lines: [Substring]) {
    text += ".PP\n.RS 4\n.EX\n" + lines.map { Self.escaped(String($0)) + "\n" }.joined() + ".EE\n.RE\n"
  }

  private mutating func add(argument: JSONValue) throws(Diagnostic) {
    let value = argument.text("valueName") ?? ""
    let names = try argument.list("names").map { ($0.text("kind") == "short" ? "-" : "--") + ($0.text("name") ?? "") }
    guard argument.flag("shouldDisplay") ?? true, !names.contains("--help"), !names.contains("--version") else {
      return
    }
    var term = names.map { Self.bold($0) }.joined(separator: ", ")
    if argument.text("kind") != "flag" { term += (term.isEmpty ? "" : " ") + Self.italic(value) }
    let values = try argument.list("allValues").compactMap { $0.text }
    var notes = values.isEmpty ? [] : ["values: " + values.joined(separator: ", ")]
    if let preset = argument.text("defaultValue") { notes.append("default: " + preset) }
    item(
      formatted: term, (argument.text("abstract") ?? "") + (notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"))
  }

  private static func bold(_ words: String) -> String { "\\fB\(escaped(words))\\fR" }
  private static func italic(_ words: String) -> String { "\\fI\(escaped(words))\\fR" }

  private static func escaped(_ words: String) -> String {
    var result = ""
    for scalar in words.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "\n": result += " "
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
      }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
  }
}

import Model
import System

/// The CODEOWNERS file of a tree, and why it is that one.
package struct LoadedCodeowners: Sendable {
  /// Nil when there is none; a note then says so, for every path is without an owner.
  package var file: Codeowners?
  package var choice: DialectChoice
  package var notes: [Diagnostic]

  package var dialect: Dialect { choice.dialect }

  /// Which file is read, in which dialect, and why.
  package var explanation: Diagnostic {
    let what = file.map { "\($0.name) is read in \(dialect.forge)'s dialect" } ?? "no CODEOWNERS is read"
    return Diagnostic(.codeownersDialect, "\(what), because \(choice.because)", severity: .note)
  }
}

extension Codeowners {
  /// The CODEOWNERS file that a forge would use, from a commit, the index or a folder: the first of the forge's standard
  /// locations that exists.
  ///
  /// Files whose names differ from `CODEOWNERS` only in case are warned about. Throws `codeowners-too-large` at the size
  /// where the forge would load no owners at all, and what the tree throws.
  package static func load(
    from tree: some Tree, hint: DialectHint = .none
  ) throws(Diagnostic) -> LoadedCodeowners {
    let choice = try DialectChoice(hint, in: tree)
    let dialect = choice.dialect
    var loaded = LoadedCodeowners(choice: choice, notes: try wrongCase(in: tree, dialect))
    loaded.notes += [choice.ambiguity].compactMap(\.self)
    for path in dialect.standardLocations {
      guard let file = try read(path, from: tree, dialect) else { continue }
      if file.hasNoOwner { loaded.notes.append(try withoutOwner(path, in: tree, dialect)) }
      loaded.file = file
      return loaded
    }
    loaded.notes.append(try missing(in: tree, choice))
    return loaded
  }

  private static func read(_ path: String, from tree: some Tree, _ dialect: Dialect) throws(Diagnostic) -> Codeowners? {
    do throws(Diagnostic) {
      return try tree.input(path, limit: dialect.sizeLimit - 1).map { Codeowners($0, dialect: dialect) }
    } catch {
      throw error.code == .fileTooLarge ? tooLarge(tree.displayName(of: path), dialect) : error
    }
  }

  /// Says that no file is found, and warns of those that only other forges read.
  private static func missing(in tree: some Tree, _ choice: DialectChoice) throws(Diagnostic) -> Diagnostic {
    var foreign: [String] = []
    for path in Dialect.allCases.flatMap(\.standardLocations)
    where !choice.dialect.standardLocations.contains(path) && !foreign.contains(tree.displayName(of: path)) {
      if try DialectChoice.isFile(path, in: tree) { foreign.append(tree.displayName(of: path)) }
    }
    let forge = choice.dialect.forge
    return Diagnostic(
      .codeownersMissing,
      "\(tree.description) has no CODEOWNERS\(foreign.isEmpty ? "" : " of \(forge)"): every finding is without an owner",
      severity: foreign.isEmpty ? .note : .warning,
      because: ["looked for \(choice.dialect.standardLocations.joined(separator: ", "))"]
        + foreign.map { "\($0) is not read, because \(choice.because) and \(forge) does not look there" },
      help: foreign.isEmpty ? nil : "move the file to where \(forge) looks, or name the dialect with --dialect")
  }

  /// Says that the file at a path names no owner, and warns if it hides files that do: a forge reads the first one only.
  private static func withoutOwner(
    _ path: String, in tree: some Tree, _ dialect: Dialect
  ) throws(Diagnostic) -> Diagnostic {
    var hidden: [String] = []
    for other in dialect.standardLocations.drop(while: { $0 != path }).dropFirst() {
      do throws(Diagnostic) {
        guard let file = try read(other, from: tree, dialect) else { continue }
        if !file.hasNoOwner { hidden.append(tree.displayName(of: other)) }
      } catch {
        // What is no file of readable size would count for nothing either.
        guard [.codeownersTooLarge, .entryNotRegular].contains(error.code) else { throw error }
      }
    }
    let name = tree.displayName(of: path)
    return Diagnostic(
      .codeownersEmpty, "\(name) names no owner: every finding is without an owner",
      severity: hidden.isEmpty ? .note : .warning, at: SourcePosition(file: name),
      because: hidden.map { "it hides \($0), because the forge reads the first file only" },
      help: hidden.isEmpty ? nil : "write the owners into \(name), or delete it")
  }

  /// Reads one file on disk, under the limit of `load`. Without a dialect, its folder tells it, or else it is GitHub's.
  package static func read(_ path: String, dialect named: Dialect?) throws(Diagnostic) -> LoadedCodeowners {
    let place = Dialect.allCases.first { $0.ownLocations.contains { path.utf8.hasSuffix($0.utf8) } }
    let dialect = named ?? place ?? .github
    let because =
      named != nil
      ? "you named the dialect" : place != nil ? "of the folder it is in" : "nothing names another dialect"
    do throws(Diagnostic) {
      let file = Codeowners(try Files.read(path, limit: dialect.sizeLimit - 1), dialect: dialect)
      return LoadedCodeowners(file: file, choice: DialectChoice(dialect: dialect, because: because), notes: [])
    } catch {
      throw error.code == .fileTooLarge ? tooLarge(path, dialect) : error
    }
  }

  private static func tooLarge(_ path: String, _ dialect: Dialect) -> Diagnostic {
    let limit = dialect.sizeLimit >> 20
    return Diagnostic(
      .codeownersTooLarge,
      "\(path) is \(limit) MB or more; the forge would load no owners at all, so owners are unknown",
      at: SourcePosition(file: path), help: "make it smaller: one line for a folder instead of one for each file in it")
  }

  /// Warns of names such as `Codeowners`, which look like the real one to people and count for nothing.
  private static func wrongCase(in tree: some Tree, _ dialect: Dialect) throws(Diagnostic) -> [Diagnostic] {
    var notes: [Diagnostic] = []
    for location in dialect.standardLocations {
      let folder = location.split(separator: "/").dropLast().joined(separator: "/")
      // What is no folder, a link for example, holds no file that would count.
      if !folder.isEmpty, try tree.kind(of: folder) != .folder { continue }
      for entry in try tree.list(folder) where entry.name.lowercased() == "codeowners" && entry.name != "CODEOWNERS" {
        notes.append(
          Diagnostic(
            .codeownersWrongCase, "\(entry.path) is ignored: only the exact name CODEOWNERS counts", severity: .warning,
            at: SourcePosition(file: tree.displayName(of: entry.path))))
      }
    }
    return notes
  }
}

extension String.UTF8View {
  fileprivate func hasSuffix(_ suffix: String.UTF8View) -> Bool {
    self.suffix(suffix.count).elementsEqual(suffix)
      && (count == suffix.count || dropLast(suffix.count).last == UInt8(ascii: "/"))
  }
}

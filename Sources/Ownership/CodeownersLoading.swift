import Model
import System

extension Codeowners {
  /// The CODEOWNERS file that a host would use, from a commit, the index or a folder: the first of the host's standard locations
  /// that exists. Nil when none does; a note then says so, for every path is without an owner.
  ///
  /// Files whose names differ from `CODEOWNERS` only in case are warned about. Throws `codeowners-too-large` at 3 MB, where the
  /// host would load no owners at all, and what the tree throws.
  package static func load(
    from tree: some Tree, dialect: Dialect = .github
  ) throws(Diagnostic) -> (file: Codeowners?, notes: [Diagnostic]) {
    var notes = try wrongCase(in: tree, dialect)
    for path in dialect.standardLocations {
      do throws(Diagnostic) {
        guard let input = try tree.input(path, limit: sizeLimit - 1) else { continue }
        let file = Codeowners(input, dialect: dialect)
        if file.hasNoOwner { notes.append(try withoutOwner(path, in: tree, dialect)) }
        return (file, notes)
      } catch {
        throw error.code == .fileTooLarge ? tooLarge(tree.displayName(of: path)) : error
      }
    }
    notes.append(
      Diagnostic(
        .codeownersMissing, "\(tree.description) has no CODEOWNERS: every finding is without an owner",
        severity: .note, because: ["looked for \(dialect.standardLocations.joined(separator: ", "))"]))
    return (nil, notes)
  }

  /// Whether no rule of the file names an owner.
  private var hasNoOwner: Bool { rules.allSatisfy(\.owners.isEmpty) }

  /// Says that the file at a path names no owner, and warns if it hides files that do: a host reads the first one only.
  private static func withoutOwner(
    _ path: String, in tree: some Tree, _ dialect: Dialect
  ) throws(Diagnostic) -> Diagnostic {
    var hidden: [String] = []
    for other in dialect.standardLocations.drop(while: { $0 != path }).dropFirst() {
      do throws(Diagnostic) {
        guard let input = try tree.input(other, limit: sizeLimit - 1) else { continue }
        if !Codeowners(input, dialect: dialect).hasNoOwner { hidden.append(tree.displayName(of: other)) }
      } catch {
        // What is no file of readable size would count for nothing either.
        guard [.fileTooLarge, .entryNotRegular].contains(error.code) else { throw error }
      }
    }
    let name = tree.displayName(of: path)
    return Diagnostic(
      .codeownersEmpty, "\(name) names no owner: every finding is without an owner",
      severity: hidden.isEmpty ? .note : .warning, at: SourcePosition(file: name),
      because: hidden.map { "it hides \($0), because the forge reads the first file only" },
      help: hidden.isEmpty ? nil : "write the owners into \(name), or delete it")
  }

  /// Reads one file on disk, under the limit of `load`.
  package static func read(_ path: String, dialect: Dialect) throws(Diagnostic) -> Codeowners {
    do throws(Diagnostic) {
      return Codeowners(try Files.read(path, limit: sizeLimit - 1), dialect: dialect)
    } catch {
      throw error.code == .fileTooLarge ? tooLarge(path) : error
    }
  }

  private static func tooLarge(_ path: String) -> Diagnostic {
    Diagnostic(
      .codeownersTooLarge, "\(path) is 3 MB or more; the forge would load no owners at all, so owners are unknown",
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

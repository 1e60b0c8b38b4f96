import Foundation
import TestSupport

/// A line of a file.
struct Place: Hashable, CustomStringConvertible {
  let path: String
  let line: Int
  var description: String { "\(path):\(line)" }
}

/// What became of a line between two commits, as several ways of git to tell say it.
enum LineFate {
  /// At least two ways name this place and none names another one.
  case kept(Place)
  /// No way names a place, and the text is nowhere in the changed files.
  case gone
  /// The ways name several places, or one alone does.
  case unsure([Place])
}

/// Follows lines from one commit to a later one by git blame --reverse, by the hunks of three diff algorithms, by hunks
/// without white space, and by texts that are unique. It knows nothing of what is tested.
struct LineOracle {
  private let root: URL
  private let (base, head): (String, String)
  /// The new path of each path of the base that has one and is changed.
  private(set) var renamed: [String: String] = [:]
  /// The changed files of both commits.
  private(set) var (olds, news): ([String: [String]], [String: [String]]) = ([:], [:])
  /// The lines of the head by algorithm; a line that is in none of its hunks keeps its distance.
  private var maps: [[Place: Place]] = []
  /// The lines of the head that all algorithms count as added.
  private(set) var added: Set<Place> = []
  private var unique: (old: [String: Place], new: [String: Place]) = ([:], [:])

  init(in root: URL, from base: String, to head: String) throws {
    (self.root, self.base, self.head) = (root, base, head)
    let names = try git("diff", "--name-status", "-M", "-l0", base, head)
    for row in names.split(separator: "\n") {
      let words = row.split(separator: "\t").map(String.init)
      guard words[words.count - 1].isText else { continue }
      if !words[0].hasPrefix("A") { olds[words[1]] = try lines(of: words[1], at: base) }
      if !words[0].hasPrefix("D") { news[words[words.count - 1]] = try lines(of: words[words.count - 1], at: head) }
      if words[0].hasPrefix("M") || words[0].hasPrefix("R") { renamed[words[1]] = words[words.count - 1] }
    }
    for options in [["--diff-algorithm=myers"], ["--diff-algorithm=patience"], ["--diff-algorithm=histogram"], ["-w"]] {
      let (map, new) = try hunks(options)
      maps.append(map)
      if options != ["-w"] { added = maps.count == 1 ? new : added.intersection(new) }
    }
    unique = (Self.unique(in: olds), Self.unique(in: news))
  }

  private func git(_ arguments: String...) throws -> String { try git(arguments) }

  private func git(_ arguments: [String]) throws -> String {
    let outcome = try run("/usr/bin/git", arguments, in: root, environment: gitEnvironment)
    guard outcome.status == 0 else { throw GitFailed(arguments: arguments, errors: outcome.errors) }
    return outcome.output
  }

  private func lines(of path: String, at commit: String) throws -> [String] {
    var lines = try git("show", "\(commit):\(path)").split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    return lines.map(String.init)
  }

  /// The lines that the hunks leave as they were, and the lines that they add.
  private func hunks(_ options: [String]) throws -> (map: [Place: Place], added: Set<Place>) {
    var (map, added) = ([Place: Place](), Set<Place>())
    var (removed, brought) = ([String: Set<Int>](), [String: Set<Int>]())
    var (old, new) = ("", "")
    for row in try git(["diff", "-U0", "-M", "-l0", "--src-prefix=", "--dst-prefix="] + options + [base, head])
      .split(separator: "\n")
    {
      if row.hasPrefix("--- ") { old = String(row.dropFirst(4)) }
      if row.hasPrefix("+++ ") { new = String(row.dropFirst(4)) }
      guard let found = row.firstMatch(of: /^@@ -([0-9]+)(?:,([0-9]+))? \+([0-9]+)(?:,([0-9]+))? @@/) else { continue }
      func range(_ start: Substring, _ count: Substring?) -> Range<Int> {
        let (start, count) = (Int(start) ?? 0, count.flatMap { Int($0) } ?? 1)
        return start..<(start + count)
      }
      removed[old, default: []].formUnion(range(found.1, found.2))
      brought[new, default: []].formUnion(range(found.3, found.4))
    }
    for (old, new) in renamed {
      let before = (1...max(1, olds[old]?.count ?? 0)).filter { !(removed[old]?.contains($0) ?? false) }
      let after = (1...max(1, news[new]?.count ?? 0)).filter { !(brought[new]?.contains($0) ?? false) }
      for (one, other) in zip(before, after) { map[Place(path: old, line: one)] = Place(path: new, line: other) }
    }
    for (path, lines) in brought { for line in lines { added.insert(Place(path: path, line: line)) } }
    return (map, added)
  }

  /// The places of texts that stand once in all of these files.
  private static func unique(in files: [String: [String]]) -> [String: Place] {
    var found: [String: Place?] = [:]
    for (path, lines) in files {
      for (index, line) in lines.enumerated() where line.bare.utf8.count > 3 {
        let place = found[line.bare] == nil ? Place(path: path, line: index + 1) : nil
        found.updateValue(place, forKey: line.bare)
      }
    }
    return found.compactMapValues(\.self)
  }

  /// Where the lines of a file of the base are at the head, as git blame says; none for what it does not follow.
  func blame(_ path: String) throws -> [Int: Place] {
    var (found, place) = ([Int: Place](), (commit: "", old: 0, new: 0))
    for row in try git("blame", "--reverse", "--first-parent", "--line-porcelain", "\(base)..\(head)", "--", path)
      .split(separator: "\n")
    {
      if row.hasPrefix("filename "), place.commit == head {
        found[place.old] = Place(path: String(row.dropFirst(9)), line: place.new)
      }
      let words = row.split(separator: " ")
      guard words.count >= 3, words[0].utf8.count == 40, let new = Int(words[1]), let old = Int(words[2]) else {
        continue
      }
      place = (String(words[0]), old, new)
    }
    return found
  }

  /// - Parameter blamed: What git blame says of the file.
  func fate(of place: Place, blamed: [Int: Place]) -> LineFate {
    let text = olds[place.path]?[place.line - 1].bare ?? ""
    var named = maps.compactMap { $0[place] } + [blamed[place.line]].compactMap(\.self)
    if unique.old[text] == place, let other = unique.new[text] {
      named.append(other)
      // Its neighbours moved with it.
      if isBeside(place, other, 1) || isBeside(place, other, -1) { named.append(other) }
    }
    if let first = named.first {
      return named.count > 1 && named.allSatisfy { $0 == first } ? .kept(first) : .unsure(Array(Set(named)))
    }
    return news.values.contains { $0.contains { $0.bare == text } } ? .unsure([]) : .gone
  }

  private func isBeside(_ place: Place, _ other: Place, _ step: Int) -> Bool {
    guard let old = olds[place.path], let new = news[other.path] else { return false }
    let (one, two) = (place.line - 1 + step, other.line - 1 + step)
    return old.indices.contains(one) && new.indices.contains(two) && old[one].bare == new[two].bare
  }

  /// What the change did to a line that it kept.
  func kind(of place: Place, to other: Place) -> String {
    if renamed[place.path] != other.path { return "moved to a file" }
    if olds[place.path]?[place.line - 1] != news[other.path]?[other.line - 1] { return "reindented" }
    if added.contains(other) { return "moved" }
    if place.path != other.path { return "renamed" }
    return place.line == other.line ? "unmoved" : "shifted"
  }
}

extension String {
  /// Without blanks.
  var bare: String { filter { !$0.isWhitespace } }

  fileprivate var isText: Bool { [".swift", ".md", ".yaml", ".py", ".sh"].contains { hasSuffix($0) } }
}

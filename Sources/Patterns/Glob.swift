/// A pattern for paths in a repository, such as `services/**`, `*.tf` or `**/[Tt]est/*.java`, for policies and
/// CODEOWNERS.
///
/// Wildcards are git's (wildmatch with WM_PATHNAME); they work on bytes and are case-sensitive. `?` matches one byte,
/// `*` any run of bytes and `[a-z]` one byte of a class, none of them a `/`. `**` as a whole segment matches any number
/// of directories. `\` makes the next byte literal. Patterns are anchored as in `.gitignore`:
/// - without a slash, or with one at the end only, a pattern matches at any depth (`*.tf`); with any other slash it
///   matches from the root (`services/*` equals `/services/*`);
/// - `services/**` and `services/` match everything below `services`, but not a file of that name;
/// - a pattern that matches a directory matches everything below it (gitignore(5)): `services/pay` and `services/*` match
///   `services/pay/a/b.go`.
///
/// Matching takes at most (bytes of the pattern × bytes of the path) steps, without recursion.
package struct Glob: Hashable, Sendable {
  /// One component of a pattern. In normal form no `anyDepth` is followed by another one or by `*`.
  package enum Part: Hashable, Sendable {
    /// `**`: zero or more segments.
    case anyDepth
    /// A pattern for exactly one segment.
    case segment(Segment)
  }

  /// Whether a pattern also matches the paths below a match, or only those.
  package enum Below: Hashable, Sendable { case no, also, only }

  package let parts: [Part]

  /// Makes a pattern for a dialect with its own syntax.
  ///
  /// - Parameters:
  ///   - written: The components in the order in which they are written.
  ///   - floats: Whether the pattern matches at any depth instead of from the root.
  ///   - below: Whether the paths below a match are matched too.
  package init(_ written: [Part], floats: Bool, below: Below) {
    var parts = floats ? [.anyDepth] + written : written
    // As in git, a `**` at the end matches what is below, and so at least one segment.
    if written.last == .anyDepth { parts.append(.segment(.any)) }
    switch below {
    case .no: break
    case .also: parts.append(.anyDepth)
    case .only: parts += [.segment(.any), .anyDepth]
    }
    self.parts = Glob.normal(parts)
  }

  /// Rewrites each run of `**` and `*` as its `*` followed by one `**`, which matches the same paths with less
  /// backtracking.
  private static func normal(_ parts: [Part]) -> [Part] {
    var normal: [Part] = []
    var owed = false
    for part in parts {
      if part == .anyDepth {
        owed = true
        continue
      }
      if owed, part != .segment(.any) {
        normal.append(.anyDepth)
        owed = false
      }
      normal.append(part)
    }
    return owed ? normal + [.anyDepth] : normal
  }
}

extension Glob {
  /// Whether the pattern matches a path relative to the repository root.
  package func matches(_ path: String) -> Bool { matches(PathSegments(path.utf8)) }

  /// Whether the pattern matches a path that is split into segments, which pays when many patterns are tried.
  package func matches(_ path: PathSegments) -> Bool { Glob.matches(parts[...], path) }

  /// Whether every path that the pattern can match is `folder` or below it. An empty `folder` is the root.
  ///
  /// Only the leading segments without wildcards are considered, so the answer may be false for a pattern that does lie
  /// in the folder, but is never wrongly true.
  package func lies(in folder: String) -> Bool {
    let wanted = folder.utf8.split(separator: UInt8(ascii: "/"))
    guard parts.count >= wanted.count else { return false }
    return zip(parts, wanted).allSatisfy { part, name in
      if case .segment(let segment) = part { segment.literal?.elementsEqual(name) ?? false } else { false }
    }
  }

  /// The leading segments without wildcards, at most so many, which begin every path that the pattern matches; nil when the
  /// first segment has a wildcard.
  package func folder(deepest: Int) -> String? {
    var folder: [UInt8] = []
    for part in parts.prefix(deepest) {
      guard case .segment(let segment) = part, let literal = segment.literal else { break }
      if !folder.isEmpty { folder.append(UInt8(ascii: "/")) }
      folder += literal
    }
    return folder.isEmpty ? nil : String(decoding: folder, as: UTF8.self)
  }

  /// Whether `parts` match the segments of `path` from `start` to the end.
  ///
  /// Each part except `**` takes exactly one segment, so on a mismatch it is enough to return to the last `**` and let
  /// it take one more segment.
  package static func matches(_ parts: ArraySlice<Part>, _ path: PathSegments, from start: Int = 0) -> Bool {
    var (part, segment) = (parts.startIndex, start)
    var retry: (part: Int, segment: Int)?
    while segment < path.count {
      if part < parts.endIndex {
        switch parts[part] {
        case .anyDepth:
          part += 1
          if part == parts.endIndex { return true }
          retry = (part, segment)
          continue
        case .segment(let wanted) where wanted.matches(path.bytes, path.ranges[segment]):
          (part, segment) = (part + 1, segment + 1)
          continue
        case .segment: break
        }
      }
      guard let last = retry else { return false }
      (part, segment) = (last.part, last.segment + 1)
      retry = (part, segment)
    }
    return parts[part...].allSatisfy { $0 == .anyDepth }
  }
}

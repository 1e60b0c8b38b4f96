/// A pattern for paths inside the repository: `services/**`, `*.tf`, `**/[Tt]est/*.java`. Policies and CODEOWNERS match with it.
///
/// Wildcards are git's (wildmatch with WM_PATHNAME), on bytes and case sensitive: `?` is one byte, `*` any run of them, `[a-z]`
/// one of a class, none of them a `/`; `**` as a whole segment is any number of directories. `\` makes the next byte literal.
/// Where a pattern holds is as in `.gitignore`:
/// - no slash but at the end: at any depth (`*.tf`); any other slash: from the root (`services/*` = `/services/*`);
/// - `services/**` and `services/`: everything below `services`, not a file of that name;
/// - a plain name at the end is a file or a whole directory: `services/pay` takes `services/pay/a.go`;
/// - a wildcard at the end takes the entries it matches and nothing below them: `docs/*` does not take `docs/a/b.md`.
///
/// Matching costs at most (bytes of the pattern × bytes of the path), without recursion.
package struct Glob: Hashable, Sendable {
  /// One step of the pattern, in normal form: no two `anyDepth` in a row, and no `*` after one.
  package enum Part: Hashable, Sendable {
    /// Any number of segments, also none.
    case anyDepth
    /// Exactly one segment.
    case segment(Segment)
  }

  /// What lies below a match.
  package enum Below: Hashable, Sendable { case no, also, only }

  package let parts: [Part]

  /// For dialects with rules of their own: the parts of a pattern as written, whether it `floats` to any depth, and if what
  /// lies `below` a match belongs to it.
  package init(_ written: [Part], floats: Bool, below: Below) {
    var parts = floats ? [.anyDepth] + written : written
    // git: a `**` at the end is what lies below, so at least one segment.
    if written.last == .anyDepth { parts.append(.segment(.any)) }
    switch below {
    case .no: break
    case .also: parts.append(.anyDepth)
    case .only: parts += [.segment(.any), .anyDepth]
    }
    self.parts = Glob.normal(parts)
  }

  /// In a run of `**` and `*` only the number of `*` counts: they go first, then one `**`, so that nothing is tried twice.
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
  package func matches(_ path: String) -> Bool { matches(PathSegments(path.utf8)) }

  package func matches(_ path: PathSegments) -> Bool { Glob.matches(parts[...], path) }

  /// Whether everything it can match lies in the folder, or is the file of that path; "" is the root. Only its beginning
  /// without wildcards is looked at: a pattern of which that cannot be told lies in no folder but the root.
  package func lies(in folder: String) -> Bool {
    let wanted = folder.utf8.split(separator: UInt8(ascii: "/"))
    guard parts.count >= wanted.count else { return false }
    return zip(parts, wanted).allSatisfy { part, name in
      if case .segment(let segment) = part { segment.literal?.elementsEqual(name) ?? false } else { false }
    }
  }

  /// Whether `parts` match the segments of `path` from `start` to its end.
  ///
  /// Each part but `**` takes exactly one segment, so it is enough to go back to the last `**` and give it one more.
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

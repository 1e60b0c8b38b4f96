/// Turns the paths that scanners write into paths of the repository: percent-encoding, the roots of the machine that the scanner
/// ran on, the folder that it ran in, `.` and `..`, in this order and in one place for all formats.
///
/// Nothing is opened and no file is asked for: it is arithmetic on names. A path that may lie outside of the repository has no
/// answer, so that no line of CODEOWNERS can match it; the scanner's words stay in view as the location's resource.
struct Paths {
  /// Folders that stood for the repository where the scanner ran, longest first, without a slash at the end.
  private let roots: [[UInt8]]
  private let hasRelativeRoots: Bool
  /// The folder of the repository that the scanner ran in, with a slash at the end; empty for the root.
  private let folder: [UInt8]

  /// A longer path names no file (Linux PATH_MAX).
  private static let longest = 4096
  /// Where GitHub's runners check a repository out: its name comes twice.
  private static let doubledHomes = ["/home/runner/work/", "/Users/runner/work/", "/__w/", "C:/a/", "D:/a/"]
    .map { Array($0.utf8) }
  private static let homes = ["/github/workspace"].map { Array($0.utf8) }

  init(roots: [String], folder: String? = nil) {
    self.folder = folder.map { Array($0.utf8) + [slash] } ?? []
    let named = roots.map { Paths.collapsed(Paths.plain($0)) }.filter { !$0.isEmpty }
    self.roots = named.sorted { $0.count > $1.count } + Paths.homes
    hasRelativeRoots = named.contains { !isAbsolute($0[...]) }
  }

  /// Whether a path surely resolves to itself.
  func isPlain(_ path: String) -> Bool { isPlain(path.utf8Span.span) }
  func isPlain(_ path: Span<UInt8>) -> Bool { !hasRelativeRoots && folder.isEmpty && isPlainPath(path) }

  /// The path relative to the root of the repository; nil when it lies outside, or nothing says where.
  func resolve(_ path: String) -> String? {
    let bytes = Paths.unrolled(path)
    guard bytes.count <= Paths.longest, !bytes.contains(0), let inside = strip(bytes) else { return nil }
    return normalized(folder + inside, below: folder.count)
  }

  /// The path that is meant if each byte belongs to a name, as git allows: `\`, `%` and `:` are letters like others in names of
  /// files. Nil when it lies outside of the repository.
  func literal(_ path: String) -> String? {
    let bytes = Array(path.utf8)
    guard bytes.count <= Paths.longest, !bytes.contains(0) else { return nil }
    guard let inside = belowRoot(bytes) ?? (bytes.first == slash ? belowHome(bytes) : bytes[...]) else { return nil }
    return normalized(folder + inside, below: folder.count)
  }

  /// How many bytes at the beginning of a resolved path may be there twice, likeliest first. A scanner that ran in a folder may
  /// write paths from the root of the repository all the same, and Checkov joins the folder that it was given to paths that have
  /// it already: `shop/shop/k8s/deploy.yaml`.
  func doubledPrefixes(of path: Span<UInt8>) -> [Int] {
    var first = 0
    while first < path.count, path[first] != slash { first += 1 }
    first = first < path.count ? first + 1 : 0
    var found: [Int] = []
    if Self.isDoubled(folder.count, in: path) { found.append(folder.count) }
    if Self.isDoubled(first, in: path) { found.append(first) }
    return found
  }

  /// Whether the first bytes of a path are there twice.
  private static func isDoubled(_ count: Int, in path: Span<UInt8>) -> Bool {
    guard count > 0, path.count > 2 * count else { return false }
    for index in 0..<count where path[index] != path[count + index] { return false }
    return true
  }

  /// The path below the first root that holds it; a relative path stands for itself, an absolute one elsewhere for nothing.
  private func strip(_ path: [UInt8]) -> ArraySlice<UInt8>? {
    belowRoot(path) ?? (isAbsolute(path[...]) ? belowHome(path) : path[...])
  }

  private func belowRoot(_ path: [UInt8]) -> ArraySlice<UInt8>? {
    for root in roots where path.starts(with: root) {
      if path.count == root.count { return [] }
      if path[root.count] == slash { return path[(root.count + 1)...] }
    }
    return nil
  }

  private func belowHome(_ path: [UInt8]) -> ArraySlice<UInt8>? {
    for home in Paths.doubledHomes where path.starts(with: home) {
      let parts = path[home.count...].split(separator: slash, maxSplits: 2, omittingEmptySubsequences: false)
      if parts.count == 3, parts[0] == parts[1] { return parts[2] }
    }
    return nil
  }
}

// MARK: - Bytes

private let slash = UInt8(ascii: "/")
private let dot = UInt8(ascii: ".")

extension Paths {
  /// Without `file://` and percent-encoding, with `/` between the parts.
  static func plain(_ path: String) -> [UInt8] {
    var bytes = Array(path.utf8)
    if bytes.starts(with: "file:".utf8) {
      bytes = percentDecoded(bytes.dropFirst(5))
      if bytes.starts(with: "//".utf8) { bytes.removeFirst(2) }
      if bytes.starts(with: "localhost/".utf8) { bytes.removeFirst(9) }
      // RFC 8089 appendix E.2: file:///C:/path
      if bytes.first == slash, isAbsolute(bytes.dropFirst()) { bytes.removeFirst() }
    }
    for index in bytes.indices where bytes[index] == UInt8(ascii: "\\") { bytes[index] = slash }
    return bytes
  }

  /// A plain path, where an absolute one has no `..` behind a part that it takes away: roots have none either.
  static func unrolled(_ path: String) -> [UInt8] {
    let bytes = plain(path)
    guard bytes.first == slash, bytes.contains(dot),
      bytes.split(separator: slash).contains(where: { $0.elementsEqual([dot, dot]) })
    else { return bytes }
    return collapsed(bytes)
  }

  /// Whether a path leads from a root or a host, and not from the folder that a scanner ran in.
  static func isRooted(_ path: String) -> Bool { isAbsolute(plain(path)[...]) }

  /// The roots that do not lie inside one of some others, whose folders they are.
  static func outside(of others: [String], _ roots: [String]) -> [String] {
    let others = others.map { collapsed(plain($0)) + [slash] }
    return roots.filter { root in
      let path = collapsed(plain(root))
      return !others.contains { path.count > $0.count && path.starts(with: $0) }
    }
  }

  /// A root without `.`, empty parts and a slash at the end, and without `..` where a part before it is known.
  static func collapsed(_ root: [UInt8]) -> [UInt8] {
    let isRooted = root.first == slash
    var parts: [ArraySlice<UInt8>] = []
    for part in root.split(separator: slash) where !part.elementsEqual([dot]) {
      let isUp = part.elementsEqual([dot, dot])
      if isUp, let last = parts.last, !last.elementsEqual([dot, dot]) {
        parts.removeLast()
      } else if !isUp || !isRooted {
        parts.append(part)
      }
    }
    // A share of a network has two slashes.
    let start = root.starts(with: [slash, slash]) ? [slash, slash] : isRooted ? [slash] : []
    return parts.isEmpty ? [] : start + parts.joined(separator: [slash])
  }

  /// Decodes `%2F` and its like (RFC 3986 §2.1); what is no escape stays as it is.
  static func percentDecoded(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let bytes = Array(bytes)
    guard bytes.contains(UInt8(ascii: "%")) else { return bytes }
    var (result, index) = ([UInt8](), 0)
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let high = hex(bytes[index + 1]),
        let low = hex(bytes[index + 2])
      {
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }
}

/// The path without empty parts, `.` and `..`; nil when it climbs out of the repository, names nothing after the first `count`
/// bytes, or enters `.git`.
private func normalized(_ path: [UInt8], below count: Int) -> String? {
  guard path[count...].split(separator: slash).contains(where: { !isDots($0) }) else { return nil }
  var parts: [ArraySlice<UInt8>] = []
  for part in path.split(separator: slash) {
    if part.elementsEqual([dot]) { continue }
    if part.elementsEqual([dot, dot]) {
      guard parts.popLast() != nil else { return nil }
    } else {
      parts.append(part)
    }
  }
  guard !parts.isEmpty, !parts.contains(where: isGitFolder) else { return nil }
  return String(validating: Array(parts.joined(separator: [slash])), as: UTF8.self)
}

/// `.` and `..`.
private func isDots(_ part: ArraySlice<UInt8>) -> Bool { part.count <= 2 && part.allSatisfy { $0 == dot } }

/// No tree of git can hold it, so no file of the repository is meant.
private func isGitFolder(_ part: ArraySlice<UInt8>) -> Bool {
  part.count == 4 && part.map { $0 | 0x20 } == Array(".git".utf8)
}

/// `/x`, `C:/x`, `//host/share`, and any URL.
private func isAbsolute(_ path: ArraySlice<UInt8>) -> Bool {
  guard let first = path.first else { return false }
  if first == slash { return true }
  let isDrive = path.count >= 2 && path[path.startIndex + 1] == UInt8(ascii: ":") && (97...122).contains(first | 0x20)
  return isDrive || hasScheme(path)
}

/// `http://…` and its like (RFC 3986 §3.1).
private func hasScheme(_ path: ArraySlice<UInt8>) -> Bool {
  guard let colon = path.firstIndex(of: UInt8(ascii: ":")), colon > path.startIndex + 1 else { return false }
  return path[colon...].starts(with: "://".utf8)
    && path[..<colon].allSatisfy { (97...122).contains($0 | 0x20) || (48...57).contains($0) || (43...46).contains($0) }
}

/// Whether a path is already relative and without parts to resolve; nearly all are, and they cost one look at each byte.
private func isPlainPath(_ bytes: Span<UInt8>) -> Bool {
  var before = slash
  guard bytes.count <= 4096 else { return false }
  for index in bytes.indices {
    let byte = bytes[index]
    // All others are greater: most bytes cost this one comparison.
    if byte <= UInt8(ascii: ":") {
      if byte == 0 || byte == UInt8(ascii: ":") || before == slash && (byte == dot || byte == slash) { return false }
    } else if byte == UInt8(ascii: "\\") {
      return false
    }
    before = byte
  }
  return before != slash
}

private func hex(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 48...57: byte - 48
  case 65...70: byte - 55
  case 97...102: byte - 87
  default: nil
  }
}

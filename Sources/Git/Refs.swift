import Model

/// Looks up refs in loose files and in `packed-refs` (gitrepository-layout).
///
/// Only full names are looked up, because a short name is ambiguous and anybody who may
/// push a tag can change its meaning.
struct Refs: Sendable {
  let gitDirectory: String
  let commonDirectory: String

  enum Value: Equatable {
    case object(ObjectID)
    case symbolic(String)
  }

  /// Follows symbolic refs to the last ref and its id; `id` is nil when that ref does not exist.
  func follow(_ name: String) throws(Diagnostic) -> (name: String, id: ObjectID?) {
    var name = name
    for _ in 0..<6 {
      switch try value(of: name) {
      case nil: return (name, nil)
      case .object(let id): return (name, id)
      case .symbolic(let next): name = next
      }
    }
    throw Diagnostic(.repositoryUnreadable, "the ref \(name) leads through too many symbolic refs")
  }

  func value(of name: String) throws(Diagnostic) -> Value? {
    guard Self.isFull(name) else { return nil }
    let isOwn =
      ["HEAD"].contains(name) || ["refs/bisect/", "refs/worktree/", "refs/rewritten/"].contains { name.hasPrefix($0) }
    let file = (isOwn ? gitDirectory : commonDirectory) + "/" + name
    if let status = FileSystem.status(of: file), status.kind != .folder,
      let bytes = try FileSystem.read(file, limit: 8192)
    {
      return try Self.value(in: bytes, name)
    }
    return isOwn ? nil : try packed(name).map(Value.object)
  }

  private static func value(in bytes: [UInt8], _ name: String) throws(Diagnostic) -> Value {
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    if line.starts(with: "ref:".utf8) {
      let target = GitPath.text(of: line.dropFirst(4).drop { $0 == UInt8(ascii: " ") })
      guard isFull(target) else {
        throw Diagnostic(.repositoryUnreadable, "the ref \(name) points at \(target), which is not a full ref name")
      }
      return .symbolic(target)
    }
    guard let id = ObjectID(hex: line) else {
      throw Diagnostic(
        .repositoryUnreadable, "the ref \(name) does not hold an object id", help: "`git fsck` says more")
    }
    return .object(id)
  }

  /// Looks up a ref in `packed-refs`. Its lines are `ID SP NAME`; `#` begins the header, and `^` the target of the
  /// preceding tag.
  private func packed(_ name: String) throws(Diagnostic) -> ObjectID? {
    guard let bytes = try FileSystem.read(commonDirectory + "/packed-refs", limit: 256 << 20) else { return nil }
    let wanted = GitPath.bytes(of: name)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if end - start == 41 + wanted.count, bytes[(start + 41)..<end].elementsEqual(wanted) {
        return ObjectID(hex: bytes[start..<(start + 40)])
      }
      start = end + 1
    }
    return nil
  }

  /// Whether this can be a full ref name: `HEAD`, or a name below `refs/` that is valid by git-check-ref-format.
  static func isFull(_ name: String) -> Bool {
    if name == "HEAD" { return true }
    guard name.hasPrefix("refs/"), !name.hasSuffix("/"), !name.hasSuffix("."), name.utf8.count < 4096 else {
      return false
    }
    let forbidden = name.utf8.contains { $0 <= 0x20 || $0 == 0x7F || "~^:?*[\\".utf8.contains($0) }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return !forbidden && !name.contains("..") && !name.contains("@{")
      && parts.allSatisfy { !$0.isEmpty && !$0.hasPrefix(".") && !$0.hasSuffix(".lock") }
  }

  /// The existing full names that a short name may stand for.
  func candidates(for short: String) throws(Diagnostic) -> [String] {
    var found: [String] = []
    for folder in ["refs/heads/", "refs/remotes/", "refs/remotes/origin/", "refs/tags/", "refs/"] {
      if try value(of: folder + short) != nil { found.append(folder + short) }
    }
    return found
  }
}

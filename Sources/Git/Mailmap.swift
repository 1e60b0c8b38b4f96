import Clibgit2
package import Model

/// The `.mailmap` of a commit (gitmailmap), which says which names and addresses belong to one person. As in git, the case of
/// ASCII letters means nothing; libgit2 itself minds it, so everything is given to it in lower case.
@safe package final class Mailmap: @unchecked Sendable {
  // libgit2 only reads a mailmap after it was made, so any thread may ask it.
  private let map: OpaquePointer?

  /// A mailmap without entries.
  package init() { unsafe map = nil }

  /// - Parameter bytes: The content of the file. Lines that libgit2 does not understand are passed over, as in git.
  package init(_ bytes: [UInt8]) throws(Diagnostic) {
    try Library.start()
    var made: OpaquePointer?
    let code = unsafe bytes.map(lowercased).withUnsafeBytes {
      unsafe git_mailmap_from_buffer(&made, $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count)
    }
    try Library.check(code, "read .mailmap")
    unsafe map = made
  }

  deinit { unsafe git_mailmap_free(map) }

  /// The name that the mailmap gives instead, in lower case; `name` itself where it has none.
  package func resolve(_ name: CommitName) -> CommitName {
    var (real, email): (UnsafePointer<CChar>?, UnsafePointer<CChar>?) = (nil, nil)
    return unsafe withCString(name.name) { oldName in
      unsafe withCString(name.email) { oldEmail in
        guard let map = unsafe map, unsafe git_mailmap_resolve(&real, &email, map, oldName, oldEmail) == 0,
          let real = unsafe real, let email = unsafe email
        else { return name }
        if unsafe real == oldName, unsafe email == oldEmail { return name }
        return CommitName(name: unsafe Self.text(real), email: unsafe Self.text(email))
      }
    }
  }

  private static func text(_ pointer: UnsafePointer<CChar>) -> String {
    let count = unsafe strlen(pointer)
    return unsafe GitPath.text(of: UnsafeRawBufferPointer(start: pointer, count: count))
  }
}

private func lowercased(_ byte: UInt8) -> UInt8 { (65...90).contains(byte) ? byte | 0x20 : byte }

/// Passes the bytes that a text of `GitPath` represents, in lower case and up to the first zero byte.
private func withCString<Result>(_ text: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
  let bytes: [CChar] = (GitPath.bytes(of: text).prefix { $0 != 0 } + [0]).map { CChar(bitPattern: lowercased($0)) }
  return unsafe bytes.withUnsafeBufferPointer { buffer in
    guard let start = buffer.baseAddress else { return unsafe "".withCString(body) }
    return unsafe body(start)
  }
}

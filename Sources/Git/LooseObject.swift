import Clibgit2
import Model

/// A loose object, read with bounds checks.
///
/// libgit2 1.5 trusts the length in an object's header and writes past its buffer when the body is longer
/// (libgit2/libgit2#7177). This reader requires the body to be exactly as long as the header says.
struct LooseObject {
  enum Fault: Error { case missing, damaged, tooLarge }

  let kind: git_object_t
  let size: Int
  let bytes: [UInt8]

  /// Reads the kind and the size of an object from the first bytes of its file.
  init(header id: ObjectID, in folder: String) throws(Fault) {
    let path = Self.path(of: id, in: folder)
    let packed = try Self.file { () throws(Diagnostic) in try FileSystem.read(path, first: 256) }
    let (kind, size, _) = try Self.header(packed)
    (self.kind, self.size, bytes) = (kind, size, [])
  }

  /// Reads the whole object. libgit2 checks its hash afterwards.
  init(_ id: ObjectID, in folder: String) throws(Fault) {
    let path = Self.path(of: id, in: folder)
    // Deflate makes incompressible bytes slightly longer.
    let packed = try Self.file { () throws(Diagnostic) in
      try FileSystem.read(path, limit: Library.objectLimit + (1 << 20))
    }
    let (kind, size, start) = try Self.header(packed)
    guard size <= Library.objectLimit else { throw .tooLarge }
    // One byte more than the header says, in order to detect a longer body.
    let all = Self.inflate(packed, room: start + size + 1)
    guard let all, all.isWhole, all.bytes.count == start + size else { throw .damaged }
    (self.kind, self.size, bytes) = (kind, size, Array(all.bytes[start...]))
  }

  static func path(of id: ObjectID, in folder: String) -> String {
    let hex = id.description
    return "\(folder)/\(hex.prefix(2))/\(hex.dropFirst(2))"
  }

  private static func file(_ read: () throws(Diagnostic) -> [UInt8]?) throws(Fault) -> [UInt8] {
    do throws(Diagnostic) {
      if let bytes = try read() { return bytes }
    } catch {
      throw error.code == .fileTooLarge ? .tooLarge : .damaged
    }
    throw .missing
  }

  /// Parses `kind SP size NUL`, which fits into 32 bytes.
  private static func header(_ packed: [UInt8]) throws(Fault) -> (git_object_t, size: Int, start: Int) {
    guard let begin = inflate(packed, room: 32)?.bytes, let end = begin.firstIndex(of: 0) else { throw .damaged }
    let words = begin[..<end].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    guard words.count == 2, let kind = kinds[String(decoding: words[0], as: UTF8.self)],
      words[1].allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
      let size = Int(String(decoding: words[1], as: UTF8.self))
    else { throw .damaged }
    return (kind, size, end + 1)
  }

  private static let kinds = [
    "commit": GIT_OBJECT_COMMIT, "tree": GIT_OBJECT_TREE, "blob": GIT_OBJECT_BLOB, "tag": GIT_OBJECT_TAG,
  ]

  private static func inflate(_ packed: [UInt8], room: Int) -> (bytes: [UInt8], isWhole: Bool)? {
    var (came, ended, trailing): (Int, Int32, Int32) = (0, 0, 0)
    var result: Int32 = -1
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
      unsafe packed.withUnsafeBufferPointer { from in
        result = unsafe gatehouse_inflate(
          from.baseAddress, from.count, buffer.baseAddress, room, &came, &ended, &trailing)
      }
      filled = came
    }
    return result == 0 ? (bytes, ended != 0 && trailing == 0) : nil
  }
}

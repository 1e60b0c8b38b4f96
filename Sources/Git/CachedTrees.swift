/// The ids of the trees that folders of the index would have as commits, as git keeps them (gitformat-index, "Cache tree").
/// A folder in which anything was staged since has none.
struct CachedTrees: Sendable {
  private struct Folder {
    let name: ArraySlice<UInt8>
    let id: ObjectID?
    let folderCount: Int
    /// The number of the folder after all that are below this one.
    var end = 0
  }

  /// Each folder is followed by those below it. The first is the root.
  private var folders: [Folder] = []

  init() {}

  /// Nil for bytes that are no such extension.
  init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      guard let folder = Self.folder(in: &rest) else { return nil }
      folders.append(folder)
    }
    // The folders whose children are still to come, with how many of them.
    var open: [(folder: Int, left: Int)] = []
    for index in folders.indices {
      if index > 0, open.isEmpty { return nil }
      if !open.isEmpty { open[open.count - 1].left -= 1 }
      open.append((index, folders[index].folderCount))
      while let last = open.last, last.left == 0 {
        folders[last.folder].end = index + 1
        open.removeLast()
      }
    }
    guard open.isEmpty else { return nil }
  }

  /// Parses `name NUL count SP folders LF id`; the id is missing when the count is negative.
  private static func folder(in rest: inout ArraySlice<UInt8>) -> Folder? {
    guard let zero = rest.firstIndex(of: 0), let space = rest[zero...].firstIndex(of: UInt8(ascii: " ")),
      let line = rest[space...].firstIndex(of: UInt8(ascii: "\n")),
      let count = Int(String(decoding: rest[(zero + 1)..<space], as: UTF8.self)),
      let folders = Int(String(decoding: rest[(space + 1)..<line], as: UTF8.self)), folders >= 0
    else { return nil }
    let name = rest[..<zero]
    rest = rest[(line + 1)...]
    guard count >= 0 else { return Folder(name: name, id: nil, folderCount: folders) }
    guard rest.count >= 20, let id = ObjectID(bytes: rest.prefix(20)) else { return nil }
    rest = rest.dropFirst(20)
    return Folder(name: name, id: id, folderCount: folders)
  }

  /// The number of the root; nil when nothing is cached.
  var root: Int? { folders.isEmpty ? nil : 0 }

  func id(of folder: Int) -> ObjectID? { folders[folder].id }

  /// The folders directly below a folder, by name.
  func children(of folder: Int) -> [ArraySlice<UInt8>: Int] {
    var (found, next) = ([ArraySlice<UInt8>: Int](), folder + 1)
    while next < folders[folder].end {
      found[folders[next].name] = next
      next = folders[next].end
    }
    return found
  }
}

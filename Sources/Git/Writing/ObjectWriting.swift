import Clibgit2
import Glibc
import Model
import System

extension Repository {
  /// Writes a loose object (gitrepository-layout, `objects/xx`), unless the repository has it.
  ///
  /// The content is on the disk before the object has its name, so a crash or a full disk never leaves a damaged object. No
  /// configuration of the repository affects it.
  func write(_ kind: Objects.Kind, _ content: [UInt8]) throws(Diagnostic) -> ObjectID {
    let bytes = Array("\(kind.rawValue) \(content.count)\0".utf8) + content
    guard content.count <= Library.objectLimit, let id = ObjectID(bytes: sha1(bytes.span)) else {
      throw Diagnostic(
        .fileTooLarge, "a \(kind) of \(content.count) bytes is too large for an object",
        because: ["at most \(Library.objectLimit) bytes are written"])
    }
    if hasReadable(id) { return id }
    let target = LooseObject.path(of: id, in: objectDirectory)
    let folder = RepositoryLocation.parent(of: target)
    let packed = Self.deflated(bytes)
    try writing { () throws(WriteFault) in
      try FileSystem.makeFolders(folder)
      // `git gc` removes old files of this name.
      let random = UInt64.random(in: .min ... .max)
      let file = try NewFile(at: "\(folder)/tmp_obj_\(getpid())_\(random)", mode: 0o600)
      try file.write(packed)
      try file.rename(to: target, mode: 0o444)
      try FileSystem.sync(folder: folder)
    }
    return id
  }

  /// Whether the object is present and undamaged. A loose object that was being written when the power failed may be
  /// damaged, and is then written again.
  private func hasReadable(_ id: ObjectID) -> Bool {
    do throws(Diagnostic) { return try objects.read(id) != nil } catch { return false }
  }

  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    let room = gatehouse_deflate_bound(bytes.count)
    return unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
      filled = unsafe bytes.withUnsafeBufferPointer {
        unsafe gatehouse_deflate($0.baseAddress, $0.count, buffer.baseAddress, room)
      }
    }
  }
}

extension Repository {
  /// Writes a commit by Gatehouse. Equal arguments give the same commit on every machine.
  func writeCommit(
    tree: ObjectID, parents: [CommitID], message: String, at time: Timestamp
  ) throws(Diagnostic) -> CommitID {
    let person = "Gatehouse <gatehouse@localhost> \(max(0, time.seconds)) +0000"
    let lines =
      ["tree \(tree)"] + parents.map { "parent \($0)" } + ["author \(person)", "committer \(person)", "", message, ""]
    return CommitID(try write(.commit, Array(lines.joined(separator: "\n").utf8)))
  }

  /// Writes the folders of a tree to which files are added.
  ///
  /// - Parameter files: The id of the content of each file, by the components of its path, which are few. A path that the
  ///   tree has with another content is the error `repository-unwritable`: what is there stays.
  /// - Parameter tree: The tree to add to; nil is an empty one.
  func writeTree(
    adding files: [[[UInt8]]: ObjectID], to tree: ObjectID?, depth: Int = 0
  ) throws(Diagnostic) -> ObjectID {
    var items: [[UInt8]: TreeObject.Item] = [:]
    if let tree {
      for item in try objects.tree(tree, at: [UInt8]()).items { items[item.name] = item }
    }
    for (name, below) in Dictionary(grouping: files, by: { $0.key[depth] }) {
      let known = items[name]
      if below.count == 1, below[0].key.count == depth + 1 {
        guard known == nil || known?.id == below[0].value else { throw Self.taken(name) }
        items[name] = TreeObject.Item(name: name, mode: .regular, id: below[0].value)
      } else {
        guard known == nil || known?.mode == .tree else { throw Self.taken(name) }
        let folder = try writeTree(
          adding: Dictionary(uniqueKeysWithValues: below.map { ($0.key, $0.value) }), to: known?.id, depth: depth + 1)
        items[name] = TreeObject.Item(name: name, mode: .tree, id: folder)
      }
    }
    return try write(.tree, TreeObject.bytes(of: items.values.sorted()))
  }

  private static func taken(_ name: [UInt8]) -> Diagnostic {
    Diagnostic(.repositoryUnwritable, "there is another file or folder at \(GitPath.text(of: name)) already")
  }
}

extension TreeObject {
  /// The bytes of a tree object with these items, which are in git's order.
  static func bytes(of items: [Item]) -> [UInt8] {
    items.flatMap { Array("\($0.mode.octal) ".utf8) + $0.name + [0] + $0.id.bytes }
  }
}

extension Repository {
  /// About how many loose objects there are, counted as `git gc --auto` does: one of 256 folders, times 256.
  package var looseObjectEstimate: Int {
    do throws(Diagnostic) {
      return try FileSystem.names(in: objectDirectory + "/17").count { $0.count == 38 } * 256
    } catch {
      return 0
    }
  }
}

/// A path of a commit: what stands there and how large it is, before any byte of it is read.
package struct Entry: Hashable, Sendable {
  package enum Mode: String, Sendable {
    case regular, executable, symlink, submodule, tree
  }

  /// From the root of the repository; see `PathText` for names that are not UTF-8.
  package let path: String
  package let mode: Mode
  /// The content's name, as 40 hexadecimal digits; of a submodule a commit's, of a tree a tree's.
  package let id: BlobID
  /// Bytes of content; nil for trees and submodules.
  package let size: Int?
}

extension Entry.Mode {
  /// Git's file modes; the permission bits of a file matter only as executable or not, as old trees have 100664.
  init?(octal: some Sequence<UInt8>) {
    var number: UInt32 = 0
    for digit in octal {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "7") else { return nil }
      number = number << 3 | UInt32(digit - UInt8(ascii: "0"))
    }
    self.init(number)
  }

  init?(_ number: UInt32) {
    switch number & 0o170000 {
    case 0o100000: self = number & 0o100 == 0 ? .regular : .executable
    case 0o120000: self = .symlink
    case 0o160000: self = .submodule
    case 0o040000: self = .tree
    default: return nil
    }
  }

  var isFile: Bool { self == .regular || self == .executable }

  /// For messages: what stands there, with git's mode.
  var words: String {
    switch self {
    case .regular: "a regular file (mode 100644)"
    case .executable: "an executable file (mode 100755)"
    case .symlink: "a symbolic link (mode 120000)"
    case .submodule: "a submodule (mode 160000)"
    case .tree: "a folder (mode 040000)"
    }
  }
}

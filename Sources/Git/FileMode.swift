import Model

/// The kind of an entry in a git tree or the index (git-fast-import, "filemodify").
enum FileMode: Sendable {
  case regular, executable, symlink, submodule, tree

  /// Parses git's octal mode in a tree object; nil for an unknown mode. Of a file's permission bits only the executable
  /// bit matters, because old trees contain 100664.
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

  /// The mode as tree objects write it: octal, without leading zeros.
  var octal: String {
    switch self {
    case .regular: "100644"
    case .executable: "100755"
    case .symlink: "120000"
    case .submodule: "160000"
    case .tree: "40000"
    }
  }

  var isFile: Bool { self == .regular || self == .executable }

  var kind: TreeEntry.Kind {
    switch self {
    case .regular, .executable: .file
    case .symlink: .link
    case .submodule: .submodule
    case .tree: .folder
    }
  }
}

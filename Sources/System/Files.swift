import Glibc
package import Model

/// The file system as far as Gatehouse touches it: whole files in and out, bounded and without surprises.
///
/// Reading follows symbolic links, for whoever names a file on the command line means what it points to; walking a folder
/// follows none. Only regular files are read: a pipe would block, a device never ends. `-` is standard input.
package enum Files {
  /// Bytes read from one file unless a caller says otherwise.
  package static let standardLimit = 512 << 20

  /// The whole file. Throws `file-unreadable` or `file-too-large`; the size is looked at before a byte is read.
  package static func read(_ path: String, limit: Int = standardLimit) throws(Diagnostic) -> Input {
    if path == "-" {
      return Input(name: "<stdin>", bytes: try drain(STDIN_FILENO, named: "<stdin>", expecting: 0, limit: limit))
    }
    try refuseNul(path)
    // Without O_NONBLOCK opening a pipe would wait for its writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { throw unreadable(path, errno) }
    defer { close(descriptor) }
    let size = try sizeOfRegularFile(descriptor, path)
    guard size <= limit else { throw tooLarge(path, limit: limit, size: size) }
    return Input(name: path, bytes: try drain(descriptor, named: path, expecting: size, limit: limit))
  }

  static func sizeOfRegularFile(_ descriptor: Int32, _ path: String) throws(Diagnostic) -> Int {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Diagnostic(
        .fileUnreadable, "\(path) is \(kindOfFile(status.st_mode)), not a regular file", at: SourcePosition(file: path))
    }
    return Int(status.st_size)
  }

  /// Reads to the end, which may come sooner or later than `expecting`; one byte over the limit is an error.
  static func drain(_ descriptor: Int32, named name: String, expecting: Int, limit: Int) throws(Diagnostic)
    -> [UInt8]
  {
    var bytes: [UInt8] = []
    // One byte of room beyond the size shows the end without growing the buffer.
    var room = max(expecting + 1, firstRoom)
    while true {
      var (count, fault) = (0, Int32(0))
      bytes.append(addingCapacity: room) { span in
        count = unsafe span.withUnsafeMutableBufferPointer { buffer, initialized in
          unsafe preferHugePages(UnsafeMutableRawBufferPointer(buffer))
          let count = unsafe Glibc.read(descriptor, buffer.baseAddress, min(buffer.count, mostAtOnce))
          fault = errno
          initialized = max(0, count)
          return count
        }
      }
      if count == 0 { return bytes }
      if count < 0, fault == EINTR { continue }
      guard count > 0 else { throw unreadable(name, fault) }
      guard bytes.count <= limit else { throw tooLarge(name, limit: limit, size: nil) }
      room = bytes.count > expecting ? max(bytes.count, firstRoom) : expecting + 1 - bytes.count
    }
  }

  private static let firstRoom = 4096
  private static let mostAtOnce = 1 << 30
}

// MARK: - Complaints

extension Files {
  package static func unreadable(_ path: String, _ fault: Int32) -> Diagnostic {
    Diagnostic(.fileUnreadable, "cannot read \(path): \(words(for: fault))", at: SourcePosition(file: path))
  }

  /// - Parameter path: the file, where `what` is only something in it.
  package static func tooLarge(_ what: String, in path: String? = nil, limit: Int, size: Int?) -> Diagnostic {
    Diagnostic(
      .fileTooLarge, "\(what) has \(size.map(String.init) ?? "more") bytes; at most \(limit) are read",
      at: SourcePosition(file: path ?? what))
  }

  /// The C library would see the path end there and open another file.
  package static func refuseNul(_ path: String) throws(Diagnostic) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw Diagnostic(.fileUnreadable, "a path is empty or holds a NUL character", at: SourcePosition(file: path))
    }
  }

  static func kindOfFile(_ mode: mode_t) -> String {
    switch mode & S_IFMT {
    case S_IFDIR: "a folder"
    case S_IFIFO: "a named pipe"
    case S_IFCHR, S_IFBLK: "a device"
    case S_IFSOCK: "a socket"
    case S_IFLNK: "a symbolic link"
    default: "special"
    }
  }

  /// What the system's error number means, in words that do not depend on the locale.
  static func words(for fault: Int32) -> String { knownFaults[fault] ?? "system error \(fault)" }
}

private let knownFaults: [Int32: String] = [
  ENOENT: "there is no such file", EACCES: "no permission", EPERM: "the system does not permit it",
  ENOTDIR: "a part of the path is no folder", EISDIR: "it is a folder", ELOOP: "too many symbolic links",
  ENAMETOOLONG: "the name is too long", EIO: "the disk reported an error", EMFILE: "too many files are open",
  ENFILE: "too many files are open on this machine", ENOSPC: "the disk is full", EDQUOT: "the disk quota is used up",
  EROFS: "the file system is read-only", EXDEV: "it lies on another file system", ENOMEM: "no memory is left",
  ENXIO: "nothing is there to talk to", EFBIG: "the file would be too large", EPIPE: "the reader has gone",
  ENOTEMPTY: "the folder is not empty", EEXIST: "it exists already", ETXTBSY: "it is running", EBUSY: "it is in use",
]

/// A fresh page of 4 KiB costs more than reading it; many megabytes are better laid on pages of 2 MiB. Only
/// advice: without it everything works, slower.
package func preferHugePages(_ buffer: UnsafeMutableRawBufferPointer) {
  guard let start = buffer.baseAddress, buffer.count >= 2 * hugePage else { return }
  let first = unsafe start.alignedUp(toMultipleOf: hugePage)
  let length = unsafe (buffer.count - (first - start)) / hugePage * hugePage
  _ = unsafe madvise(first, length, MADV_HUGEPAGE)
}

private let hugePage = 2 << 20

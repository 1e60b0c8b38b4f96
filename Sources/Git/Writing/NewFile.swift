import Glibc
import Model
import System

/// A step of writing to the disk. Tests make the system refuse one.
enum WriteStep: Sendable {
  case makeFolder, create, write, sync, rename, syncFolder

  /// The error number with which a step is refused; nil lets it happen.
  @TaskLocal static var refusal: (@Sendable (WriteStep) -> Int32?)?

  /// Does a step. A negative result is thrown as the error number of the system, with the path of the file.
  func `do`(_ path: String, _ body: () -> Int) throws(WriteFault) -> Int {
    if let number = Self.refusal?(self) { throw WriteFault(path: path, number: number) }
    while true {
      let result = body()
      if result >= 0 { return result }
      if errno != EINTR { throw WriteFault(path: path, number: errno) }
    }
  }
}

/// What the system refused to do with a file.
struct WriteFault: Error {
  let path: String
  /// The error number (POSIX, `errno`).
  let number: Int32

  var diagnostic: Diagnostic {
    Diagnostic(
      .repositoryUnwritable, "cannot write \(path)", because: [unsafe String(cString: strerror(number))],
      help: "nothing that was recorded before is lost; make room or give the right to write, and run it again")
  }
}

/// A file that is being written under another name than the one it will have. Until it is renamed it counts for nobody, and
/// it is removed when it is not renamed.
struct NewFile: ~Copyable {
  private let descriptor: Int32
  private let path: String
  private var isRenamed = false

  /// Throws EEXIST when there is such a file.
  ///
  /// - Parameter mode: The permission bits, regardless of the umask.
  init(at path: String, mode: mode_t) throws(WriteFault) {
    Files.expectErrorCodes()
    self.path = path
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    descriptor = Int32(try WriteStep.create.do(path) { Int(unsafe open(path, flags, mode)) })
  }

  deinit {
    close(descriptor)
    if !isRenamed { unsafe unlink(path) }
  }

  func write(_ bytes: [UInt8]) throws(WriteFault) {
    var done = 0
    while done < bytes.count {
      done += try WriteStep.write.do(path) {
        unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      }
    }
  }

  /// Gives the file its name, in place of another one, when its content is on the disk.
  ///
  /// - Parameter mode: The permission bits of the finished file, before the umask.
  consuming func rename(to target: String, mode: mode_t) throws(WriteFault) {
    _ = try WriteStep.sync.do(path) { Int(fsync(descriptor)) }
    _ = try WriteStep.rename.do(path) {
      fchmod(descriptor, mode & ~FileSystem.creationMask) < 0 ? -1 : Int(unsafe Glibc.rename(path, target))
    }
    isRenamed = true
  }
}

extension FileSystem {
  /// Makes a folder and those above it that are missing.
  static func makeFolders(_ path: String) throws(WriteFault) {
    guard status(of: path)?.kind != .folder else { return }
    try makeFolders(RepositoryLocation.parent(of: path))
    do throws(WriteFault) {
      _ = try WriteStep.makeFolder.do(path) { Int(unsafe mkdir(path, 0o777)) }
    } catch {
      // Another process may have made it meanwhile.
      guard error.number == EEXIST else { throw error }
    }
  }

  /// Waits until the names in a folder are on the disk.
  static func sync(folder: String) throws(WriteFault) {
    let descriptor = Int32(
      try WriteStep.syncFolder.do(folder) { Int(unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) })
    defer { close(descriptor) }
    // Some file systems cannot do it for folders, which is no error of the file.
    if fsync(descriptor) < 0, errno != EINVAL, errno != ENOTSUP { throw WriteFault(path: folder, number: errno) }
  }

  /// The permission bits that new files do not get. Reading it means setting it, so it is read once, at the first use.
  static let creationMask: mode_t = {
    let mask = umask(0o022)
    umask(mask)
    return mask
  }()
}

/// Runs a step that may be refused by the system.
func writing<Value>(_ body: () throws(WriteFault) -> Value) throws(Diagnostic) -> Value {
  do throws(WriteFault) { return try body() } catch { throw error.diagnostic }
}

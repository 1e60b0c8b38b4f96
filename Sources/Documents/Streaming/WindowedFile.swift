import Glibc
import Model
import Synchronization
import System

/// A long regular file that is read in pieces. It must not change until it has been read completely.
package final class WindowedFile: Sendable {
  let name: String
  let size: Int
  let window: Int
  /// The position of the first byte of each window, computed on demand.
  private let positions = Mutex([LinePosition()])
  private let descriptor: Int32
  private let stamp: Stamp

  /// The attributes that change when the file is written to.
  private struct Stamp: Equatable {
    let (size, modified, changed): (Int, Int, Int)
    let (modifiedNanoseconds, changedNanoseconds): (Int, Int)

    init?(_ descriptor: Int32) {
      var status = stat()
      guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      (size, modified, changed) = (Int(status.st_size), status.st_mtim.tv_sec, status.st_ctim.tv_sec)
      (modifiedNanoseconds, changedNanoseconds) = (status.st_mtim.tv_nsec, status.st_ctim.tv_nsec)
    }
  }

  /// Opens a file. Nil when it is not a regular file of at least `least` bytes; the caller then reads it as a whole,
  /// which reports any error.
  init?(_ path: String, ofAtLeast least: Int, window: Int) {
    guard path != "-", !path.isEmpty, !path.utf8.contains(0) else { return nil }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    guard let stamp = Stamp(descriptor), stamp.size >= least else {
      close(descriptor)
      return nil
    }
    (name, size, self.window, self.descriptor, self.stamp) = (path, stamp.size, window, descriptor, stamp)
  }

  deinit { close(descriptor) }

  var hasChanged: Bool { Stamp(descriptor) != stamp }

  /// The bytes of a range, which must be inside the file.
  func bytes(_ range: Range<Int>) throws(Diagnostic) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count + 1)
    try add(range, to: &bytes)
    return bytes
  }

  /// Appends the bytes of a range, which must be inside the file.
  func add(_ range: Range<Int>, to bytes: inout [UInt8]) throws(Diagnostic) {
    var at = range.lowerBound
    while at < range.upperBound {
      var (count, fault) = (0, Int32(0))
      bytes.append(addingCapacity: range.upperBound - at) { span in
        count = unsafe span.withUnsafeMutableBufferPointer { buffer, initialized in
          let capacity = min(buffer.count, range.upperBound - at)
          let count = unsafe pread(descriptor, buffer.baseAddress, capacity, off_t(at))
          fault = errno
          initialized = max(0, count)
          return count
        }
      }
      if count < 0, fault == EINTR { continue }
      guard count > 0 else {
        throw count == 0 ? changed : Files.unreadable(name, fault)
      }
      at += count
    }
  }

  /// The line and column of an offset. It reads the file again, so use it for messages only.
  func position(of offset: Int) throws(Diagnostic) -> LinePosition {
    try positions.withLock { known throws(Diagnostic) in
      while known.count * window <= offset {
        let end = known.count * window
        known.append(known[known.count - 1].after(try bytes((end - window)..<end)))
      }
      let number = offset / window
      return known[number].after(try bytes((number * window)..<offset))
    }
  }

  var changed: Diagnostic {
    Diagnostic(
      .fileUnreadable, "\(name) changed while it was read", at: SourcePosition(file: name),
      help: "run Gatehouse after the scanner has finished")
  }
}

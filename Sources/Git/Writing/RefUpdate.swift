import Glibc
import Model

/// A change of a ref from one value to another, by the lock file that git uses as well (gitrepository-layout; git's
/// lockfile.h): `NAME.lock` is created if it is not there, written, and renamed.
///
/// No hook runs, no reflog is written, and no configuration is read.
struct RefUpdate {
  let refs: Refs
  let name: String
  /// Whether this process is the only one of Gatehouse that updates refs of this repository now.
  let isAlone: Bool

  /// A lock that has not changed for so many seconds belongs to nobody who lives.
  @TaskLocal static var patience = 10.0

  private var path: String { refs.commonDirectory + "/" + name }
  private var lock: String { path + ".lock" }

  /// Permission bits that only Gatehouse gives to the lock, and only until the ref has its value.
  private static let ownMode: mode_t = 0o200

  /// Gives the ref a value if it has the expected one, or does not exist when none is expected; otherwise returns false.
  func swap(from expected: ObjectID?, to new: ObjectID, _ wait: inout Backoff) throws(Diagnostic) -> Bool {
    let file = try locked(&wait)
    guard try value() == expected else { return false }
    do throws(WriteFault) {
      try file.write(Array("\(new)\n".utf8))
      try file.rename(to: path, mode: 0o666)
      try FileSystem.sync(folder: RepositoryLocation.parent(of: path))
    } catch {
      throw error.diagnostic
    }
    return true
  }

  /// The value of the ref; nil when it does not exist.
  func value() throws(Diagnostic) -> ObjectID? {
    switch try refs.value(of: name) {
    case .object(let id): return id
    case nil: return nil
    case .symbolic(let target):
      throw Diagnostic(
        .repositoryUnwritable, "\(name) is a symbolic ref to \(target), and is not written through",
        help: "git symbolic-ref --delete \(name)")
    }
  }

  private func locked(_ wait: inout Backoff) throws(Diagnostic) -> NewFile {
    var seen: (lock: LockSighting, since: Double)?
    while true {
      do throws(WriteFault) {
        try FileSystem.makeFolders(RepositoryLocation.parent(of: path))
        return try NewFile(at: lock, mode: Self.ownMode)
      } catch {
        // ENOENT: `git pack-refs` removes folders that became empty.
        guard error.number == EEXIST || error.number == ENOENT else { throw error.diagnostic }
      }
      if let sighting = LockSighting(lock) {
        if seen?.lock != sighting { seen = (sighting, FileSystem.monotonicTime) }
        if isLeftOver(sighting, for: FileSystem.monotonicTime - (seen?.since ?? 0)) {
          unsafe unlink(lock)
          continue
        }
      }
      guard wait.pause() else { throw busy }
    }
  }

  /// Whether the process that made a lock is gone.
  private func isLeftOver(_ lock: LockSighting, for seconds: Double) -> Bool {
    if isAlone, lock.mode == Self.ownMode { return true }
    return max(seconds, lock.age) >= Self.patience
  }

  private var busy: Diagnostic {
    Diagnostic(
      .refLocked, "\(name) is locked by another program", because: ["\(lock) exists"],
      help: "run it again; if no git command runs in this repository, remove \(lock)")
  }
}

/// A lock file as it was seen once. A lock that is left over looks the same the next time.
private struct LockSighting: Equatable {
  let inode: UInt64
  let seconds: Int
  let nanoseconds: Int
  let mode: mode_t

  init?(_ path: String) {
    var info = stat()
    guard unsafe lstat(path, &info) == 0 else { return nil }
    (inode, mode) = (UInt64(info.st_ino), info.st_mode & 0o777)
    (seconds, nanoseconds) = (info.st_mtim.tv_sec, info.st_mtim.tv_nsec)
  }

  /// Seconds since the file was changed, by the clock of the machine.
  var age: Double { Double(time(nil) - seconds) }
}

/// Waits between attempts, each time for a random and on average longer time, so that processes that collided do not do so
/// again.
struct Backoff {
  private var attempt = 0
  private let end: Double

  /// - Parameter limit: Seconds after which there is no other attempt.
  init(limit: Double = 60) { end = FileSystem.monotonicTime + limit }

  /// Waits for 1 to 64 milliseconds. False when the time is over.
  mutating func pause() -> Bool {
    guard FileSystem.monotonicTime < end else { return false }
    attempt = min(attempt + 1, 6)
    usleep(UInt32.random(in: 500...1000 << attempt))
    return true
  }
}

extension FileSystem {
  /// Seconds of a clock that nobody sets.
  static var monotonicTime: Double {
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }
}

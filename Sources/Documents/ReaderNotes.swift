import Model
import Synchronization

/// What a reader asked a document for: names that it did not find, numbers that it could not take, and, in a second
/// reading, all names, and all lists and objects of which it asked for every element or member.
///
/// The pieces of a long file share one, because they are freed when they have been read.
final class ReaderNotes: Sendable {
  /// A requested name that is missing where a similar one was found.
  struct LookAlike: Hashable, Sendable {
    let asked: String
    let found: String
  }

  private struct State {
    var lookAlikes: [LookAlike: Diagnostic] = [:]
    var fault: Diagnostic?
    var names: Set<String> = []
    var containers: Set<Int> = []
  }

  private let state = Mutex(State())
  /// Whether all requests are recorded. It is read on each request, so it must be cheap.
  private let recording = Atomic(false)
  /// A report with more names that resemble requested ones is described by the first of them.
  private static let limit = 64

  var isRecording: Bool { recording.load(ordering: .relaxed) }

  /// Forgets earlier requests, because they only served to recognise the format.
  func start() { state.withLock { $0 = State() } }

  func startRecording() { recording.store(true, ordering: .relaxed) }

  /// Notes a missing name and the similar one that was found. `diagnostic` is called for the first of each pair.
  func add(_ lookAlike: LookAlike, _ diagnostic: () -> Diagnostic) {
    guard state.withLock({ $0.lookAlikes[lookAlike] == nil && $0.lookAlikes.count < Self.limit }) else { return }
    let diagnostic = diagnostic()
    state.withLock { $0.lookAlikes[lookAlike] = $0.lookAlikes[lookAlike] ?? diagnostic }
  }

  /// Notes a value that was asked for and cannot be taken. Only the first one is kept.
  func add(fault: () -> Diagnostic) {
    guard state.withLock({ $0.fault == nil }) else { return }
    let fault = fault()
    state.withLock { $0.fault = $0.fault ?? fault }
  }

  func record(name: String) { state.withLock { _ = $0.names.insert(name) } }
  func record(container offset: Int) { state.withLock { _ = $0.containers.insert(offset) } }

  var fault: Diagnostic? { state.withLock { $0.fault } }
  var hasLookAlikes: Bool { state.withLock { !$0.lookAlikes.isEmpty } }
  /// Whether the second reading asked for the elements or members of the list or object at this offset.
  func hasAsked(container offset: Int) -> Bool { state.withLock { $0.containers.contains(offset) } }

  /// The pairs whose found name the reader never asks for by itself, with the diagnostics of their first places. A name
  /// that it asks for is one of the tool's.
  var doubts: [(pair: LookAlike, diagnostic: Diagnostic)] {
    state.withLock { state in
      state.lookAlikes.filter { !state.names.contains($0.key.found) }
        .sorted { ($0.value, $0.key.asked) < ($1.value, $1.key.asked) }
        .map { ($0.key, $0.value) }
    }
  }
}

/// How often the two names of a pair occur in objects of one place.
struct NameCounts {
  var (found, asked) = (0, 0)
}

extension ReaderNotes.LookAlike {
  /// Decides about a name that resembles a requested one.
  ///
  /// If it occurs once, and the requested one in other records, it was damaged. If both occur more often, both are names
  /// of the tool. Otherwise the document does not tell, and what it states there may be missing.
  ///
  /// - Returns: the doubt; nil if there is none.
  /// - Throws: `diagnostic`, if the name was damaged.
  func judged(_ counts: NameCounts, _ diagnostic: Diagnostic) throws(Diagnostic) -> Diagnostic? {
    guard counts.asked > 0 else { return diagnostic }
    if counts.found <= 1 { throw diagnostic }
    return nil
  }
}

import Documents
import Interning
import Model
import System

extension ReportBuilder {
  /// Distinguishes results that a report states apart although they agree in rule, title and place: what it says of them
  /// beside that differs, as do two variables of one line in the messages of two results. The title of each gets its
  /// message; where that is not enough, each gets a mark (`resultFingerprint`). Otherwise they would count as one result that
  /// is stated twice.
  ///
  /// Results about packages and secrets are distinguished by what they name. Only JSON is looked at: readers of other
  /// encodings take the message as the title.
  mutating func distinguishResults(in content: Content) {
    guard case .json = content else { return }
    let records = RecordIndex(content)
    for group in alikeResults() {
      let results = group.map { records.record(at: observations[$0].at) }
      let digests = results.map { $0.map(digest) }
      guard digests.contains(where: { $0 != digests[0] }) else { continue }
      addMessages(of: results, to: group)
      guard Set(group.map { observations[$0].$title }).count < Set(digests).count else { continue }
      for (index, digest) in zip(group, digests) { observations[index].fingerprints[resultFingerprintName] = digest }
    }
  }

  /// Adds the messages of results to the titles of their observations, if they differ.
  private mutating func addMessages(of results: [JSONValue?], to group: [Int]) {
    let messages = results.map { $0?.ownMessage }
    guard messages.contains(where: { $0?.isSame(as: messages[0] ?? "") != true }) else { return }
    for (index, message) in zip(group, messages) {
      guard let message, !message.isSame(as: observations[index].title) else { continue }
      observations[index].title += " (\(message.prefix(longestMessage)))"
    }
  }

  /// The groups of results of one run with equal rule, title and place, in the order of the report.
  private func alikeResults() -> [[Int]] {
    var (firsts, groups) = ([Int](), [Int: [Int]]())
    var index = HashIndex(slots: 1024)
    let factor = UInt64.random(in: 0...UInt64.max) | 1
    for number in observations.indices where observations[number].isKnownByPlace {
      let hash = observations[number].hashOfPlace(factor)
      let found = index.position(of: hash) { observations[number].isAlike(observations[firsts[$0]]) }
      if let found {
        groups[firsts[found], default: [firsts[found]]].append(number)
      } else {
        firsts.append(number)
        index.insertLast(of: firsts.count) { observations[firsts[$0]].hashOfPlace(factor) }
      }
    }
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }
}

private let resultFingerprintName = InternedString(resultFingerprint)

extension Observation {
  fileprivate var isKnownByPlace: Bool { !kind.isDependency && kind != .secret }

  fileprivate func hashOfPlace(_ factor: UInt64) -> UInt64 {
    let line = UInt64(truncatingIfNeeded: location.startLine ?? 0)
    let column = UInt64(truncatingIfNeeded: location.startColumn ?? 0)
    let path = UInt64(location.$path.interned?.number ?? 0)
    let high = UInt64($ruleId.number) << 32 | path
    let product = (high ^ factor).multipliedFullWidth(by: factor)
    let mixed = (product.high ^ product.low ^ (line << 32 | column)).multipliedFullWidth(by: factor)
    return mixed.high ^ mixed.low
  }

  fileprivate func isAlike(_ other: Observation) -> Bool {
    $ruleId == other.$ruleId && location == other.location && $title == other.$title && $scan == other.$scan
      && kind == other.kind
  }
}

extension JSONValue {
  /// What the tool says of the one result: the text of its message, or what is inserted into that of the rule (SARIF 2.1.0
  /// §3.11).
  fileprivate var ownMessage: String? {
    let message = self["message"] ?? self["Message"] ?? self["most_recent_instance"]?["message"]
    guard let message, message.kind == .object else { return message?.text.map { firstLine(of: $0) } }
    if let text = message.text("text") { return withoutLinks(firstLine(of: text)) }
    guard let arguments = message["arguments"], arguments.kind == .array else { return nil }
    do throws(Diagnostic) { return try arguments.elements().compactMap(\.text).joined(separator: ", ") } catch {
      return nil
    }
  }
}

/// A digest of what a record states, apart from the ids and times that a tool makes anew in each run.
private func digest(of record: JSONValue) -> InternedString {
  var hasher = DigestHasher()
  hasher.update("gatehouse.result")
  var open: [(name: String, value: JSONValue)] = [("", record)]
  while let (name, value) = open.popLast() {
    do throws(Diagnostic) {
      switch value.kind {
      case .object: for (name, member) in try value.members() where !isOfRun(name) { open.append((name, member)) }
      case .array: for element in try value.elements() { open.append((name, element)) }
      case .string, .number, .boolean:
        hasher.update(name)
        hasher.update(value.scalar ?? "")
      case .null: break
      }
    } catch { continue }
  }
  return InternedString(String(hasher.finish().hex.prefix(32)))
}

/// So many characters of a message are added to a title.
private let longestMessage = 400

/// Whether a member states an id or a time that differs in each run (SARIF 2.1.0 §3.27.2, §3.27.3, §3.27.29).
private func isOfRun(_ name: String) -> Bool {
  ofRun.contains(String(decoding: name.utf8.filter { $0 != UInt8(ascii: "_") }.map { $0 | 0x20 }, as: UTF8.self))
}
private let ofRun: Set = ["guid", "uuid", "correlationguid", "provenance", "hostedvieweruri", "createdat", "updatedat"]

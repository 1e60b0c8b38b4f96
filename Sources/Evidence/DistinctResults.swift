import Documents
import Interning
import Model
import System

extension ReportBuilder {
  /// Marks results that a report states apart although they agree in rule, title and place: what it says of them beside
  /// that differs, as do two variables of one line in the messages of two results. Without the mark they would count as
  /// one result that is stated twice (`resultFingerprint`).
  ///
  /// Results about packages and secrets are distinguished by what they name. Only JSON is looked at: readers of other
  /// encodings take the message as the title.
  mutating func markDistinctResults(in content: Content) {
    guard case .json = content else { return }
    let records = RecordIndex(content)
    for group in alikeResults() {
      let digests = group.map { records.digest(at: observations[$0].at) }
      guard digests.contains(where: { $0 != digests[0] }) else { continue }
      for (index, digest) in zip(group, digests) { observations[index].fingerprints[resultFingerprintName] = digest }
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

extension RecordIndex {
  /// A digest of what a record states, apart from the ids and times that a tool makes anew in each run; nil if the record
  /// is not found.
  fileprivate func digest(at position: SourcePosition) -> InternedString? {
    guard let record = record(at: position) else { return nil }
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
}

/// Whether a member states an id or a time that differs in each run (SARIF 2.1.0 §3.27.2, §3.27.3, §3.27.29).
private func isOfRun(_ name: String) -> Bool {
  ofRun.contains(String(decoding: name.utf8.filter { $0 != UInt8(ascii: "_") }.map { $0 | 0x20 }, as: UTF8.self))
}
private let ofRun: Set = ["guid", "uuid", "correlationguid", "provenance", "hostedvieweruri", "createdat", "updatedat"]

import Model

/// A policy that `init` wrote without reports and that nobody has edited since, so that it may be written again.
///
/// It is recognised by writing it once more: the text is the same, byte for byte.
struct UneditedPolicy {
  /// The days of the policy.
  private let files: InitialFiles
  private let name: String
  private let ownersApprove: Bool

  /// Nil for any other policy.
  init?(_ text: String) {
    let lines = text.split(separator: "\n")
    func values(of key: String) -> [String] {
      lines.filter { $0.drop { $0 == " " }.hasPrefix("\(key): ") }.compactMap { line in
        line.firstRange(of: ": ").map { String(line[$0.upperBound...]) }
      }
    }
    let days = values(of: "warn-until").compactMap { Day($0) }
    guard days.count == 2, let name = values(of: "name").first else { return nil }
    let files = InitialFiles(highs: days[0], overdue: days[1])
    let candidates = [true, false].map { (approve: $0, text: files.policy(named: name, [], ownersApprove: $0)) }
    guard let same = candidates.first(where: { $0.text.isSame(as: text) }) else { return nil }
    (self.files, self.name, ownersApprove) = (files, name, same.approve)
  }

  /// The policy with its days and demands for evidence.
  func text(demanding demands: [InitialFiles.Demand]) -> String {
    files.policy(named: name, demands, ownersApprove: ownersApprove)
  }
}

import Interning
import Model

// The parts of locations that change with every build, rollout or run, which no identity contains: the tag and the digest of
// an image, the hashes in the names of Kubernetes' pods and replica sets, and folders for temporary files.

extension MergeKey {
  /// The position without the parts that change.
  func lastingPosition(of one: Observation) -> InternedString {
    switch locationType {
    case .resource: lastingResource(position)
    case .image: untagged(position)
    case .target where findingClass == .dependency:
      // The tool and its target, which may be an image.
      InternedString(joining: [one.scan.tool, one.scan.$target.interned.map { untagged($0).wrappedValue }])
    case .target: untagged(lastingResource(position))
    // The file of a scan of an image is the image itself, where the format has no other place for it.
    case .file where image == .empty && one.kind == .container: untagged(position)
    case .file: image == .empty ? lastingPath(position) : position
    case .url: position
    }
  }

  /// The image without tag and digest, which stays when the image is built again.
  var lastingImage: InternedString { untagged(image) }
}

/// The name of an image without tag and digest.
func untagged(_ name: InternedString) -> InternedString {
  let bytes = name.utf8
  let end = bytes.indices.first { bytes[$0] == UInt8(ascii: "@") } ?? bytes.count
  var colon = end
  while colon > 0, bytes[colon - 1] != UInt8(ascii: ":"), bytes[colon - 1] != UInt8(ascii: "/") { colon -= 1 }
  let isTagged = colon > 1 && bytes[colon - 1] == UInt8(ascii: ":")
  guard isTagged || end < bytes.count, end > 0 else { return name }
  return InternedString(utf8: bytes.extracting(0..<(isTagged ? colon - 1 : end)))
}

/// A resource without the parts of Kubernetes' names that are generated: `prod/ReplicaSet/api-6b7f9d8c54` is
/// `prod/ReplicaSet/api`.
///
/// A Deployment's replica sets are named NAME-HASH and their pods NAME-HASH-SUFFIX; hash and suffix are written in an
/// alphabet without vowels (`SafeEncodeString` in k8s.io/apimachinery/pkg/util/rand), so that they are no words. A
/// CronJob's jobs are named NAME-MINUTES.
func lastingResource(_ resource: InternedString) -> InternedString {
  let text = resource.wrappedValue
  guard text.utf8.contains(UInt8(ascii: "-")) else { return resource }
  let parts = text.split(separator: "/", omittingEmptySubsequences: false)
  let kinds = Set(text.split(whereSeparator: { "/ .:-".contains($0) }).map { lowercasedASCII(String($0)) })
  let lasting = parts.map { lastingName($0, kinds) }.joined(separator: "/")
  return lasting == text ? resource : InternedString(lasting)
}

private func lastingName(_ name: Substring, _ kinds: Set<String>) -> Substring {
  var words = name.split(separator: "-", omittingEmptySubsequences: false)
  let isPod = kinds.contains("pod")
  // The suffix of a pod follows a hash, or the name of a job or a daemon set.
  if words.count > 2, isGenerated(words[words.count - 1], 5...5), isHash(words[words.count - 2]) {
    words.removeLast()
  } else if words.count > 1, isPod, isGenerated(words[words.count - 1], 5...5) {
    words.removeLast()
  }
  if words.count > 1, isHash(words[words.count - 1]) {
    words.removeLast()
  } else if words.count > 1, isPod || kinds.contains("job"), isMinutes(words[words.count - 1]) {
    words.removeLast()
  }
  let length = words.reduce(words.count - 1) { $0 + $1.utf8.count }
  return Substring(name.utf8.prefix(length))
}

/// Whether a word is a pod template's hash (`pod-template-hash`): up to ten characters, with a digit among them.
private func isHash(_ word: Substring) -> Bool {
  isGenerated(word, 8...10) && word.utf8.contains { (48...57).contains($0) }
}

private func isGenerated(_ word: Substring, _ lengths: ClosedRange<Int>) -> Bool {
  lengths.contains(word.utf8.count) && word.utf8.allSatisfy { generated.contains($0) }
}

private func isMinutes(_ word: Substring) -> Bool {
  (8...10).contains(word.utf8.count) && word.utf8.allSatisfy { (48...57).contains($0) }
}

private let generated = Set("bcdfghjklmnpqrstvwxz2456789".utf8)

/// A path without the folder for temporary files in which a tool unpacked it.
private func lastingPath(_ path: InternedString) -> InternedString {
  let bytes = path.utf8
  guard bytes.count > 0, bytes[0] == UInt8(ascii: "/") else { return path }
  for (folder, depth) in temporaryFolders where bytes.begins(with: folder) {
    var (start, left) = (folder.utf8CodeUnitCount, depth)
    while start < bytes.count, left > 0 {
      if bytes[start] == UInt8(ascii: "/") { left -= 1 }
      start += 1
    }
    guard left == 0, start < bytes.count else { return path }
    return InternedString(utf8: bytes.extracting(start..<bytes.count))
  }
  return path
}

/// Folders for temporary files, and how many folders in them have a new name in each run.
private let temporaryFolders: [(StaticString, Int)] = [
  ("/tmp/", 1), ("/var/tmp/", 1), ("/private/tmp/", 1), ("/var/folders/", 4), ("/private/var/folders/", 4),
]

import Interning
import Model
import System

/// The identity of a finding, which stays the same over commits and scans.
///
/// It contains no severity, text, date, line number or scanner version, and no weakness, which a new version of a rule may
/// list. `discriminator` distinguishes findings with one subject and location by their content: a fingerprint, a resource,
/// the digest of a secret or a package.
struct Identity: Hashable {
  let findingClass: FindingClass
  let locationType: LocationType
  /// The vulnerability, or the rule.
  let subject: InternedString
  /// The location, without lines and without the parts that change with each build or rollout (`LastingNames`).
  let position: InternedString
  /// The container image, without tag and digest.
  let image: InternedString
  let discriminator: Discriminator?

  /// A value, with the name of its fingerprint if it has one.
  struct Discriminator: Hashable {
    var name = InternedOptional<String>.none
    var value: InternedString
    /// The text of the line, where several lines can have one value.
    var text = InternedOptional<String>.none
    /// Tells lines of one text apart (`LineOrigin.number`).
    var number = 0
  }

  /// The identity of the finding that consists of one observation.
  init(of one: Observation, in input: CorrelationInput, at mergeKey: MergeKey) {
    // Which of its rules for code are about secrets a tool tells by weaknesses.
    let isCode = mergeKey.findingClass == .secret && one.kind != .secret
    (findingClass, locationType) = (isCode ? .code : mergeKey.findingClass, mergeKey.locationType)
    position = one.$origin.interned?.wrappedValue.$path.interned ?? mergeKey.lastingPosition(of: one)
    image = mergeKey.lastingImage
    switch findingClass {
    case .dependency:
      subject = input.names[one].firstKey ?? uppercasedASCII(one.$ruleId)
      discriminator = input.package(of: one).map { Discriminator(value: $0.unversioned) }
    case .code:
      subject = input.rule(of: one)
      discriminator = fingerprint(of: one)
    case .infrastructure:
      let check = Check.shared(one)
      subject = check?.name ?? Check.name(of: one)
      discriminator =
        if let check, check.isByLine || check.isAboutFile { line(of: check, one) } else { resource(of: one) }
    case .secret:
      let value = one.knownSecret
      discriminator = value.map { Discriminator(value: $0) } ?? secretLine(of: one)
      subject = value == nil ? input.rule(of: one) : .empty
    case .service, .license:
      let check = ServiceCheck.shared(one)
      subject = check ?? lowercasedASCII(one.$ruleId)
      let (location, component) = (one.location, one.component)
      // Of a dependency whose package nobody names, only its fingerprint or its text tells it from others of its rule.
      let isUnknown = one.kind.isDependency && component == nil
      let text = isUnknown ? fingerprint(of: one)?.value.wrappedValue ?? one.title : nil
      let url = input.url(of: one).wrappedValue
      let resource = location.$resource.interned.map { lastingResource($0).wrappedValue }
      let fields = [url, location.method, location.parameter, resource, component?.name]
      discriminator = Discriminator(
        value: InternedString(
          joining: check == nil ? fields + (isUnknown ? [text] : []) : [url, location.parameter ?? ""]))
    }
  }

  /// The distinct identities of the observations of a cluster. The first one is that of the finding, and each other one is
  /// what the finding would have if fewer tools reported it: an alias.
  ///
  /// - Parameters:
  ///   - members: The indices of the cluster's observations.
  ///   - observations: All observations of `input`, passed separately to avoid reference counting for each cluster.
  static func all(
    of members: Span<Int>, in observations: [Observation], of input: CorrelationInput, at mergeKey: MergeKey
  ) -> [Identity] {
    var found: [Identity] = []
    for position in members.indices {
      let identity = Identity(of: observations[members[position]], in: input, at: mergeKey)
      if !found.contains(identity) { found.append(identity) }
    }
    return found.count == 1 ? found : found.sorted(by: isBefore)
  }

  /// What does not depend on a tool comes first: a shared check, the value of a secret, a CVE.
  private static func isBefore(_ one: Identity, _ other: Identity) -> Bool {
    if one.findingClass != other.findingClass { return one.findingClass.rawValue > other.findingClass.rawValue }
    if one.subject != other.subject {
      return one.findingClass == .dependency ? isKey(one.subject, before: other.subject) : one.subject < other.subject
    }
    if one.position != other.position { return one.position < other.position }
    if one.image != other.image { return one.image < other.image }
    guard let one = one.discriminator, let other = other.discriminator else { return one.discriminator != nil }
    if one.name != other.name { return rank(of: one) < rank(of: other) }
    if one.value != other.value { return one.value < other.value }
    if one.text != other.text { return (one.text.interned ?? .empty) < (other.text.interned ?? .empty) }
    return one.number < other.number
  }

  /// The digest of the identity and an ordinal, which distinguishes findings of equal identity. Each field is preceded
  /// by its length, so different identities have different encodings.
  func digest(ordinal: Int, with hasher: inout DigestHasher, _ bytes: inout [UInt8]) -> Digest {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(findingClass.rawValue)
    bytes.append(locationType.rawValue)
    for field in [subject, position, image] { append(field, to: &bytes) }
    bytes.append(discriminator == nil ? 0 : discriminator?.name.isNil == true ? 1 : 2)
    if let name = discriminator?.name.interned { append(name, to: &bytes) }
    append(discriminator?.value ?? .empty, to: &bytes)
    append(discriminator?.text.interned ?? .empty, to: &bytes)
    append(discriminator?.number ?? 0, to: &bytes)
    append(ordinal, to: &bytes)
    return hasher.digest(of: bytes.span)
  }
}

private func append(_ field: InternedString, to bytes: inout [UInt8]) {
  append(field.utf8.count, to: &bytes)
  bytes.append(bytesOf: field.utf8)
}

/// Appends a number as eight big-endian bytes.
private func append(_ number: Int, to bytes: inout [UInt8]) {
  let word: InlineArray<8, UInt8> = InlineArray { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
  bytes.append(bytesOf: word.span)
}

extension Observation {
  /// The number of the line among those of its text.
  fileprivate var lineNumber: Int { $origin.interned?.wrappedValue.number ?? 0 }
}

/// The discriminator of a result of a shared check: the fingerprint of the line, which does not depend on the tools.
private func line(of check: Check, _ one: Observation) -> Identity.Discriminator? {
  check.isAboutFile ? nil : one.fingerprints[lineFingerprintName].map { lineDiscriminator($0, of: one) }
}

private func lineDiscriminator(_ text: InternedString, of one: Observation) -> Identity.Discriminator {
  Identity.Discriminator(
    name: InternedOptional(lineFingerprintName), value: text, number: one.lineNumber)
}

private func resource(of one: Observation) -> Identity.Discriminator? {
  guard let resource = one.location.$resource.interned else { return fingerprint(of: one) }
  return Identity.Discriminator(
    value: terraformResource(resource) ?? lastingResource(resource),
    text: InternedOptional(one.fingerprints[lineFingerprintName]), number: one.lineNumber)
}

/// The discriminator of a secret whose value the tool does not tell.
private func secretLine(of one: Observation) -> Identity.Discriminator? {
  if let text = one.$origin.interned?.wrappedValue.$text.interned { return lineDiscriminator(text, of: one) }
  return one.$secretDigest.interned.map { Identity.Discriminator(value: $0) } ?? fingerprint(of: one)
}

/// The discriminator from a fingerprint of the content around the location, which survives shifted lines; nil when
/// there is none.
///
/// The line fingerprint of Gatehouse comes first, because it does not depend on the tools, and then GitHub's line hash,
/// which several tools share.
private func fingerprint(of one: Observation) -> Identity.Discriminator? {
  if let text = one.fingerprints[lineFingerprintName] { return lineDiscriminator(text, of: one) }
  var best: (rank: Int, name: InternedString, value: InternedString)?
  for (name, value) in one.fingerprints where dependsOnContent(name, value) {
    let candidate = (rank: rank(of: name), name: name, value: value)
    if best.map({ candidate < $0 }) ?? true { best = candidate }
  }
  return best.map { Identity.Discriminator(name: InternedOptional($0.name), value: $0.value) }
}

private func rank(of discriminator: Identity.Discriminator) -> Int { discriminator.name.interned.map(rank) ?? -1 }

private func rank(of name: InternedString) -> Int {
  if name == lineFingerprintName { return 0 }
  return name.utf8.begins(with: "primaryLocationLineHash") ? 1 : 2
}

let lineFingerprintName = InternedString(lineFingerprint)

/// Whether a fingerprint depends on the content. A column does not, and a text with spaces (`requires login`) is not a
/// fingerprint.
private func dependsOnContent(_ name: InternedString, _ value: InternedString) -> Bool {
  let bytes = value.utf8
  guard bytes.count >= 8, !bytes.indices.contains(where: { bytes[$0] == UInt8(ascii: " ") }) else { return false }
  return !name.utf8.begins(with: "primaryLocationStartColumn")
}

extension Digest {
  /// The first 32 hexadecimal digits (128 bits), which are enough to distinguish all findings.
  fileprivate var identifier: InternedString {
    let digits = InlineArray<32, UInt8> { digit($0) }
    return InternedString(utf8: digits.span)
  }
}

// Tokens that are recognised by themselves: their beginnings are registered by the services that issue them. The kinds are
// those of Gitleaks' rules (https://github.com/gitleaks/gitleaks, config/gitleaks.toml) that name a beginning.

/// The shape of the tokens that one service issues.
struct TokenShape {
  /// What follows the beginning.
  enum Rest {
    /// Letters, digits and `-._=+/`, so many in the whole token. Words of prose are no token: it has a digit, or letters
    /// of both cases.
    case generated(whole: Int)
    /// Exactly so many hexadecimal digits.
    case hexadecimal(Int)
    /// Exactly so many capitals and digits.
    case capitals(Int)
    /// The rest of a bot token of Discord: an id, a time and a signature with dots between them.
    case discord
  }

  let beginning: [UInt8]
  let rest: Rest

  init(_ beginning: String, _ rest: Rest) { (self.beginning, self.rest) = (Array(beginning.utf8), rest) }

  /// The end of a token that begins at an offset; nil if none does.
  ///
  /// - Parameter run: The run of bytes in which the last token was looked for.
  fileprivate func end(in text: Span<UInt8>, from start: Int, _ run: inout TokenRun) -> Int? {
    guard let body = body(in: text, from: start) else { return nil }
    switch rest {
    case .generated(let whole):
      run.move(to: body, in: text)
      return run.end - start >= whole && run.lastProof >= body ? run.end : nil
    case .hexadecimal(let count): return end(in: text, from: body, count, isHex)
    case .capitals(let count): return end(in: text, from: body, count) { isDigit($0) || (0x41...0x5A).contains($0) }
    case .discord:
      let id = text.end(from: start, most: 31) { isWord($0) || $0 == UInt8(ascii: "-") }
      guard (22...30).contains(id - start), id < text.count, text[id] == UInt8(ascii: ".") else { return nil }
      let time = text.end(from: id + 1, most: 8) { isWord($0) || $0 == UInt8(ascii: "-") }
      guard (5...7).contains(time - id - 1), time < text.count, text[time] == UInt8(ascii: ".") else { return nil }
      let end = text.end(from: time + 1) { isWord($0) || $0 == UInt8(ascii: "-") }
      // Another dot, and it is a name.
      return end - time - 1 >= 25 && (end == text.count || text[end] != UInt8(ascii: ".")) ? end : nil
    }
  }

  /// Whether a token may begin at an offset, by what it begins with and by the length of what can be a generated one.
  fileprivate func mayBegin(in text: Span<UInt8>, at start: Int) -> Bool {
    guard let body = body(in: text, from: start) else { return false }
    guard case .generated(let whole) = rest else { return true }
    return text.end(from: body, most: whole, of: isOfToken) - start >= whole
  }

  /// The offset after the beginning of a token; nil if none begins at an offset.
  private func body(in text: Span<UInt8>, from start: Int) -> Int? {
    guard start + beginning.count <= text.count else { return nil }
    for index in beginning.indices where text[start + index] != beginning[index] { return nil }
    return start + beginning.count
  }

  private func end(in text: Span<UInt8>, from start: Int, _ count: Int, _ isPart: (UInt8) -> Bool) -> Int? {
    let end = text.end(from: start, most: count + 1, of: isPart)
    return end - start == count && (end == text.count || !isWord(text[end])) ? end : nil
  }

  /// All shapes. `SK` is a secret key of Twilio; `AC` is the id of an account.
  static let all: [TokenShape] =
    generated + [
      TokenShape("SK", .hexadecimal(32)), TokenShape("key-", .hexadecimal(32)), TokenShape("API-", .capitals(26)),
    ] + ["MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"].map { TokenShape($0, .discord) }

  /// The shapes by their first byte.
  fileprivate static let byFirst: [[TokenShape]] = all.reduce(into: Array(repeating: [], count: 256)) {
    $0[Int($1.beginning[0])].append($1)
  }
}

/// A run of bytes that tokens may have. It is kept while the tokens that begin in it are looked for, so that a text of many
/// beginnings takes time linear in its length.
private struct TokenRun {
  private var start = 0
  var end = 0
  /// The last offset up to which what follows in the run is no word of prose: from there on it has a digit, or letters of both
  /// cases. -1 where there is none.
  var lastProof = -1

  /// Moves to the run at an offset, which is not before the earlier ones of a text by more than the longest beginning.
  mutating func move(to offset: Int, in text: Span<UInt8>) {
    guard !(start..<end).contains(offset) else { return }
    var (digit, capital, small) = (-1, -1, -1)
    (start, end) = (offset, offset)
    while end < text.count, isOfToken(text[end]) {
      let byte = text[end]
      if isDigit(byte) { digit = end }
      if (0x41...0x5A).contains(byte) { capital = end }
      if (0x61...0x7A).contains(byte) { small = end }
      end += 1
    }
    lastProof = max(digit, min(capital, small))
  }
}

/// The beginnings of tokens, and the least number of characters of one.
private let generated = [
  // Forges, package registries and CI systems
  ("ghp_", 20), ("gho_", 20), ("ghu_", 20), ("ghs_", 20), ("ghr_", 20), ("github_pat_", 24), ("glpat-", 16),
  ("glptt-", 16), ("gldt-", 16), ("glrt-", 16), ("glft-", 16), ("glcbt-", 16), ("glsoat-", 16), ("glagent-", 16),
  ("glffct-", 16), ("glimt-", 16), ("gloas-", 24), ("GR1348941", 25), ("ATATT3", 24), ("ATCTT3", 24), ("ATBB", 28),
  ("npm_", 24), ("pypi-", 24), ("rubygems_", 30), ("CLOJARS_", 40), ("dckr_pat_", 20), ("dckr_oat_", 20), ("AKCp", 40),
  ("cmVmd", 50), ("CCIPAT_", 30), ("bkua_", 24), ("sgp_", 40), ("squ_", 40), ("sqp_", 40), ("sqa_", 40),
  // Clouds and infrastructure
  ("AKIA", 20), ("ASIA", 20), ("ABIA", 20), ("ACCA", 20), ("ABSK", 60), ("bedrock-api-key-", 30), ("AIza", 30),
  ("ya29.", 20), ("GOCSPX-", 24), ("LTAI", 20), ("AQVN", 36), ("dop_v1_", 24), ("doo_v1_", 24), ("dor_v1_", 24),
  ("dapi", 36), ("hvs.", 20), ("hvb.", 20), ("hvr.", 20), ("s.", 26), ("HRKU-", 30), ("fo1_", 40), ("fm1a_", 60),
  ("fm1r_", 60), ("fm2_", 60), ("pul-", 40), ("pscale_tkn_", 30), ("pscale_oauth_", 30), ("pscale_pw_", 30),
  ("tskey-", 20), ("tk-us-", 40), ("sha256~", 40), ("sbp_", 40), ("sb_secret_", 24), ("ico-", 36), ("v1.0-", 100),
  ("AGE-SECRET-KEY-", 40), ("ops_eyJ", 60), ("dp.pt.", 24), ("dp.st.", 24), ("dp.ct.", 24), ("dp.sa.", 24),
  ("dp.scim.", 24), ("dp.audit.", 24),
  // Chat, mail and work
  ("xoxa-", 14), ("xoxb-", 14), ("xoxp-", 14), ("xoxr-", 14), ("xoxs-", 14), ("xoxo-", 14), ("xoxe-", 24),
  ("xoxe.", 24), ("xapp-", 14), ("SG.", 24), ("xkeysib-", 40), ("xsmtpsib-", 40), ("lin_api_", 20), ("lin_oauth_", 20),
  ("figd_", 24), ("pat-na1-", 40), ("pat-eu1-", 40), ("ntn_", 40), ("secret_", 48), ("PMAK-", 40), ("tfp_", 40),
  ("rdme_", 40), ("pnu_", 36),
  ("api_org_", 36), ("AAAAAAAAAAAAAAAAAAAAAA", 80), ("EAAM", 60), ("EAAC", 60),
  // Payment and shops
  ("sk_live_", 14), ("rk_live_", 14), ("sk_test_", 14), ("rk_test_", 14), ("sk_prod_", 14), ("rk_prod_", 14),
  ("whsec_", 24), ("sq0atp-", 24), ("sq0csp-", 24), ("EAAA", 40), ("shpat_", 24), ("shpca_", 24), ("shppa_", 24),
  ("shpss_", 24), ("shippo_live_", 30), ("shippo_test_", 30), ("duffel_test_", 40), ("duffel_live_", 40),
  ("EZAK", 50), ("EZTK", 50), ("FLWSECK_TEST-", 24), ("FLWSECK-", 24), ("access-sandbox-", 40),
  ("access-production-", 40),
  // Models
  ("sk-ant-", 20), ("sk-proj-", 20), ("sk-", 40), ("hf_", 24), ("gsk_", 40), ("r8_", 36), ("xai-", 60), ("nvapi-", 50),
  ("pplx-", 40),
  // Monitoring
  ("glsa_", 24), ("glc_", 32), ("NRAK-", 24), ("NRII-", 24), ("NRJS-", 20), ("sntrys_", 40), ("sntryu_", 40),
  ("dt0c01.", 60), ("dt0s16.", 60), ("phx_", 30),
  // JSON Web Tokens, also encoded once more
  ("eyJ", 24), ("ZXlK", 40),
].map { TokenShape($0.0, .generated(whole: $0.1)) }

extension [UInt8] {
  /// The tokens that begin as those of a known service, up to their end.
  func knownTokens() -> [Range<Int>] {
    var (found, at, run) = ([Range<Int>](), 0, TokenRun())
    while at < count {
      if let end = span.endOfToken(from: at, &run) {
        found.append(at..<end)
        at = end
      }
      at += 1
    }
    return found
  }

  /// The tokens that are known by what they have inside: bots of Telegram (`123456789:…`), applications of Azure (`…8Q~…`),
  /// HCP Terraform (`….atlasv1.…`), and accounts of Azure Storage, whose keys are 88 characters of Base64.
  func markedTokens() -> [Range<Int>] {
    indices.compactMap { mark in
      switch self[mark] {
      case UInt8(ascii: ":"): span.botToken(at: mark)
      case UInt8(ascii: "~"): span.applicationSecret(at: mark)
      case UInt8(ascii: "a"): span.terraformToken(at: mark)
      case UInt8(ascii: "="): span.storageKey(at: mark)
      default: nil
      }
    }
  }
}

extension Span<UInt8> {
  /// Whether a token of a known service may begin at an offset.
  func mayBeginToken(_ start: Int) -> Bool {
    guard start == 0 || !isWord(self[start - 1]) else { return false }
    let shapes = TokenShape.byFirst[Int(self[start])]
    return shapes.indices.contains { shapes[$0].mayBegin(in: self, at: start) }
  }

  fileprivate func endOfToken(from start: Int, _ run: inout TokenRun) -> Int? {
    guard start == 0 || !isWord(self[start - 1]) else { return nil }
    let shapes = TokenShape.byFirst[Int(self[start])]
    for index in shapes.indices {
      if let end = shapes[index].end(in: self, from: start, &run) { return end }
    }
    return nil
  }

  func botToken(at colon: Int) -> Range<Int>? {
    let id = colon - start(before: colon, of: isDigit)
    guard (8...12).contains(id) else { return nil }
    let end = end(from: colon + 1, most: 36) { isWord($0) || $0 == UInt8(ascii: "-") }
    return end - colon - 1 == 35 ? colon - id..<end : nil
  }

  func applicationSecret(at tilde: Int) -> Range<Int>? {
    guard tilde >= 5, self[tilde - 1] == UInt8(ascii: "Q"), isDigit(self[tilde - 2]) else { return nil }
    let end = end(from: tilde + 1, most: 37) {
      isWord($0) || $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
    }
    let start = tilde - 5
    let isApart = start == 0 || !isWord(self[start - 1])
    return isApart && (31...36).contains(end - tilde - 1) ? start..<end : nil
  }

  fileprivate func terraformToken(at start: Int) -> Range<Int>? {
    guard start > 0, self[start - 1] == UInt8(ascii: "."), begins(with: terraformMark, at: start) else { return nil }
    let body = start + terraformMark.count
    let end = end(from: body) { isWord($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "=") }
    let id = self.start(before: start - 1, of: isWord)
    return start - 1 - id >= 10 && end - body >= 40 ? id..<end : nil
  }

  fileprivate func storageKey(at mark: Int) -> Range<Int>? {
    guard mark >= 86, mark + 1 < count, self[mark + 1] == UInt8(ascii: "=") else { return nil }
    let start = mark - 86
    // The digests of packages are as long, and have the name of the algorithm in front: `sha512-…`.
    let isApart = start == 0 || !(isBase64(self[start - 1]) || self[start - 1] == UInt8(ascii: "-"))
    return isApart && end(from: start, of: isBase64) >= mark ? start..<mark + 2 : nil
  }

  /// Where bytes of a kind end that begin at an offset; after `most` bytes at the latest.
  fileprivate func end(from start: Int, most: Int = .max, of isPart: (UInt8) -> Bool) -> Int {
    var end = start
    while end < count, end - start < most, isPart(self[end]) { end += 1 }
    return end
  }

  /// Where bytes of a kind begin that end before an offset.
  private func start(before end: Int, of isPart: (UInt8) -> Bool) -> Int {
    var start = end
    while start > 0, isPart(self[start - 1]) { start -= 1 }
    return start
  }
}

let terraformMark = Array("atlasv1.".utf8)

private func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte | 0x20) }
private func isOfToken(_ byte: UInt8) -> Bool {
  isWord(byte) || (0x2B...0x2F).contains(byte) && byte != UInt8(ascii: ",") || byte == UInt8(ascii: "=")
}
private func isBase64(_ byte: UInt8) -> Bool {
  isWord(byte) && byte != 0x5F || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
}

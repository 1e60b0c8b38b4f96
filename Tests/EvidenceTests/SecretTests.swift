import Foundation
import Model
import Reports
import System
import TestSupport
import Testing

@testable import Documents
@testable import Evidence

/// Secrets of a report are never shown: neither in observations nor in messages about a damaged report.
@Suite struct SecretTests {
  /// A law over all fixtures: what a report states as the value of a secret is in no text of its observations.
  @Test func `what is a secret by its place is in no observation`() throws {
    var checked = 0
    for (name, input) in try reports() {
      guard let report = try? readReport(input) else { continue }
      let said = written(report.observations)
      for one in report.observations where one.kind == .secret {
        guard let content = try? Content(input.inUTF8(), texts: []) else { continue }
        let secrets = RecordIndex(content).secrets(at: one.at).values.map { String(decoding: $0, as: UTF8.self) }
        for secret in secrets
        where secret.utf8.count >= 8 && looksSecret(secret) && !one.location.description.contains(secret) {
          #expect(!said.contains(secret), "\(name)")
          checked += 1
        }
      }
    }
    #expect(checked > 10)
  }

  /// A law over all fixtures: a word that stands in a damaged report as a key, a value, a tag or a cell is in no message.
  @Test func `a message about a damaged report shows nothing of it`() throws {
    let word = "Zx9QplumTREEanchor"
    if !Depth.isDeep { print("secrets: a sample; GATEHOUSE_SEED=\(Depth.seed) takes it again") }
    for (name, input) in try reports() {
      for bytes in damaged(input.bytes, with: Array(word.utf8)) where bytes.count < 16_384 {
        let broken = Input(name: "report", bytes: bytes)
        do {
          let report = try readReport(broken)
          // The messages of a tool are shown; where it looks for secrets, without words that look like one.
          guard report.kinds == [.secret] else { continue }
          for problem in report.warnings + report.failures { #expect(!problem.rendered().contains(word), "\(name)") }
        } catch {
          #expect(!error.rendered().contains(word), "\(name): \(error.text)")
        }
      }
    }
  }

  @Test(arguments: [
    ("Key plumtree7 found", "Key … found"), ("password=plumtree", "password=…"), ("password: plumtree", "password: …"),
    ("found \u{201C}plum tree\u{201D}", "found \u{201C}…\u{201D}"), ("It's a 'plum'", "It's a '…'"),
    ("Hard-coded key (RSA) in src/ops.py", "Hard-coded key (RSA) in src/ops.py"),
    ("AES-256 key in SHA256 form, CWE-798", "AES-256 key in SHA256 form, CWE-798"),
    ("Token ABCDEFGHIJKLMNOPQ is live", "Token … is live"), ("Use 1.2.10 or later", "Use 1.2.10 or later"),
    ("p@ssw%rd in code", "… in code"),
  ])
  func `a message about a secret keeps its plain words`(text: String, shown: String) {
    #expect(withoutSecretShapes(text, known: []) == shown)
  }

  @Test(arguments: [
    ("https://ci:plum@till.example/a", "https://…@till.example/a"), ("//token@h/x", "//…@h/x"),
    ("https://h/x?page=1&api_key=plum#id_token=tree", "https://h/x?page=1&api_key=…#id_token=…"),
    ("https://h/@scope/pad", "https://h/@scope/pad"), ("https://h/;jsessionid=plum?x=1", "https://h/;jsessionid=…?x=1"),
    ("Authorization: Bearer plum7tree", "Authorization: Bearer …"), ("Basic authentication", "Basic authentication"),
    ("cannot use ghp_0123456789abcdefghij here", "cannot use … here"), ("a = b, sort_key=name", "a = b, sort_key=name"),
    ("npm: //h/:_authToken=plum", "npm: //h/:_authToken=…"), ("mail to a@b.example", "mail to a@b.example"),
    ("https://h/?user%5Bpassword%5D=plum&a[token]=tree", "https://h/?user%5Bpassword%5D=…&a[token]=…"),
    ("{\"password\":\"plum7tree\"}", "{\"password\":\"…\"}"),
    ("at `key_token = plum7tree` here", "at `key_token = …` here"),
    ("npm:jsonwebtoken:20150331", "npm:jsonwebtoken:20150331"),
    ("user[password]: plum7tree", "user[password]: …"), ("passwo%72d: plum7tree", "passwo%72d: …"),
    ("proxyBearer plum7tree", "proxyBearer …"),
    ("password: must be longer", "password: must be longer"),
    ("mysql --password plum7tree -h x", "mysql --password … -h x"),
    ("curl -u ci:plum7 https://h", "curl -u ci:… https://h"),
    ("cp -u a:/b c", "cp -u a:/b c"), ("use --token or --password here", "use --token or --password here"),
    ("https://hooks.slack.com/services/T0/B0/plum", "https://hooks.slack.com/services/…"),
    ("pwd=plum7tree", "pwd=…"), ("pwd=/home/ci", "pwd=/home/ci"), ("AccountKey=plum7==;X=1", "AccountKey=…;X=1"),
    (
      "-----BEGIN RSA PRIVATE KEY-----plum-----END RSA PRIVATE KEY-----",
      "-----BEGIN RSA PRIVATE KEY-----…-----END RSA PRIVATE KEY-----"
    ),
    ("-----BEGIN PUBLIC KEY-----plum", "-----BEGIN PUBLIC KEY-----plum"), ("https:/ci:plum@h/a", "https:/…@h/a"),
    ("git%2Bhttps:%2F%2Fci:plum%40h%2Fa", "git%2Bhttps:%2F%2F…%40h%2Fa"),
  ])
  func `credentials are hidden in any text`(text: String, shown: String) {
    #expect(withoutCredentials(text) == shown)
  }

  /// A token of each shape, in a sentence.
  @Test(arguments: TokenShape.all) func `a token of each known service is hidden`(shape: TokenShape) {
    let rest =
      switch shape.rest {
      case .generated(let whole): String(repeating: "x7Kq", count: whole / 4 + 1)
      case .hexadecimal(let count): String(repeating: "0f", count: count / 2)
      case .capitals(let count): String(repeating: "Z8", count: count / 2)
      case .discord: "gxNzY0NTExODQ4MTI4NDY3.GplumT.ree-anchor_0123456789abcdefghijkl"
      }
    let token = String(decoding: shape.beginning, as: UTF8.self) + rest
    #expect(withoutCredentials("cannot use \(token), refused") == "cannot use …, refused")
  }

  @Test(arguments: [
    "123456789:AAplumtreeanchorplumtreeanchor-plum", "abc8Q~plumtreeanchorplumtreeanchorplumtree",
    "plumtreeanchor.atlasv1.plumtreeanchorplumtreeanchorplumtreeanchorplum",
    String(repeating: "a7B+", count: 21) + "a7==", "heroku 01234567-89ab-cdef-0123-456789abcdef",
    "https://hooks.slack.com/triggers/T0/1/plum", "Authorization: Basic cGx1bTp0cmVl",
  ])
  func `tokens that are known by a mark in them, by a word before them or by an address`(text: String) {
    #expect(withoutCredentials("at \(text) here") != "at \(text) here")
  }

  /// `withoutCredentials` looks for credentials only in texts that may hold one, so a text that is passed over must hold none.
  @Test(arguments: Depth.lawSeeds) func `a text that is passed over holds no credential`(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<100 {
      var text = ""
      for _ in 0..<Int.random(in: 1...6, using: &random) { text += fragments.randomElement(using: &random) ?? "" }
      let bytes = Array(text.utf8)
      #expect(bytes.span.mayHoldCredentials || bytes.credentials.isEmpty, "\(text)")
    }
  }

  @Test(arguments: [
    "AC0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f is the account", "SKIPPED 12 files", "npm_config_cache_directory_path",
    "sha512-" + String(repeating: "a7B+", count: 21) + "a7==", "src/a.py:120:35", "s.replace is called with a pattern",
    "pypi-simple-index-server-package", "the key-value store", "run 01234567-89ab-cdef-0123-456789abcdef",
    "Basic Authentication is used", "secret_access_key_rotation_is_disabled_for_this_account_and_user",
  ])
  func `ids, digests and words that begin like tokens are shown`(text: String) {
    #expect(withoutCredentials(text) == text)
  }

  @Test(arguments: [
    ("login failed for user sa with password hunterhunter", "login failed for user sa with password …"),
    ("login failed: password: hunterhunter, host db", "login failed: password: …, host db"),
    ("password is \"hunterhunter\" for root", "password is \"…\" for root"),
    ("ran scanner --password hunterhunter --all", "ran scanner --password … --all"),
    ("ran scanner --api-key hunterhunter .", "ran scanner --api-key … ."),
    ("API_TOKEN: hunterhunter", "API_TOKEN: …"),
    ("cannot reach admin:hunterhunter@db.internal:5432", "cannot reach admin:…@db.internal:5432"),
    ("root:hunterhunter@tcp(db:3306)/shop", "root:…@tcp(db:3306)/shop"),
    ("ran docker login -u ci -p hunterhunter reg", "ran docker login -u ci -p … reg"),
    ("ran mysql -u root -phunterhunter", "ran mysql -u root -p…"), ("the secret is hunterhunter", "the secret is …"),
    ("sent Cookie: session=hunterhunter; lang=english", "sent Cookie: session=…; lang=…"),
    ("sent Authorization: Basic hunterhunter", "sent Authorization: Basic …"),
    ("sent \"Authorization\": \"Token hunterhunter\"", "sent \"Authorization\": \"Token …\""),
  ])
  func `passwords of plain letters are hidden in the messages of tools`(text: String, shown: String) {
    #expect(withoutPasswords(text) == shown)
    let message = Diagnostic(.reportFailed, text, at: SourcePosition(file: "r"))
    #expect(message.withoutText.text == shown)
  }

  @Test(arguments: [
    "password: must be longer", "Access denied for user 'a' (using password: YES)", "unexpected token: import",
    "the password is required", "use --token or --password here", "cannot parse npm:qs@6.5.2", "git@forge.example:a/b",
    "password authentication failed", "docker run -p 8080:80 x", "mysql -p 3306", "the token is expired",
    "mailto:ci@forge.example", "no key: value pair", "Authorization: Basic scheme",
  ])
  func `prose in the messages of tools is shown`(text: String) { #expect(withoutPasswords(text) == text) }

  private func written(_ observations: [Observation]) -> String {
    var writer = JSONWriter()
    for observation in observations { writer.observation(observation) }
    return writer.text
  }

  private func reports() throws -> [(String, Input)] {
    try folders(in: fixtures()).flatMap { try folders(in: $0) }.flatMap { folder in
      try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        .filter { $0.lastPathComponent.hasPrefix("report.") }
    }.sorted { $0.path < $1.path }.map { file in
      let name = file.pathComponents.suffix(3).joined(separator: "/")
      return (name, Input(name: name, bytes: Array(try Data(contentsOf: file))))
    }
  }

  /// The word at the start, at the end, after a cut, and at five marks in place of a value, of a key, of a tag or of a cell;
  /// a plain run takes one of the marks.
  private func damaged(_ bytes: [UInt8], with word: [UInt8]) -> [[UInt8]] {
    let quote = UInt8(ascii: "\"")
    let marks = bytes.indices.filter {
      [quote, UInt8(ascii: ","), UInt8(ascii: "<"), UInt8(ascii: ">")].contains(bytes[$0])
    }
    let five = stride(from: 0, to: marks.count, by: max(1, marks.count / 5)).map { marks[$0] }
    var random = Seeded(Depth.seed &+ UInt64(bytes.count))
    let sample = Depth.choose(Array(five.shuffled(using: &random).prefix(1)), deep: five)
    var all: [[UInt8]] = [word + bytes, bytes + word, Array(bytes.prefix(bytes.count / 2)) + word]
    for at in sample {
      all.append(Array(bytes[...at]) + word + Array(bytes[(at + 1)...]))
      all.append(Array(bytes[..<at]) + word + Array(bytes[at...]))
    }
    return all
  }
}

/// Names of credentials, what stands between a name and a value, values, tokens, words before tokens, and other text.
private let fragments =
  [
    "password", "Passwo%72d", "pass-word", "api_key", "api-key", "user[password]", "user%5Bpassword%5D", "TOKEN", "pwd",
    "sid", "phpsessid", "authorization", "Authorization: token ", "x-auth.token", ":", "=", ": ", " = ", "\": \"",
    "':'",
    "` : `", "\\\":\\\"", "%3D", "%3d", " ", ", ", "_", "x", "-", "--", " -u ", " --", "\n-", "/", "//", "https://",
    "https:/", "%2F%2F", "%2f%2F", "@", "%40", "?", "&", "#", ".", "é", "plum7tree", "plumtreeanchorplumtreeanchor",
    "ci:plum7", "aPlumTree", "Bearer ", "bearer ", "BASIC ", "plum7tree9", "heroku ", "HEROKU",
    "01234567-89ab-cdef-0123-456789abcdef", "123456789", "0123", "AAplumtreeanchorplumtreeanchor-plum",
    "abc8Q~plumtreeanchorplumtreeanchorplumtree", "plumtreeanchor", ".atlasv1.",
    "plumtreeanchorplumtreeanchorplumtreeanchorplum", String(repeating: "a7B+", count: 21) + "a7", "==",
    "-----BEGIN RSA PRIVATE KEY-----", "-----begin private key-----", "-----END", "hooks.slack.com/services/",
    "Discord.com/api/webhooks/", "outlook.office.com/webhook/", "chat.googleapis.com/v1/spaces/", "T0/B0",
  ]
  + TokenShape.all.map { String(decoding: $0.beginning, as: UTF8.self) }
  + ["0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f", "Z8Z8Z8Z8Z8Z8Z8Z8Z8Z8Z8Z8Z8", "x7Kqx7Kqx7Kqx7Kqx7Kqx7Kqx7Kqx7Kq"]

/// What is kept between tokens of one text, so that many beginnings take linear time, changes none of them.
@Test func `tokens of one text are those that its parts have`() {
  let parts = [
    "sk-", "sk-ant-", "ghp_", "A", "a1", "é", "-", " ", ".", "MTA", "eyJ", "xyzzy", "key-0123456789abcdef", "Q", "=",
  ]
  for seed in Depth.lawSeeds {
    var source = Seeded(seed)
    let text = (0..<Int.random(in: 1...60, using: &source)).map { _ in parts.randomElement(using: &source) ?? "" }
    let bytes = Array(text.joined().utf8)
    var (expected, at) = ([Range<Int>](), 0)
    while at < bytes.count {
      let isApart = at == 0 || !isWord(bytes[at - 1])
      if isApart, let first = ([0x20] + bytes[at...]).knownTokens().first, first.lowerBound == 1 {
        expected.append(at..<at + first.upperBound - 1)
        at += first.upperBound - 1
      }
      at += 1
    }
    #expect(bytes.knownTokens() == expected, "seed \(seed): \(text)")
  }
}

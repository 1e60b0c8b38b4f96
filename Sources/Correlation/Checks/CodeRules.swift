import Interning
import Model

/// A rule about code, under one name for all tools that have taken it over.
///
/// Such tools file one rule under different weaknesses, so that their CWE numbers do not tell.
enum CodeRule {
  /// The common name of an observation's rule; nil when it is not known to be shared.
  ///
  /// - Parameter tool: The observation's tool (`Scan.toolKey`).
  static func shared(_ one: Observation, by tool: String) -> InternedString? {
    // golangci-lint's rules are its linters; the message begins with the linter's own rule.
    if tool == "golangci-lint", one.ruleId == "gosec" {
      return one.title.split(separator: ":").first.flatMap { known[String($0)] ?? named("gosec", String($0)) }
    }
    return shared(one.ruleId, by: tool)
  }

  private static func shared(_ rule: String, by tool: String) -> InternedString? {
    switch tool {
    case "bandit": return known[rule] ?? named("bandit", rule)
    // Ruff's and flake8-bandit's S rules are Bandit's by number: https://docs.astral.sh/ruff/rules/#flake8-bandit-s.
    case "ruff", "flake8", "flake8-bandit", "bandit-flake8": return banditRule(after: "S", rule)
    case "gosec", "golangci-lint": return known[rule] ?? named("gosec", rule)
    case "eslint", "njsscan": return named("eslint", lastName(rule))
    case "semgrep", "opengrep", "gitlab": return ofSemgrep(rule)
    default: return nil
    }
  }

  /// The name of an observation's rule that does not depend on how the tool was called: the shared rule, Semgrep's rule
  /// without the path from which it was read, or else the rule as it is, in lower case.
  static func lasting(of one: Observation, by tool: String) -> InternedString {
    if let shared = shared(one, by: tool) { return shared }
    guard tool == "semgrep" || tool == "opengrep" else { return lowercasedASCII(one.$ruleId) }
    return InternedString(lowercasedASCII(lastName(one.ruleId)))
  }

  /// Semgrep's rules have a path as a prefix, which depends on where they were read from. GitLab's rules for Semgrep are
  /// named by the tool that they come from: `bandit.B303-1`.
  private static func ofSemgrep(_ rule: String) -> InternedString? {
    for tool in ["bandit", "gosec", "eslint"] where rule.hasPrefix(tool + ".") {
      let original = rule.dropFirst(tool.count + 1).split(separator: "-", maxSplits: tool == "eslint" ? 0 : 1)
      return original.first.flatMap { known[String($0)] ?? named(tool, String($0)) }
    }
    let name = lastName(rule)
    return known[name] ?? (name.hasPrefix("detect-") ? named("eslint", name) : nil)
  }

  /// Bandit's rule with the number that follows a letter, as in `S602`.
  private static func banditRule(after letter: Character, _ rule: String) -> InternedString? {
    guard rule.first == letter, rule.utf8.count == 4 else { return nil }
    let bandit = "B" + rule.dropFirst()
    return known[bandit] ?? named("bandit", bandit)
  }

  private static func named(_ tool: String, _ rule: String) -> InternedString { InternedString("\(tool)/\(rule)") }

  private static func lastName(_ rule: String) -> String {
    String(rule.split(whereSeparator: { $0 == "." || $0 == "/" }).last ?? "")
  }

  private static let known: [String: InternedString] = {
    var known: [String: InternedString] = [:]
    for row in banditRules { for rule in row { known[rule] = named("bandit", row[0]) } }
    for row in gosecRules { for rule in row { known[rule] = named("gosec", row[0]) } }
    return known
  }()
}

/// Bandit's rules (https://bandit.readthedocs.io/en/latest/plugins/) and the last names of Semgrep's rules that report
/// the same call (https://semgrep.dev/r?q=python.lang.security, `source-rule-url` of the rule's metadata).
private let banditRules: [[String]] = [
  ["B102", "exec-detected"],
  ["B103", "insecure-file-permissions"],
  ["B104", "avoid-bind-to-all-interfaces"],
  ["B107", "hardcoded-password-default-argument"],
  ["B108", "hardcoded-tmp-path"],
  ["B201", "debug-enabled", "avoid_app_run_with_bad_host"],
  [
    "B301", "avoid-pickle", "avoid-cPickle", "avoid-dill", "avoid-shelve",
  ],
  ["B302", "marshal-usage"],
  [
    "B303", "B324", "insecure-hash-algorithm-md5", "insecure-hash-algorithm-sha1", "insecure-hash-algorithms-md5",
    "insecure-hash-function", "md5-used-as-password",
  ],
  [
    "B304", "insecure-cipher-algorithm-arc4", "insecure-cipher-algorithm-blowfish", "insecure-cipher-algorithm-idea",
    "insecure-cipher-algorithm-des", "insecure-cipher-algorithm-rc4", "insecure-cipher-algorithm-rc2",
    "insecure-cipher-algorithm-xor",
  ],
  ["B305", "insecure-cipher-mode-ecb", "crypto-mode-without-authentication"],
  ["B306", "tempfile-mktemp", "mktemp-detected"],
  ["B307", "eval-detected"],
  ["B308", "B703", "avoid-mark-safe"],
  ["B309", "httpsconnection-detected"],
  ["B312", "telnetlib"],
  ["B321", "ftplib"],
  ["B323", "unverified-ssl-context"],
  ["B501", "disabled-cert-validation"],
  ["B502", "weak-ssl-version"],
  ["B505", "insufficient-rsa-key-size", "insufficient-dsa-key-size", "insufficient-ec-key-size"],
  ["B506", "avoid-pyyaml-load"],
  ["B507", "paramiko-implicit-trust-host-key"],
  ["B601", "paramiko-exec-command"],
  ["B602", "subprocess-shell-true"],
  ["B609", "system-wildcard-detected"],
  ["B612", "listen-eval"],
  ["B701", "incorrect-autoescape-disabled", "missing-autoescape-disabled"],
  ["B702", "mako-templates-detected"],
]

/// gosec's rules (https://github.com/securego/gosec#available-rules) and the last names of Semgrep's rules that report
/// the same call (https://semgrep.dev/r?q=go.lang.security).
private let gosecRules: [[String]] = [
  ["G102", "avoid-bind-to-all-interfaces-go"],
  ["G106", "avoid-ssh-insecure-ignore-host-key"],
  ["G108", "pprof-debug-exposure"],
  ["G110", "potential-dos-via-decompression-bomb"],
  ["G203", "formatted-template-string"],
  ["G204", "dangerous-exec-command", "dangerous-exec-cmd"],
  ["G302", "incorrect-default-permission"],
  ["G303", "bad-tmp-file-creation"],
  ["G305", "path-traversal-inside-zip-extraction"],
  ["G401", "use-of-md5", "use-of-sha1"],
  ["G402", "missing-ssl-minversion", "disallow-old-tls-versions"],
  ["G403", "use-of-weak-rsa-key"],
  ["G404", "math-random-used"],
  ["G405", "use-of-DES", "use-of-rc4"],
  ["G504", "insecure-module-used"],
]

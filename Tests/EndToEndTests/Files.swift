/// The files of the small shop: what main holds, and what the change makes of them.
enum Files {
  static let policy = """
    gatehouse: 1
    name: bench
    evidence:
      - { kind: sast, commit: head, max-age: 24h }
    rules:
      - id: no-new-high
        why: Cheapest to fix in the change that brings it.
        when: { severity: { at-least: high }, newness: [introduced, surfaced] }
        effect: deny
      - id: new-medium
        when: { severity: { is: medium }, newness: introduced }
        effect: warn
    vex:
      trust:
        - { issuer: "https://psirt.acme.example", products: ["pkg:npm/*"], statuses: [not_affected, fixed] }
    waivers:
      approvers: codeowners
      longest: { critical: 14d, high: 30d, medium: 90d, low: 180d, unknown: 14d }

    """
  /// Rules alone: no evidence is asked for.
  static let lax = """
    gatehouse: 1
    name: lax
    rules:
      - { id: no-high, when: { severity: { at-least: high } }, effect: deny }

    """
  /// What somebody who wants the change in would make of the policy.
  static let weak = """
    gatehouse: 1
    name: bench
    rules:
      - { id: nothing, when: { severity: { is: none } }, effect: warn }

    """

  static let codeowners = "* @acme/platform\n/src/pay/ @acme/payments\n/.gatehouse/ @acme/appsec\n"
  static let waivers = "gatehouse-waivers: 1\nwaivers: []\n"
  /// Lets the owners of src/pay waive the bad line.
  static let generousWaivers = """
    gatehouse-waivers: 1
    waivers:
      - id: W-1
        match: { rule: eval, path: "src/pay/**" }
        reason: nobody can reach this code from outside
        approved-by: "@acme/payments"
        created: 2026-11-10
        until: 2026-12-01

    """

  static let base: [String: Entry] = [
    ".gatehouse/policy.yaml": .text(policy), ".gatehouse/waivers.yaml": .text(waivers), "CODEOWNERS": .text(codeowners),
    "src/pay/charge.py": .text(code()), "src/web/index.py": .text(code()), "package.json": "{}\n",
    ".gatehouse/vex/acme.openvex.json": .text(vex("CVE-2026-0001", "under_investigation")),
  ]
  static let change: [String: Entry?] = ["src/pay/charge.py": .text(code(line: "    eval(request.body)"))]

  /// Ten lines; the seventh is the bad one.
  static func code(line: String = "    charge(request.amount)") -> String {
    (1...10).map { $0 == 7 ? line : "    step_\($0)()" }.joined(separator: "\n") + "\n"
  }

  /// One statement of the vendor that the policy trusts, on `left-pad`.
  static func vex(_ vulnerability: String, _ status: String) -> String {
    let ground = status == "not_affected" ? #","justification":"vulnerable_code_not_present""# : ""
    return """
      {"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://psirt.acme.example/vex/1","author":"https://psirt.acme.example",
       "timestamp":"2026-11-05T08:00:00Z","version":1,"statements":[
       {"vulnerability":{"name":"\(vulnerability)"},"products":[{"@id":"pkg:npm/left-pad@1.0.0"}],"status":"\(status)"\(ground)}]}

      """
  }
}

/// The mistakes, and what the program says of each.
extension Mistake {
  static let policies: [Mistake] = [
    .policy(
      "severity:", "severty:", at: "6:13", "error[policy-unknown-key]: unknown key `severty` in a condition",
      "did you mean `severity`?"),
    .policy(
      "severity: { at-least: high }", "cve: CVE-2026-1", at: "6:13",
      "error[policy-unknown-key]: unknown key `cve` in a condition", "this is called `id` here"),
    .policy(
      "severity: { at-least: high }", "severity: high", at: "6:23",
      "error[policy-wrong-type]: expected a mapping, found `high`", "write it like `severity: { at-least: high }`"),
    .policy(
      "at-least: high", "at-least: HIGH", at: "6:35", "error[policy-unknown-name]: unknown severity `HIGH`",
      "did you mean `high`?"),
    .policy(
      "severity: { at-least: high }", "severity: [high, critical]", at: "6:23",
      "error[policy-wrong-type]: expected a mapping, found a list", "write it like `severity: { at-least: high }`"),
    .policy(
      "at-least", "at_least", at: "6:25", "error[policy-unknown-key]: unknown key `at_least` in severity",
      "did you mean `at-least`?"),
    .policy(
      "at-least", "minimum", at: "6:25", "error[policy-unknown-key]: unknown key `minimum` in severity",
      "this is called `at-least` here"),
    .policy(
      "introduced", "new", at: "6:52", "error[policy-unknown-name]: unknown newness `new`",
      "this is called `introduced` here"),
    .policy(
      "severity: { at-least: high }", "cwe: CWE-89x", at: "6:18",
      "error[policy-wrong-type]: expected the number of a weakness, found `CWE-89x`", "write it like 89 or CWE-89"),
    .policy(
      "severity: { at-least: high }", "kev: true", at: "6:13",
      "error[policy-unknown-key]: unknown key `kev` in a condition", "this is called `known-exploited` here"),
    .policy(
      "severity: { at-least: high }", "epss: { at-least: 20 }", at: "6:31",
      "error[policy-wrong-type]: expected a number from 0 to 1, found `20`", "write a share: 0.2 for 20 percent"),
    .policy(
      "severity: { at-least: high }", "epss: 0.2", at: "6:19",
      "error[policy-wrong-type]: expected a mapping, found `0.2`", "write it like `epss: { at-least: 0.2 }`"),
    .policy(
      "severity: { at-least: high }", "tool: Semgrep OSS", at: "6:19",
      "error[policy-unknown-name]: unknown scanner `Semgrep OSS`", "did you mean `semgrep`?"),
    .policy(
      "severity: { at-least: high }", "tool: trivvy", at: "6:19",
      "error[policy-unknown-name]: unknown scanner `trivvy`", "did you mean `trivy`?"),
    .policy(
      "severity: { at-least: high }", "tool: Trivy", at: "6:19", "error[policy-unknown-name]: unknown scanner `Trivy`",
      "did you mean `trivy`?"),
    .policy(
      "severity: { at-least: high }", "kind: code", at: "6:19",
      "error[policy-unknown-name]: unknown kind of finding `code`", "this is called `sast` here"),
    .policy(
      "severity: { at-least: high }", #"path: "src\\a.py""#, at: "6:19",
      #"error[policy-invalid-value]: invalid pattern `src\a.py`: it has `\` between names"#, "write `/`, as git does"),
    .policy(
      "severity: { at-least: high }", "path: ../src/**", at: "6:19",
      "error[policy-invalid-value]: invalid pattern `../src/**`: no path in git has a segment `..`",
      "write the path from the root"),
    .policy(
      "effect: deny", "effect: block", at: "7:13", "error[policy-unknown-name]: unknown effect of a rule `block`",
      "this is called `deny` here"),
    .policy(
      "effect: deny", "effect: fail", at: "7:13", "error[policy-unknown-name]: unknown effect of a rule `fail`",
      "this is called `deny` here"),
    .policy(
      "effect: deny", "action: deny", at: "7:5", "error[policy-unknown-key]: unknown key `action` in a rule",
      "this is called `effect` here"),
    .policy(
      "    effect: deny\n", "", at: "4:5", "error[policy-missing-key]: a rule needs `effect`", "add `effect: deny`"),
    .policy(
      "no-new-high", "no new high", at: "4:9",
      "error[policy-invalid-value]: an id consists of at most 64 letters, digits, `-`, `_` and `.`",
      "write it like `no-new-high`"),
    .policy(
      "cheapest to fix now", "because: it is new", at: "5:17",
      "error[yaml-invalid]: this is not YAML: mapping values are not allowed in this context",
      "put a value that has a colon in quotes"),
    .policy(
      "rules:\n  - id", "rules:\n    id", at: "4:5", "error[policy-wrong-type]: expected a list, found a mapping",
      "begin each element with `- `"),
    .policy(
      "    why", "\twhy", at: "5:1", "error[yaml-invalid]: a tab is not allowed",
      #"indent with spaces; in double quotes a tab is written \t"#),
    .policy(
      "gatehouse: 1", "gatehouse: 2", at: "1:12", "error[policy-invalid-value]: this Gatehouse reads version 1, not 2",
      "write 1, or use a newer Gatehouse"),
    .policy(
      "gatehouse: 1\n", "", at: "1:1", "error[policy-missing-key]: a policy needs `gatehouse`", "add `gatehouse: 1`"),
    .policy("name: acme\n", "", at: "1:1", "error[policy-missing-key]: a policy needs `name`", "add `name: payments`"),
    .policy(
      "severity: { at-least: high }", "owner: acme/src", at: "6:20",
      "error[policy-invalid-value]: an owner is written `@user`, `@org/team` or as an e-mail address",
      #"write "@acme/src", in quotes"#),
    .policy(
      "severity: { at-least: high }", "owner: @acme/src", at: "6:20",
      "error[yaml-invalid]: this is not YAML: found character that cannot start any token while scanning for the next token",
      #"put a value that begins with @, ` or % in quotes: "@acme/team""#),
    .policy(
      "severity: { at-least: high }", "package: lodash", at: "6:22",
      "error[policy-invalid-value]: `lodash` is not a package pattern",
      "write a purl, with `*` for any text: `pkg:npm/vendor/*`"),
    .policy(
      "severity: { at-least: high }", "fixable: true", at: "6:13",
      "error[policy-unknown-key]: unknown key `fixable` in a condition", "this is called `fix-available` here"),
    .policy(
      "rules:\n", "rules:\n  - { id: no-new-high, when: { severity: { at-least: low } }, effect: warn }\n", at: "5:9",
      "error[policy-duplicate-rule]: the id `no-new-high` is taken", "give one of them another id"),
    .policy(
      "severity: { at-least: high }", "kind: sast, tool: gitleaks", at: "6:31",
      "warning[policy-unfulfillable]: no finding of gitleaks is of the kind sast",
      "name another scanner or another kind"),
    .policy(
      adding: "evidence: [{ kind: sast, tools: [trivy] }]\n", at: "8:12",
      "warning[policy-unfulfillable]: no report of trivy can be the sast report that is required",
      "name another scanner or another kind; as it is, every verdict is undecided"),
    .policy(
      adding: "waivers: { approvers: [@acme/appsec], longest: { high: 30d } }\n", at: "8:24",
      "error[yaml-invalid]: this is not YAML: found character that cannot start any token",
      #"put a value that begins with @, ` or % in quotes: "@acme/team""#),
    .policy(
      adding: "evidence: [{ kind: sast, tools: [semgrepp] }]\n", at: "8:34",
      "error[policy-unknown-name]: unknown scanner `semgrepp`", "did you mean `semgrep`?"),
    .policy(
      adding: "evidence: [{ kind: sast, tools: semgrep }]\n", at: "8:33",
      "error[policy-wrong-type]: expected a list, found `semgrep`", "put it in brackets: [semgrep]"),
    .policy(
      adding: "evidence: [{ tools: [semgrep] }]\n", at: "8:12",
      "error[policy-missing-key]: an evidence requirement needs `kind`", "add `kind: sast`"),
    .policy(
      adding: "evidence: [{ kind: sast, max-age: 1 day }]\n", at: "8:35",
      "error[policy-invalid-value]: `1 day` is not a duration", "write it like `24h`, `7d` or `2w`"),
    .policy(
      adding: "sla: { critical: 7d }\n", at: "8:6", "error[policy-missing-key]: sla needs `due`",
      "add `due: { critical: 7d }`"),
    .policy(
      adding: "exceptions: [{ id: e, why: w, when: { overdue: true }, effect: warn }]\n", at: "8:48",
      "error[policy-missing-key]: `overdue` needs `sla`, and this policy has none",
      "add `sla: { due: { critical: 7d, high: 30d } }`"),
    .policy(
      adding: #"exceptions: [{ id: e, when: { path: "docs/**" }, effect: warn }]\#n"#, at: "8:14",
      "error[policy-missing-key]: an exception needs `why`", "add `why: why this is acceptable`"),
    .policy(
      adding: "waivers: { approvers: [appsec], longest: { high: 30d } }\n", at: "8:24",
      "error[policy-unknown-name]: unknown approver `appsec`",
      #"write a team as "@org/appsec", in quotes, or `codeowners` for the owners of the path"#),
    .policy(
      adding: "waivers: { approvers: codeowners, longest: 30d }\n", at: "8:44",
      "error[policy-wrong-type]: expected a mapping, found `30d`", "write it like `longest: { high: 30d }`"),
    .policy(
      adding: "waivers: []\n", at: "8:10", "error[policy-wrong-type]: expected a mapping, found a list",
      "the keys of waivers are `approvers`, `longest`, `expiring`, `renewals`, `until-fixed`, `proof`, `approval-trailers`"
    ),
    .policy(
      adding:
        #"vex: { trust: [{ issuer: "https://x.example", products: ["pkg:npm/*"], statuses: [not-affected] }] }\#n"#,
      at: "8:83", "error[policy-unknown-name]: unknown suppressing status `not-affected`",
      "did you mean `not_affected`?"),
    .policy(
      adding: "vex: {}\n", at: "8:6", "error[policy-missing-key]: vex needs `trust`",
      "add `trust: [{ issuer: \"https://psirt.example\", products: [\"pkg:npm/vendor/*\"], statuses: [not_affected] }]`"
    ),
    .policy(
      "severity: { at-least: high }, newness: introduced", "and: [{ kind: sast }, { kind: iac }]", at: "6:13",
      "error[policy-unknown-key]: unknown key `and` in a condition", "this is called `all` here"),
    .policy(
      "severity: { at-least: high }, newness: introduced", "OR: [{ kind: sast }, { kind: iac }]", at: "6:13",
      "error[policy-unknown-key]: unknown key `OR` in a condition", "this is called `any` here"),
    .policy(
      "severity: { at-least: high }", "owner: None", at: "6:20", "error[policy-invalid-value]: `None` is no owner",
      "write `none` for findings without an owner"),
    .policy(
      "severity: { at-least: high }", #"owner: "*""#, at: "6:20", "error[policy-invalid-value]: `*` is no owner",
      "delete `owner` to match every finding, or write `not: { owner: none }`"),
    .policy(
      "cheapest to fix now", #""cheapest to fix now"#, at: "5:10", "error[yaml-invalid]: this quote is not closed",
      "close it with the same sign at the end of the value"),
    .policy(
      "effect: deny", "effect:deny", at: "7:5",
      "error[yaml-invalid]: this is not YAML: a key is followed by a colon and a space", "write `key: value`"),
    .policy(
      "- id: no-new", "-id: no-new", at: "5:8",
      "error[yaml-invalid]: this is not YAML: mapping values are not allowed in this context",
      "an element of a list begins with `- `, with the space"),
    .policy(
      "introduced }", "introduced", at: "7:5",
      "error[yaml-invalid]: this line continues a value and is not indented more than its key",
      "the bracket in line 6, column 11 is not closed before it"),
    .policy(
      "introduced }", "introduced }}", at: "6:64", "error[yaml-invalid]: this is not YAML: did not find expected key",
      "delete this bracket, or open it before"),
    .policy(
      "    effect: deny", "     effect: deny", at: "7:6",
      "error[yaml-invalid]: this is not YAML: did not find expected key", "indent it like the other keys"),
    Mistake(
      place: .policy, text: "gatehouse: 1\nname: acme\nrules:\n",
      fault: "error[policy-wrong-type]: expected a list, found nothing",
      remedy: "write its elements below it, each after `- `"),
    Mistake(
      place: .policy, text: right.waivers, at: "1:1",
      fault: "error[policy-wrong-type]: expected a policy, found a waiver file",
      remedy: "name the policy, or the folder that has both"),
    .policy(
      adding: "exceptoins: []\n", at: "8:1", "error[policy-unknown-key]: unknown key `exceptoins` in a policy",
      "did you mean `exceptions`?"),
  ]

  static let waivers: [Mistake] = [
    .waivers(
      "CVE-2026-1234", "CVE\u{2013}2026\u{2013}1234", at: "4:18",
      "error[waiver-invalid]: `CVE\u{2013}2026\u{2013}1234` has a dash (U+2013) where ids have `-`", "write `-`"),
    .waivers(
      "2026-12-01", "2099-12-01", at: "8:12",
      "warning[waiver-too-long]: waiver W-1 suppresses nothing: it runs for 26674 days, and no severity allows more than 30d",
      "set `until: 2026-12-20` or earlier"),
    .waivers(
      "2026-12-01", "12/01/2026", at: "8:12", "error[date-invalid]: `12/01/2026` is not a date",
      "write it like `2026-11-30`"),
    .waivers(
      "2026-12-01", "2026-13-01", at: "8:12", "error[date-invalid]: `2026-13-01` is not a date",
      "write it like `2026-11-30`"),
    .waivers(
      "2026-12-01", "2026-12-01T00:00:00Z", at: "8:12", "error[date-invalid]: `2026-12-01T00:00:00Z` is not a date",
      "write it like `2026-11-30`"),
    .waivers(
      "2026-12-01", "2026-11-01", at: "8:12", "error[waiver-invalid]: this waiver ends before it begins, on 2026-11-20",
      "set a later day"),
    .waivers(
      "CVE-2026-1234", #""CVE-*""#, at: "4:18",
      "error[waiver-invalid]: `CVE-*` matches nothing: wildcards have no meaning here",
      "write the whole id of each vulnerability, or narrow it by `path` or `package`"),
    .waivers(
      "CVE-2026-1234", "CVE-20261-34x", at: "4:18", "error[waiver-invalid]: `CVE-20261-34x` is not the id of a CVE",
      "write it like CVE-2026-1234"),
    .waivers(
      "CVE-2026-1234", "CWE-89", at: "4:18",
      "error[waiver-invalid]: `CWE-89` is a weakness, which many problems share, and not a vulnerability",
      "name the rule or the finding"),
    .waivers(
      "id: CVE-2026-1234, path: src/a.py", "finding: 81107d26", at: "4:23",
      "error[waiver-invalid]: `81107d26` is only the beginning of an id",
      "write all 32 digits; `gatehouse explain 81107d26` shows them, and `gatehouse waive 81107d26` writes the waiver"),
    .waivers(
      #""@acme/src""#, "@acme/src", at: "6:18",
      "error[yaml-invalid]: this is not YAML: found character that cannot start any token while scanning for the next token",
      #"put a value that begins with @, ` or % in quotes: "@acme/team""#),
    .waivers(
      #""@acme/src""#, "acme/src", at: "6:18",
      "error[policy-invalid-value]: an owner is written `@user`, `@org/team` or as an e-mail address",
      #"write "@acme/src", in quotes"#),
    .waivers(
      #""@acme/src""#, "codeowners", at: "6:18",
      "error[policy-invalid-value]: an owner is written `@user`, `@org/team` or as an e-mail address",
      #"write "@acme/team", in quotes"#),
    .waivers(
      "not reachable from outside", #""""#, at: "5:13", "error[waiver-invalid]: the reason is missing",
      "say why this is acceptable until then"),
    .waivers(
      "not reachable from outside", "ok", at: "5:13",
      "error[waiver-invalid]: this reason is shorter than 10 characters", "say why this is acceptable until then"),
    .waivers(
      "not reachable from outside", "note: not reachable", at: "5:17",
      "error[yaml-invalid]: this is not YAML: mapping values are not allowed in this context",
      "put a value that has a colon in quotes"),
    .waivers(
      "reason", "justification", at: "5:5", "error[policy-unknown-key]: unknown key `justification` in a waiver",
      "this is called `reason` here"),
    .waivers(
      "until", "expires", at: "8:5", "error[policy-unknown-key]: unknown key `expires` in a waiver",
      "this is called `until` here"),
    .waivers(
      "match: { id:", "match: { cve:", at: "4:14", "error[policy-unknown-key]: unknown key `cve` in match",
      "this is called `id` here"),
    .waivers(
      "id: CVE-2026-1234, path", "path", at: "4:12",
      "error[waiver-invalid]: a waiver names a vulnerability, a finding or a rule", "add `id`, `finding` or `rule`"),
    .waivers(
      "src/a.py", #"src\a.py"#, at: "4:39",
      #"error[policy-invalid-value]: invalid pattern `src\a.py`: it has `\` between names"#, "write `/`, as git does"),
    .waivers(
      "    match: { id: CVE-2026-1234, path: src/a.py }\n", "", at: "3:5",
      "error[policy-missing-key]: a waiver needs `match`", "add `match: { id: CVE-2026-1234, path: services/pay/** }`"),
    .waivers(
      "match: { id: CVE-2026-1234, path: src/a.py }", "match: CVE-2026-1234", at: "4:12",
      "error[policy-wrong-type]: expected a mapping, found `CVE-2026-1234`",
      "write it like `match: { id: CVE-2026-1234 }`"),
    .waivers(
      "gatehouse-waivers: 1\nwaivers:\n", "", at: "1:3", "error[policy-wrong-type]: expected a mapping, found a list",
      "the keys of a waiver file are `gatehouse-waivers`, `waivers`"),
    .waivers(
      "gatehouse-waivers: 1\n", "", at: "1:1", "error[policy-missing-key]: a waiver file needs `gatehouse-waivers`",
      "add `gatehouse-waivers: 1`"),
    .waivers(
      "approved-by", "approvedBy", at: "6:5", "error[policy-unknown-key]: unknown key `approvedBy` in a waiver",
      "did you mean `approved-by`?"),
  ]

  static let files: [Mistake] = [
    .file(
      "my-waivers.yaml", right.waivers, "warning[policy-file-unread]: .gatehouse/my-waivers.yaml is not read",
      "put it into .gatehouse/waivers.yaml, or remove it"),
    .file(
      "waivers/payments.yaml", right.waivers,
      "warning[policy-file-unread]: .gatehouse/waivers/payments.yaml is not read",
      "put it into .gatehouse/waivers.yaml, or remove it"),
    .file(
      "strict.yaml", right.policy,
      "error[policy-file-unread]: .gatehouse/strict.yaml is not read, although it is a policy",
      "put it into .gatehouse/policy.yaml, or remove it"),
    .file(
      "base-line.yaml", "gatehouse-baseline: 1\n",
      "warning[policy-file-unread]: .gatehouse/base-line.yaml is not read",
      "put it into .gatehouse/baseline.yaml, or remove it"),
    .file("vex/vendor.json", #"{"@context":"#, "error[json-invalid]", "make or fetch it again"),
    .file(
      "vex/acme/vendor.json", #"{"@context": "https://openvex.dev/ns/v0.2.0"}"#,
      "error[policy-file-unread]: .gatehouse/vex/acme/vendor.json is not read, although it is a VEX document",
      "move it to .gatehouse/vex/, or remove it"),
    .file(
      "vex/vendor.yaml", "a: 1\n", "warning[policy-file-unread]: .gatehouse/vex/vendor.yaml is not read",
      "give it the ending .json, or remove it"),
  ]

  static let sideCars: [Mistake] = [
    .sideCar(
      "exit-code", "exitcode", at: "3:1", "error[manifest-invalid]: unknown key `exitcode` in a side-car",
      "did you mean `exit-code`?"),
    .sideCar(
      "exit-code: 0", "exit: 0", at: "3:1", "error[manifest-invalid]: unknown key `exit` in a side-car",
      "this is called `exit-code` here"),
    .sideCar(
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "abc1234", at: "4:9",
      "error[manifest-invalid]: expected a full commit id (40 or 64 hexadecimal digits), found `(7 bytes)`",
      "`git rev-parse HEAD` prints it"),
    .sideCar(
      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "HEAD", at: "4:9",
      "error[manifest-invalid]: expected a full commit id (40 or 64 hexadecimal digits), found `HEAD`",
      "`git rev-parse HEAD` prints it"),
    .sideCar(
      "2026-11-20T10:00:00Z", "yesterday", at: "5:11",
      "error[manifest-invalid]: expected a date and time like 2026-11-20T10:00:00Z, found `yesterday`",
      "`date -u +%Y-%m-%dT%H:%M:%SZ` prints it"),
    .sideCar(
      "finished: 2026-11-20T10:00:00Z", "finished: 2026-11-20T10:00:00Z\nstarted: 2026-11-20T11:00:00Z", at: "6:10",
      "error[manifest-invalid]: the scan began after it ended, at 2026-11-20T10:00:00Z",
      "`gatehouse record` writes both times"),
    .sideCar(
      "gatehouse-report: 1", "gatehouse-report: 2", at: "1:19",
      "error[manifest-invalid]: this Gatehouse reads version 1, not 2", "write 1, or use a newer Gatehouse"),
    .sideCar(
      "gatehouse-report: 1", "gatehouse-reports: 1", at: "1:1",
      "error[manifest-invalid]: unknown key `gatehouse-reports` in a side-car", "did you mean `gatehouse-report`?"),
    .sideCar(
      "tool: bandit", "covers: /src\ntool: bandit", at: "2:9", "error[manifest-invalid]: expected a list, found `/src`",
      "put it in brackets: [/src]"),
    .sideCar(
      "tool: bandit", "digest: abc\ntool: bandit", at: "2:9",
      "error[manifest-invalid]: expected sha256: and 64 hexadecimal digits, found `abc`",
      "`sha256sum REPORT` prints the digits"),
    .sideCar(
      "exit-code: 0", "exit-code: zero", at: "3:12",
      "error[manifest-invalid]: expected a number from 0 to 255, found `zero`",
      "write the number that the shell has in `$?`"),
  ]

  static let commands: [Mistake] = [
    .command("", "USAGE: gatehouse <subcommand>", ""),
    .command("policy", "USAGE: gatehouse policy <subcommand>", ""),
    .command("chekc", "'chekc' is not a command of gatehouse; did you mean 'check'?", ""),
    .command("polcy check", "'polcy' is not a command of gatehouse; did you mean 'policy'?", ""),
    .command("policy chekc", "'chekc' is not a command of gatehouse policy; did you mean 'check'?", ""),
    .command("check --basee main x", "'--basee' is not an option of gatehouse check; did you mean '--base'?", ""),
    .command("check --fromat json x", "'--fromat' is not an option of gatehouse check; did you mean '--format'?", ""),
    .command(
      "check -v --base refs/heads/main --head refs/heads/change r.json",
      "'-v' is not an option of gatehouse check; 'gatehouse check --help' lists them", ""),
    .command(
      "check --verbose --base refs/heads/main r.json",
      "'--verbose' is not an option of gatehouse check; 'gatehouse check --help' lists them", ""),
    .command(
      "check --json r.json", "'--json' is not an option of gatehouse check; did you mean '--format json'?", ""),
    .command(
      "check -f json r.json", "'-f' is not an option of gatehouse check; did you mean '--format NAME'?", ""),
    .command(
      "check --output-format json r.json",
      "'--output-format' is not an option of gatehouse check; did you mean '--format NAME'?", ""),
    .command(
      "check --base 0000000000000000000000000000000000000000 --head refs/heads/change r.json",
      "error[revision-not-found]: 0000000000000000000000000000000000000000 is no commit: it stands for a branch that is not there",
      "compare with the branch that the change is for, such as refs/remotes/origin/main"),
    .command(
      "record --output nodir/r.json -- sh -c true",
      "error[output-failed]: cannot write nodir/r.json: there is no folder nodir", "make the folder first"),
    .command(
      "check --exit-zero r.json",
      "'--exit-zero' is not an option of gatehouse check; 'gatehouse check --help' lists them", ""),
    .command(
      "findings --json r.json",
      "'--json' is not an option of gatehouse findings; 'gatehouse findings --help' lists them",
      ""),
    .command(
      "explain --suppresed r.json",
      "'--suppresed' is not an option of gatehouse explain; did you mean '--suppressed'?", ""),
    .command(
      "record bandit -q -r src",
      "'-r' is not an option of gatehouse record; the scanner and its options go after --, as in "
        + "gatehouse record -- bandit -r src", ""),
    .command("help chek", "'chek' is not a command of gatehouse; did you mean 'check'?", ""),
    .command("help policy chek", "'chek' is not a command of gatehouse policy; did you mean 'check'?", ""),
    .command("explain code finding", "there is no code 'finding'; gatehouse explain --codes lists the codes", ""),
    .command(
      "check --base refs/heads/main --base=refs/heads/change r.json",
      "--base is given twice, and takes one value; leave one of them out", ""),
    .command(
      "check --format json=r.json --base refs/heads/main r.json",
      "the output r.json would overwrite a file that this check reads", "write it outside of the folder of reports"),
    .command("check --format jsn x", "The value 'jsn' is invalid for '--format <name[=file]>'", "markdown"),
    .command(
      "check --scanned HEAD x",
      "--scanned takes the full id of a commit or staged, and 'HEAD' is neither; `git rev-parse` prints the id of a name",
      ""),
    .command(
      "check --scanned eb5f7e15 r.json",
      "--scanned takes the full id of a commit or staged, and 'eb5f7e15' is neither; `git rev-parse` prints the id", ""),
    .command(
      "check --base refs/heads/main --head refs/heads/main r.json",
      "error[policy-missing]: commit", "`gatehouse init` writes one; merge it to the base branch"),
    .command(
      "check --base main r.json", "error[revision-short-name]: main is neither a full commit id nor a full ref name",
      "say refs/heads/main"),
    .command(
      "explain waivr-expired",
      "'waivr-expired' is neither a code nor the beginning of a finding's id; did you mean 'waiver-expired'?", ""),
    .command("explain code waivr-expired", "there is no code 'waivr-expired'; did you mean 'waiver-expired'?", ""),
    .command("ledger shwo", "'shwo' is not a command of gatehouse ledger; did you mean 'show'?", ""),
    .command(
      "owners --dialect githb x", "error[policy-unknown-name]: there is no CODEOWNERS dialect 'githb'",
      "one of: github, gitlab, gitea, bitbucket; forgejo is gitea"),
    .command(
      "normalize --input-format trivvy r.json", "error[format-unknown]: unknown report format 'trivvy'",
      "did you mean 'trivy'?"),
    .command("--hlep", "'--hlep' is not an option of gatehouse; did you mean '--help'?", ""),
    .command(
      "explain fnding abcd", "'fnding' is neither a code nor the beginning of a finding's id; did you mean 'finding'?",
      ""),
    .command("check --now 2026-1-1 x", "The value '2026-1-1' is invalid for '--now <rfc3339>'", "2026-11-22T10:00:00Z"),
    .command(
      "policy severities semgrap", "error[policy-unknown-name]: unknown scanner `semgrap`", "did you mean `semgrep`?"),
    .command(
      "check --head change r.json",
      "error[revision-short-name]: change is neither a full commit id nor a full ref name",
      "say refs/heads/change"),
    .command(
      "check --policy-from bas r.json",
      "The value 'bas' is invalid for '--policy-from <source>'. Please provide one of 'base' and 'worktree'.", ""),
    .command(
      "waive CVE-2026-1234 --reason nobody --until 30d r.json", "'CVE-2026-1234' is no id of a finding",
      "gatehouse explain CVE-2026-1234 shows the ids"),
    .command(
      "check --base= --head refs/heads/change r.json", "Missing value for '--base <rev>'",
      "The commit that the change goes to"),
    .command("findings", "name at least one report, or - for stdin", ""),
    .command(
      "check --fail-on hihg x", "'hihg' is invalid for '--fail-on <severity>'", "did you mean 'high'?"),
    .command(
      "policy check nowhere", "error[policy-missing]: nothing is here",
      "name a policy file, or a folder that holds policy.yaml or policies/*.yaml"),
  ]
}

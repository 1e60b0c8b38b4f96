extension Format {
  /// Tools that have no format of their own here, by the names that policies use: their own names in lower case, with `-`
  /// between words. They write SARIF, GitLab's reports, Code Climate's, Checkstyle's or CycloneDX.
  ///
  /// Only the names are known, so that a policy may mention the tool; nothing else depends on the list.
  static let toolsInSharedFormats = [
    "aderyn", "amazon-codeguru", "android-lint", "ansible-lint", "apiiro", "appscan", "aqua", "arachni", "auditjs",
    "bearer", "binskim", "biome", "black-duck", "bridgecrew", "cfn-guard", "cfn-nag", "clang-analyzer", "clang-tidy",
    "clippy", "clj-holmes", "cloudsploit", "codacy", "codeql", "codescan", "codesonar", "conftest", "cookstyle",
    "coverity", "credo", "credscan", "cycode", "dastardly", "datree", "debricked", "deepsource", "dep-scan",
    "depscan", "detekt", "devskim", "docker-scout", "endor-labs", "error-prone", "fluidattacks", "fossa", "frama-c",
    "gcc", "goanalysis", "golangci-lint", "horusec", "infer", "insider", "invicti", "jetbrains-qodana", "joern",
    "klocwork", "ktlint", "kube-linter", "kubeaudit", "kubelinter", "kubesec", "lacework", "legitify", "lintr",
    "markdownlint", "megalinter", "mobsf", "mypy", "mythril", "nosey-parker", "noseyparker", "nullaway", "opa",
    "opengrep", "orca", "ort", "parasoft", "phan", "phpcs", "phpstan", "phylum", "pip-licenses", "pmd", "polaris",
    "policheck", "poutine", "psalm", "psscriptanalyzer", "puppet-lint", "pvs-studio", "pylint", "pyre", "pysa",
    "qodana", "regula", "resharper", "revive", "rubocop", "rudra", "scancode", "scorecard", "shiftleft", "slither",
    "sobelow", "socket", "solhint", "sonarcloud", "sonarlint", "sonatype", "spectral", "stackhawk", "staticcheck",
    "steampunk-spotter", "stylelint", "svace", "swiftlint", "syft", "synopsys", "sysdig", "talisman",
    "template-analyzer", "templateanalyzer", "terraform-compliance", "vale", "wapiti", "whispers", "wiz", "wizcli",
    "xygeni", "yamllint",
  ]
}

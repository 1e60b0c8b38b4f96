/// The version of this program (https://semver.org), printed by `--version` and in outputs.
let version = "0.1.0"

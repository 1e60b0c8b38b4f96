/// The version of this program (https://semver.org), as `--version` and the outputs name it.
let version = "0.1.0"

import Model
import PackageURL
import Settings

extension Condition {
  static let component = Condition(
    "package",
    "The package, as a purl in which `*` matches any text. Without a version, every version matches. Qualifiers and "
      + "subpath of the pattern must be those of the package; unknown when no tool states them.",
    reads: Field("package", .purl),
    as: .words(ConfigDecoder<PackagePattern>.package.map { pattern, _, _ in pattern.text }),
    actual: { context in
      context.finding.component.map { "\($0.name) \($0.version ?? "")" } ?? "no package"
    },
    examples: [
      .holds("[\"pkg:npm/vendor/*\"]", "package: pkg:npm/vendor/x@1.0.0"),
      .holds("pkg:npm/%40acme/x@1.*", "package: \"pkg:npm/%40acme/x@1.2.3\""),
      .fails("pkg:npm/x@2.*", "package: pkg:npm/x@1.0.0\nkind: sca"), .fails("pkg:npm/x", "kind: sast"),
      .unknown("pkg:npm/x", "kind: sca"),
    ],
    parse: { tests in
      let patterns = tests.words()?.map { PackagePattern($0) }
      return patterns?.contains { $0 == nil } == false ? patterns?.compactMap(\.self) : nil
    },
    test: { wanted, context, partialMatch in
      let answers = context.finding.observations.map { observation in
        observation.component.map { component in Truth.any(wanted.map { $0.matches(component) }) }
          ?? (observation.kind.isDependency ? .unknown : .no)
      }
      if partialMatch == .yes { return Truth.any(answers) }
      // What one tool does not state about the package, another one may.
      if answers.contains(.no) { return .no }
      return answers.contains(.yes) ? .yes : .unknown
    })
}

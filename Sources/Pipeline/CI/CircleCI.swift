import Model

extension CISystem {
  /// CircleCI (circleci.com/docs, "Built-in environment variables"). No variable names the target of a pull request.
  static let circleCI = CISystem(
    name: "CircleCI",
    isRunning: { $0.isOn("CIRCLECI") },
    read: { _ throws(Diagnostic) in
      throw .baseUnknown("CircleCI does not say which branch the change goes to", "the head is $CIRCLE_SHA1")
    })
}

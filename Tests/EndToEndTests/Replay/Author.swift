import TestSupport

/// Writes code and changes as a team does: mostly what has nothing to do with security.
struct Author {
  var random: Seeded
  private var next = 1

  init(_ seed: UInt64) { random = Seeded(seed) }

  /// What a change is about.
  enum Intent: String, CaseIterable, Sendable {
    case addsCode, editsBeside, movesWithin, movesToOtherFile, extractsFile, renamesFile, indents, removesProblem
    case removesFile, upgradesToFix, upgradesInVain, upgradesOther, takesPackageAway
    case addsProblem, copiesProblem, addsFileWithProblem, replacesProblemByAnother, addsPackage, downgrades

    /// Those that bring no problem.
    static let harmless = allCases.prefix { $0 != .addsProblem }
  }

  // MARK: - Code

  private mutating func line(_ text: String, _ weakness: Project.Weakness? = nil) -> Project.Line {
    defer { next += 1 }
    return Project.Line(number: next, indentation: 4, text: text, weakness: weakness)
  }

  /// A line without a problem. Many stand often in a project, as `return result` does.
  private mutating func plain() -> Project.Line {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: line("")
    case 1: line("return result")
    case 2: line("if result is None:")
    case 3: line("raise ValueError(name)")
    default:
      line(
        "step_\(Int.random(in: 0..<400, using: &random)) = prepare_\(Int.random(in: 0..<60, using: &random))(request)")
    }
  }

  private mutating func problem(isHigh: Bool = true) -> Project.Line {
    let number = Int.random(in: 0..<90, using: &random)
    guard isHigh else {
      return line("digest = hashlib.md5(part_\(number)).hexdigest()", .init(rule: "weak-hash", isHigh: false))
    }
    return number % 3 == 0
      ? line("return eval(expression_\(number))", .init(rule: "eval", isHigh: true))
      : line("subprocess.run(command_\(number), shell=True)", .init(rule: "shell", isHigh: true))
  }

  private mutating func code(_ count: Int) -> [Project.Line] {
    var lines = [line("def handle_\(next)(request):")]
    lines[0].indentation = 0
    for _ in 0..<count { lines.append(plain()) }
    return lines
  }

  /// A project with about four problems in every file.
  mutating func project(files: Int, advisories: [Project.Advisory]) -> Project {
    var project = Project()
    for number in 0..<files {
      var lines: [Project.Line] = []
      for _ in 0..<4 {
        lines += code(Int.random(in: 6...14, using: &random))
        let isHigh = Int.random(in: 0..<10, using: &random) < 7
        lines.insert(problem(isHigh: isHigh), at: lines.count - 3)
      }
      project.files["src/area_\(number % 8)/module_\(number).py"] = lines
    }
    for advisory in advisories {
      project.packages[advisory.package] = Bool.random(using: &random) ? advisory.since : advisory.fixed
    }
    return project
  }

  // MARK: - Changes

  /// The edits of a change of a project; nil when the project has nothing for it.
  mutating func edits(_ intent: Intent, of project: Project, _ advisories: [Project.Advisory]) -> [Edit]? {
    let paths = project.files.keys.filter { (project.files[$0]?.count ?? 0) > 12 }.sorted()
    guard let path = paths.randomElement(using: &random), let lines = project.files[path] else { return nil }
    let other = random.pick(of: paths)
    let anchor = random.pick(of: project.files[other] ?? lines).number
    let index = lines.indices.filter { lines[$0].weakness?.isHigh == true }.randomElement(using: &random)
    let block = index.map { lines[max(0, $0 - 5)..<min(lines.count, $0 + 4)].map(\.number) }
    let file = "src/area_\(Int.random(in: 0..<8, using: &random))/part_\(next).py"
    switch intent {
    case .addsCode: return [.insert((0..<5).map { _ in plain() }, before: anchor)]
    case .editsBeside:
      guard let index, index > 0, lines[index - 1].weakness == nil, !lines[index - 1].text.isEmpty else { return nil }
      return [.replace(number: lines[index - 1].number, text: plain().text + "  # checked")]
    case .movesWithin:
      return block.map { block in
        [.move(block, before: random.pick(of: lines.filter { !block.contains($0.number) }).number)]
      }
    case .movesToOtherFile:
      guard other != path else { return nil }
      return block.map { [.move($0, before: anchor)] }
    case .extractsFile: return block.map { [.extract($0, path: file)] }
    case .renamesFile: return [.rename(path: path, to: file)]
    case .indents: return block.map { [.indent($0, by: 4)] }
    case .removesProblem: return index.map { [.delete([lines[$0].number])] }
    case .removesFile: return [.remove(path: path)]
    case .addsProblem: return [.insert([plain(), problem(), plain()], before: anchor)]
    case .copiesProblem:
      return index.map { [.insert([line(lines[$0].text, lines[$0].weakness)], before: anchor)] }
    case .addsFileWithProblem: return [.add(path: file, code(8) + [problem()] + code(5))]
    case .replacesProblemByAnother:
      return index.map { [.delete([lines[$0].number]), .insert([problem()], before: anchor)] }
    case .upgradesToFix, .upgradesInVain, .upgradesOther, .takesPackageAway, .addsPackage, .downgrades:
      return packages(intent, of: project, advisories).map { [$0] }
    }
  }

  private mutating func packages(_ intent: Intent, of project: Project, _ advisories: [Project.Advisory]) -> Edit? {
    let affected = project.affected(by: advisories).filter(\.isHigh)
    let fixed = advisories.filter { one in
      one.isHigh && project.packages[one.package].map { $0 >= one.fixed } ?? false
    }
    func install(_ advisory: Project.Advisory?, _ version: Int?) -> Edit? {
      advisory.map { .install(package: $0.package, from: project.packages[$0.package], to: version) }
    }
    func installed(_ advisory: Project.Advisory) -> Int { project.packages[advisory.package] ?? 0 }
    switch intent {
    case .upgradesToFix:
      let one = affected.randomElement(using: &random)
      return install(one, one?.fixed)
    case .upgradesInVain:
      let one = affected.filter { installed($0) + 1 < $0.fixed }.randomElement(using: &random)
      return install(one, one.map { installed($0) + 1 })
    case .upgradesOther:
      let one = fixed.randomElement(using: &random)
      return install(one, one.map { installed($0) + 1 })
    case .takesPackageAway: return install(affected.randomElement(using: &random), nil)
    case .addsPackage:
      let one = advisories.filter { $0.isHigh && project.packages[$0.package] == nil }.randomElement(using: &random)
      return install(one, one?.since)
    case .downgrades:
      let one = fixed.randomElement(using: &random)
      return install(one, one?.since)
    default: return nil
    }
  }
}

import ArgumentParser
import Console
import Model
import Pipeline
import Reports

/// Why a finding was judged so, or what a code means.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain a diagnostic code, a finding, or everything that was set aside.",
    discussion: """
      gatehouse explain waiver-expired
      gatehouse explain 3f9a… --base refs/heads/main reports/
      gatehouse explain --set-aside --base refs/heads/main reports/
      """)

  @Argument(help: "A code, or the first digits of a finding's id.") var subject: String?
  @Flag(help: "List what was set aside, by what and until when.") var setAside = false
  @Flag(help: "List every code.") var codes = false
  @OptionGroup var options: CheckOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    if codes { return Terminal.print(codePages()) }
    if !setAside, let code = DiagnosticCode.all.first(where: { $0.name == subject }) { return Terminal.print(codePage(code)) }
    guard setAside || subject != nil else { throw ValidationError("name a code or a finding, or pass --set-aside") }
    var request = try options.request()
    request.progress = output.progress
    // With --set-aside there is no subject, so the first word is a report too.
    if setAside, let subject { request.reports.insert(subject, at: 0) }
    let decision = check(request)
    let canvas = Canvas(width: Terminal.width(of: 1), style: output.style, version: Gatehouse.version)
    output.show(decision.diagnostics.filter { $0.severity == .error })
    guard let text = setAside ? decision.setAsideText(canvas) : decision.trace(of: subject ?? "", canvas) else {
      throw ValidationError(
        "no finding's id begins with '\(subject?.neutralized() ?? "")', and no code has that name; gatehouse explain --codes lists the codes"
      )
    }
    Terminal.print(text)
    // A trace of an undecided run is not an answer.
    if decision.verdict == .undecided { throw ExitCode(2) }
  }
}

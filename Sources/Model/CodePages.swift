extension DiagnosticCode {
  /// What the code means and what to do, in a sentence or two; `docs/codes.md` is printed from it.
  package var meaning: String {
    switch self {
    case .jsonInvalid: "The file is not JSON as RFC 8259 has it. It was cut short, or something else was mixed in."
    case .jsonDuplicateKey: "An object has one key twice. Readers disagree which one counts, so none does."
    case .jsonTooDeep: "The nesting is deeper than the limit of 512."
    case .jsonUnexpectedType:
      "A value has another JSON type than the format promises, so the report cannot be read in full."
    case .encodingInvalid: "The bytes are not UTF-8. Write the report again as UTF-8."
    case .xmlInvalid: "The file is not well-formed XML, or it has a DOCTYPE, which is refused: entities hide text."
    case .csvInvalid:
      "The table breaks RFC 4180: a quote is not closed, or a row has more or fewer fields than the header."
    case .yamlInvalid: "The file is not YAML."
    case .yamlUnsupported:
      "Aliases, anchors, tags, merge keys and second documents are refused: each has hidden a change from a reviewer."
    case .yamlDuplicateKey:
      "A mapping has one key twice; only one of them would count, and not for every reader the same."
    case .fileUnreadable: "The file is missing, or is no regular file, or may not be read."
    case .fileTooLarge: "The file is larger than its limit. Sizes are checked before bytes are read."
    case .treeTooLarge: "The tree has more entries or more folders in folders than the limit."
    case .yamlBidirectional:
      "A bidirectional control makes the text look other than it is (Trojan Source). It is shown escaped."
    case .dateInvalid: "Dates are YYYY-MM-DD, times are RFC 3339 with an offset, and both must exist in the calendar."
    case .purlInvalid: "The package URL does not follow the purl specification."
    case .repositoryUnreadable: "There is no git repository here, or libgit2 cannot open it."
    case .repositoryOwner: "The repository belongs to another user. Pass --trust-repo with its path when that is meant."
    case .repositoryShallow: "The clone is shallow and the needed commits were cut off. Fetch more history."
    case .repositoryIncomplete: "An object is missing: a partial clone, or a damaged one. Fetch without a filter."
    case .repositorySHA256: "The repository uses SHA-256 object names, which libgit2 1.5 cannot read."
    case .repositoryReftable: "The repository keeps its refs in reftables, which libgit2 1.5 cannot read."
    case .repositoryExtension: "The repository uses an extension that libgit2 1.5 does not know."
    case .indexSplit: "The index is split. Run: git update-index --no-split-index"
    case .indexSparse: "The index is sparse. Run: git sparse-checkout reapply --no-sparse-index"
    case .indexConflict: "The index holds an unfinished merge. Resolve it and add the files."
    case .headUnborn: "There is no commit yet, so there is nothing to judge by."
    case .revisionNotFound: "No commit has that name or id in this repository."
    case .revisionShortName:
      "Short names are refused: a tag may bear the name of a branch. Use a full id or a full ref."
    case .mergeBaseMissing: "Base and head share no commit, so what the change is cannot be told."
    case .mergeBasesSeveral: "Base and head have several merge bases; a line counts as new when none of them has it."
    case .baseUnknown: "Nothing says which commit the change goes to. Pass --base."
    case .entryNotRegular:
      "A file that judges must be a regular file of the base commit, not a link, a folder or a submodule."
    case .entryDuplicate: "The tree has two entries of one name, which is malformed; readers disagree which one counts."
    case .codeownersWrongCase: "A file has the name of a judging file but for upper and lower case. It does not count."
    case .codeownersTooLarge: "CODEOWNERS is 3 MB or more. The forge loads no owners then, so owners are unknown."
    case .codeownersInvalidPattern: "The line's pattern is not valid, so the forge skips the line."
    case .codeownersInvalidOwner:
      "The line names an owner that is no @user, @org/team or e-mail address, so the forge skips the line."
    case .codeownersInvisibleCharacter:
      "A pattern holds a character nobody sees, so it matches other files than it seems to. The rule holds."
    case .codeownersMissing: "There is no CODEOWNERS file, so every finding is without an owner."
    case .formatUnknown:
      "The report's bytes fit no known format, or not the one that was named. The closest format is named, with the first place where the report differs."
    case .formatAmbiguous: "The report's bytes fit several formats. Name the right one with --input-format."
    case .formatVersion: "This version of the format is not read; let the scanner write a newer one."
    case .reportInvalid: "The report lacks something that its format promises, so it cannot be read in full."
    case .reportEmpty: "Nothing in the report proves that anything was scanned. Empty is not clean."
    case .reportIsVEX:
      "The file is a VEX document: statements on findings, and no report of a scan. Pass it with --vex."
    case .reportFailed: "The tool itself says that it did not finish."
    case .reportCommitUnknown:
      "Nothing says which commit was scanned. Add a side-car (REPORT.gatehouse.yaml) or pass --scanned."
    case .reportWrongCommit: "The report was made from another commit than the one under review."
    case .reportStale: "The report is older than the policy allows."
    case .reportFromFuture: "The report claims to be made later than now; a clock is wrong."
    case .reportMissing: "A report that was named is not there."
    case .reportOtherPaths: "The report covers other paths than those that the policy asks for."
    case .evidenceMissing: "The policy asks for a kind of scan, and no report of it was given."
    case .evidencePartial: "A report says that it skipped part of what it should have looked at."
    case .manifestInvalid:
      "What lies beside the reports (gatehouse.yaml or REPORT.gatehouse.yaml) cannot be taken as it is."
    case .severityUnknownWord:
      "The scanner used a severity word that is not known; it counts as unknown. A policy may map it."
    case .pathOutside: "A finding's path leaves the repository, so no owner is looked up for it."
    case .vexInvalid: "The VEX statement breaks its standard, so it sets nothing aside."
    case .vexConflict: "Statements of the same time contradict each other, so the finding is kept."
    case .vexNotTrusted:
      "The policy does not trust this issuer for this product and status, so the statement sets nothing aside."
    case .vexUnused: "The statement matches no finding."
    case .vexFromFuture: "The statement is dated after now, so it is not in force yet."
    case .vexStale: "The statement is older than the policy allows."
    case .policyMissing: "The base commit has no policy, so there is nothing to judge by."
    case .policyEmpty: "A policy without rules would pass everything, so it is refused."
    case .policyUnknownKey: "The policy language has no such key. A typo would otherwise never fire."
    case .policyUnknownName: "There is no severity, tool, kind, rule or condition of that name."
    case .policyWrongType: "The value has another type than its key asks for."
    case .policyInvalidValue: "The value is not one that its key can take."
    case .policyMissingKey: "A key that is needed is not there."
    case .policyDuplicateRule: "Two rules or exceptions have the same id."
    case .policyChanged: "The change edits a file that judges it. The base's version decides; the difference is shown."
    case .policyTestFailed: "A test of the policy got another answer than it expects."
    case .policyTestEmpty: "A test of the policy expects nothing, so it could not fail."
    case .baseNotProtected: "The change goes to a branch whose rules may not be the ones that protect the product."
    case .waiverInvalid: "The waiver lacks a reason, an approver, an end or a target, or its target is too broad."
    case .waiverExpired: "The waiver has ended, so it sets nothing aside."
    case .waiverExpiring: "The waiver ends soon."
    case .waiverNotInForce: "The waiver begins on a later day, so it sets nothing aside yet."
    case .waiverTooBroad: "The waiver sets many findings aside at once. Name the package or the path, or one finding."
    case .waiverTooLong: "The waiver lasts longer than the policy allows for the severity, so it sets nothing aside."
    case .waiverUnused: "The waiver matches no finding."
    case .waiverNotAuthorized:
      "Whoever approved the waiver does not own the place of the finding, so it sets nothing aside."
    case .ruleMatched: "A rule's conditions hold for the finding."
    case .ruleUnknown: "A fact that the rule needs is not known. Unknown is not good news, so the rule applies."
    case .ruleNotInForce: "The rule denies from a later day on; until then it warns."
    case .ruleSkipped:
      "The rule fits but has no effect: a fact is unknown and the rule skips those, or its first day has not come."
    case .exceptionApplied: "An exception of the policy holds, so the effect is lower."
    case .exceptionNotApplied: "An exception almost held."
    case .vexApplied: "A trusted VEX statement sets the finding aside."
    case .vexNotApplied: "A VEX statement speaks of the vulnerability, but does not apply here."
    case .waiverApplied: "A waiver sets the finding aside until its day."
    case .toolSuppressed: "The scanner itself, or the people who triage in it, set the finding aside."
    case .resolvedByChange: "The base had the finding and the head has not."
    case .noRuleMatched: "No rule of the policy speaks of the finding."
    case .usage: "The command line asks for something that does not fit together."
    case .nothingToJudge: "No report was given, so nothing was looked at. Silence is not a clean scan."
    case .outputFailed: "The result could not be written."
    case .internalError: "Gatehouse itself is at fault. The gate stays closed; please report it."
    }
  }
}

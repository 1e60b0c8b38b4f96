import Documents
import Evidence
import Git
import Model
import Ownership
import Policies
import Reports
import Settings
import System
import VEX

extension DiagnosticCode {
  /// Every code of the program, by name: what `docs/codes.md` lists and `gatehouse explain CODE` prints.
  package static let all: [DiagnosticCode] =
    (shared + ofSystem + ofDocuments + ofSettings + ofGit + ofOwnership + ofEvidence + ofVEX + ofPolicies + ofReports
    + ofPipeline).sorted { $0.name < $1.name }
}

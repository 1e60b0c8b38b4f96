import Documents
import Evidence
import Git
import Ledger
import Manifests
import Model
import Ownership
import Policies
import Reports
import Settings
import System
import VEX

extension DiagnosticCode {
  /// All diagnostic codes, sorted by name. `docs/codes.md` lists them, and `gatehouse explain CODE` prints one.
  package static let all: [DiagnosticCode] =
    (shared + ofSystem + ofDocuments + ofSettings + ofGit + ofOwnership + ofEvidence + ofManifests + ofVEX + ofPolicies
    + ofLedger + ofReports + ofPipeline).sorted { $0.name < $1.name }
}

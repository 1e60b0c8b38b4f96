# Deliberately vulnerable: an example for a security gate. Never deploy it.
"""Where the service finds things. The token is invented: no system accepts it."""

DATABASE = "/var/lib/ledgerly/ledger.db"
EXPORTS = "/var/lib/ledgerly/exports/"
PROCESSOR_URL = "https://processor.example/v1"
PROCESSOR_TOKEN = "lgr_demo_7Qm2xVt9KpZ4wB8nR3cY6dH1"

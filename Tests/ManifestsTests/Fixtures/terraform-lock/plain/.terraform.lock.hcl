# This file is maintained automatically by "terraform init".

provider "registry.terraform.io/harbour/anchor" {
  version     = "0.4.1"
  constraints = "~> 0.4"
  hashes = [
    "h1:00",
  ]
}

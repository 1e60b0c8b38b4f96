import Interning
import Model

/// Whose secrets a rule finds, so that two secrets of different providers on one line are not taken for one.
enum SecretProvider {
  /// The provider that an observation's rule or its title names; nil for rules about any secret.
  static func named(by one: Observation) -> InternedString? {
    let words = words(of: one.ruleId) + words(of: one.ruleWords.wrappedValue)
    for (index, word) in words.enumerated() {
      if let name = names[word] { return name }
      guard index + 1 < words.count, let name = names["\(word) \(words[index + 1])"] else { continue }
      return name
    }
    return nil
  }

  private static func words(of text: String) -> [String] {
    lowercasedASCII(text).split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map(String.init)
  }

  private static let names: [String: InternedString] = {
    var names: [String: InternedString] = [:]
    for row in providers { for word in row { names[word] = InternedString(row[0]) } }
    return names
  }()
}

/// Each row is one provider or type of secret, with the words by which the rules of gitleaks, TruffleHog, detect-secrets,
/// Trivy, ggshield, GitHub and Semgrep name it.
private let providers: [[String]] = [
  ["adobe"], ["airtable"], ["alibaba", "alibabacloud", "aliyun"], ["algolia"], ["anthropic", "claude"],
  ["artifactory", "jfrog"], ["asana"], ["atlassian", "jira", "confluence"], ["auth0"],
  ["aws", "amazon", "akia", "amazonmws"], ["azure", "microsoft azure"], ["beamer"], ["bitbucket"], ["bitly"],
  ["cloudant"], ["cloudflare"], ["cloudinary"], ["clojars"], ["codecov"], ["coinbase"], ["confluent"], ["contentful"],
  ["circleci"], ["databricks"], ["datadog"], ["digitalocean", "doctl"], ["discord"], ["docker", "dockerhub"],
  ["doppler"],
  ["dropbox"], ["duffel"], ["dynatrace"], ["easypost"], ["elastic", "elasticsearch"], ["etsy"], ["facebook", "meta"],
  ["fastly"], ["figma"], ["finicity"], ["flutterwave"], ["frameio"], ["gcp", "google", "gcloud", "firebase", "gemini"],
  ["gitee"], ["github", "ghp", "ghs"], ["gitlab", "glpat"], ["gitter"], ["grafana"], ["groq"],
  ["hashicorp", "terraform"],
  ["heroku"], ["hubspot"], ["huggingface"], ["ibm"], ["intercom"], ["ionic"], ["jwt", "jsonwebtoken", "json web"],
  ["kraken"], ["kucoin"], ["launchdarkly"], ["linear"], ["linkedin"], ["mailchimp"], ["mailgun"], ["mapbox"],
  ["mattermost"], ["messagebird"], ["mongodb", "mongo"], ["mysql"], ["netlify"], ["newrelic", "relic"], ["npm"],
  ["nuget"], ["nytimes"], ["okta"], ["openai"], ["pagerduty"], ["paypal", "braintree"], ["planetscale"], ["plaid"],
  ["postgres", "postgresql"], ["postman"], ["prefect"],
  ["private key", "rsa", "openssh", "pgp", "privatekey", "pem", "ssh"],
  ["pulumi"], ["pypi"], ["rabbitmq"], ["rapidapi"], ["readme"], ["redis"], ["rubygems"], ["scalingo"], ["sendbird"],
  ["sendgrid"], ["sendinblue", "brevo"], ["sentry"], ["shippo"], ["shodan"], ["shopify"], ["sidekiq"], ["slack"],
  ["snyk"], ["softlayer"], ["sonarqube", "sonarcloud"], ["splunk"], ["square", "squareup"], ["squarespace"], ["stripe"],
  ["sumologic"], ["supabase"], ["telegram"], ["travisci", "travis"], ["trello"], ["twilio"], ["twitch"], ["twitter"],
  ["typeform"], ["vault"], ["vercel"], ["yandex"], ["zendesk"],
]

/// Checks of Kubernetes workloads. Sources: the descriptions in the catalogues of Aqua
/// (https://avd.aquasec.com/misconfig/kubernetes/), Checkov (https://www.checkov.io/5.Policy%20Index/kubernetes.html),
/// KubeLinter (https://docs.kubelinter.io/#/generated/checks), kube-score
/// (https://github.com/zegl/kube-score/blob/master/README_CHECKS.md), Polaris
/// (https://polaris.docs.fairwinds.com/checks/security/), Kubescape (https://hub.armosec.io/docs/controls) and KICS
/// (https://docs.kics.io/latest/queries/kubernetes-queries/). Checks of requests and limits together, or of several
/// namespaces of the host together, ask more than one of these and stay separate.
let kubernetesChecks: [String] = [
  "KSV001 CKV_K8S_20 kube-linter:privilege-escalation-container polaris:privilegeEscalationAllowed C-0016 | Privilege Escalation Allowed",
  "KSV003 CKV_K8S_37",
  "KSV005 CKV_K8S_39",
  "KSV006 CKV_K8S_27 kube-linter:docker-sock C-0074 | Docker Daemon Socket is Exposed to Containers",
  "KSV008 CKV_K8S_18 kube-linter:host-ipc polaris:hostIPCSet | Shared Host IPC Namespace",
  "KSV009 CKV_K8S_19 kube-linter:host-network polaris:hostNetworkSet C-0041 | Shared Host Network Namespace",
  "KSV010 CKV_K8S_17 kube-linter:host-pid polaris:hostPIDSet | Shared Host PID Namespace",
  "KSV011 CKV_K8S_11 polaris:cpuLimitsMissing C-0270 | CPU Limits Not Set",
  "KSV012 CKV_K8S_23 kube-linter:run-as-non-root polaris:runAsRootAllowed | Container Running As Root",
  "KSV013 CKV_K8S_14 kube-linter:latest-tag polaris:tagNotSpecified kube-score:container-image-tag",
  "KSV014 CKV_K8S_22 kube-linter:no-read-only-root-fs polaris:notReadOnlyRootFilesystem kube-score:container-security-context-readonlyrootfilesystem C-0017 | Root Container Not Mounted Read-only; Root Container Not Mounted As Read-only",
  "KSV015 CKV_K8S_10 polaris:cpuRequestsMissing | CPU Requests Not Set",
  "KSV016 yaml:CKV_K8S_12 tf:CKV_K8S_13 polaris:memoryRequestsMissing | Memory Requests Not Defined",
  "KSV017 CKV_K8S_16 kube-linter:privileged-container polaris:runAsPrivileged kube-score:container-security-context-privileged | Privileged Container; Container Is Privileged; Containers Should Not Run As Privileged",
  "KSV018 yaml:CKV_K8S_13 tf:CKV_K8S_12 polaris:memoryLimitsMissing C-0271 | Memory Limits Not Defined",
  "KSV020 CKV_K8S_40 | Container Running With Low UID",
  "KSV022 CKV_K8S_25 | Containers With Added Capabilities",
  "KSV023 polaris:hostPathSet C-0048",
  "KSV024 CKV_K8S_26 polaris:hostPortSet C-0044",
  "KSV030 CKV_K8S_31 | Seccomp Profile Is Not Configured",
  "KSV036 CKV_K8S_38 polaris:automountServiceAccountToken | Service Account Token Automount Not Disabled",
  "KSV102 CKV_K8S_34 | Tiller (Helm v2) Is Deployed",
  "KSV110 CKV_K8S_21 kube-linter:use-namespace C-0061",
  "CKV_K8S_8 kube-linter:no-liveness-probe polaris:livenessProbeMissing C-0056 | Liveness Probe Is Not Defined",
  "CKV_K8S_9 kube-linter:no-readiness-probe polaris:readinessProbeMissing C-0018 | Readiness Probe Is Not Configured",
  "CKV_K8S_15 polaris:pullPolicyNotAlways kube-score:container-image-pull-policy | Image Pull Policy Of The Container Is Not Set To Always",
  "CKV_K8S_28 kube-linter:drop-net-raw-capability | NET_RAW Capabilities Not Being Dropped",
  "CKV_K8S_35 kube-linter:read-secret-from-env-var | Secrets As Environment Variables",
  "CKV_K8S_43 | Image Without Digest",
]

/// Checks of the control plane and the kubelet, which Aqua and Checkov both take from the CIS Kubernetes Benchmark under
/// its own titles.
let controlPlaneChecks: [String] = [
  "KCV0001 CKV_K8S_68", "KCV0002 CKV_K8S_70", "KCV0004 CKV_K8S_71", "KCV0005 CKV_K8S_72", "KCV0006 CKV_K8S_73",
  "KCV0007 CKV_K8S_74", "KCV0008 CKV_K8S_75", "KCV0009 CKV_K8S_77", "KCV0010 CKV_K8S_78", "KCV0011 CKV_K8S_79",
  "KCV0012 CKV_K8S_80", "KCV0013 CKV_K8S_81", "KCV0014 CKV_K8S_82", "KCV0015 CKV_K8S_83", "KCV0016 CKV_K8S_85",
  "KCV0017 CKV_K8S_89", "KCV0018 CKV_K8S_90", "KCV0019 CKV_K8S_91", "KCV0020 CKV_K8S_92", "KCV0021 CKV_K8S_93",
  "KCV0022 CKV_K8S_94", "KCV0024 CKV_K8S_96", "KCV0025 CKV_K8S_97", "KCV0026 CKV_K8S_99", "KCV0027 CKV_K8S_100",
  "KCV0029 CKV_K8S_102", "KCV0033 CKV_K8S_106", "KCV0034 CKV_K8S_107", "KCV0035 CKV_K8S_108", "KCV0036 CKV_K8S_110",
  "KCV0037 CKV_K8S_111", "KCV0039 CKV_K8S_113", "KCV0040 CKV_K8S_114", "KCV0041 CKV_K8S_115", "KCV0042 CKV_K8S_116",
  "KCV0043 CKV_K8S_117", "KCV0044 CKV_K8S_118", "KCV0045 CKV_K8S_119", "KCV0046 CKV_K8S_121", "KCV0079 CKV_K8S_138",
  "KCV0080 CKV_K8S_139", "KCV0081 CKV_K8S_140", "KCV0082 CKV_K8S_141", "KCV0083 CKV_K8S_144", "KCV0084 CKV_K8S_145",
  "KCV0085 CKV_K8S_143", "KCV0086 CKV_K8S_146", "KCV0087 CKV_K8S_147", "KCV0090 CKV_K8S_149", "KCV0092 CKV_K8S_151",
]

/// Checks of repositories and other clouds. Sources: Aqua (https://avd.aquasec.com/misconfig/github/,
/// https://avd.aquasec.com/misconfig/digitalocean/) and Checkov (https://www.checkov.io/5.Policy%20Index/terraform.html).
let repositoryChecks: [String] = [
  "GIT-0001 CKV_GIT_1", "GIT-0002 CKV_GIT_4", "GIT-0003 CKV_GIT_3", "GIT-0004 CKV_GIT_6",
  "DIG-0001 CKV_DIO_4", "DIG-0004 CKV_DIO_2", "DIG-0006 CKV_DIO_3", "DIG-0007 CKV_DIO_1",
]

/// What is known of CWE's hierarchy of weaknesses. Source: CWE List 4.17, view 1000 (Research Concepts), relation
/// ChildOf, https://cwe.mitre.org/data/definitions/1000.html.
enum WeaknessHierarchy {
  /// Whether a weakness says too little to conclude from it that two results are about one problem: pillars, categories,
  /// and the classes whose use for vulnerabilities CWE discourages (Vulnerability Mapping Notes).
  static func isGeneric(_ weakness: Int) -> Bool { generic.contains(weakness) }

  /// The weaknesses that a weakness is a kind of, from the nearest, up to the first generic one.
  static func ancestors(of weakness: Int) -> [Int] {
    var (ancestors, next) = ([Int](), parents[weakness] ?? [])
    while let parent = next.popLast() {
      guard !isGeneric(parent), !ancestors.contains(parent) else { continue }
      ancestors.append(parent)
      next += parents[parent] ?? []
    }
    return ancestors
  }

  private static let generic: Set<Int> = [
    // Pillars, and the classes that are discouraged or prohibited
    20, 74, 114, 116, 118, 119, 172, 200, 221, 228, 269, 274, 282, 284, 285, 286, 287, 311, 340, 345, 400, 404, 405,
    424,
    435, 436, 441, 451, 485, 506, 573, 610, 642, 657, 662, 664, 665, 666, 668, 669, 670, 671, 672, 673, 674, 675, 682,
    684, 691, 693, 696, 697, 703, 704, 705, 706, 707, 710, 754, 755, 758, 799, 825, 834, 909, 912, 913,
    922, 923, 943, 1038, 1039, 1059, 1061, 1076, 1078, 1093, 1120, 1164, 1177, 1229, 1263, 1294, 1357, 1390, 1391, 1395,
    // Categories, which are no weaknesses
    1, 2, 16, 17, 18, 19, 21, 100, 133, 136, 137, 189, 199, 227, 254, 255, 264, 265, 275, 310, 320, 355, 361, 371, 387,
    388, 389, 398, 399, 411, 417, 429, 438, 452, 465, 490, 557, 569, 840, 928, 929, 930, 931, 932, 933, 934, 935, 936,
    937, 938, 1026, 1027, 1028, 1029, 1030, 1031, 1032, 1033, 1034, 1035, 1036, 1343, 1344, 1345, 1346, 1347, 1348,
    1349,
    1350, 1352, 1353, 1354, 1355, 1356,
  ]

  /// Each row is a parent and its children.
  private static let children: [Int: [Int]] = [
    22: [23, 36], 23: [24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35], 36: [37, 38, 39, 40],
    77: [78, 88, 624, 917], 79: [80, 81, 83, 84, 85, 86, 87], 89: [564], 91: [643, 652], 93: [113],
    94: [95, 96, 1336], 96: [97], 185: [186, 625], 203: [204, 205, 208], 209: [210, 211],
    295: [296, 297, 299, 599], 299: [370], 312: [313, 314, 315, 316, 317, 318], 319: [5], 326: [328],
    327: [328, 780, 1240], 328: [916], 916: [759, 760], 330: [331, 334, 335, 338, 344, 1204, 1241],
    335: [336, 337, 339], 1204: [329], 344: [323], 362: [364, 366, 367, 368], 377: [378, 379], 407: [1333],
    409: [776], 522: [256, 257, 260, 261, 523, 549], 260: [13, 258, 555], 538: [532, 540, 548, 651],
    552: [219, 220, 527, 528, 529, 530, 553], 565: [784], 639: [566], 732: [276, 277, 278, 279, 281, 766],
    770: [774, 789, 1325], 787: [121, 122, 124], 125: [126, 127], 788: [121, 122, 126], 786: [124, 127],
    798: [259, 321], 829: [98, 827, 830], 862: [425, 638, 939], 863: [551, 639, 647, 804], 915: [1321],
    1188: [453, 1051], 1284: [606, 789], 1285: [129], 676: [785],
    489: [11], 497: [214, 548],
  ]

  private static let parents: [Int: [Int]] = {
    var parents: [Int: [Int]] = [:]
    for (parent, list) in children { for child in list { parents[child, default: []].append(parent) } }
    return parents.mapValues { $0.sorted(by: >) }
  }()
}

import LaunchProtocol

/// One message of every kind, with something in every field.
enum Samples {
  static let requests: [LauncherRequest] = [
    .cell(CellRequest(hostUser: 1_900_000_001, hostGroup: 7, entry: .none, berth: 0)),
    .cell(CellRequest(hostUser: 0, hostGroup: .max, entry: .directory, berth: .max)),
    .cell(CellRequest(hostUser: 1, hostGroup: 2, entry: .taskFiles(4), berth: 3)),
    .cell(CellRequest(hostUser: 1, hostGroup: 2, entry: .command, berth: 3)),
    .inherit(groupPrefix: "12-34-"),
    .relay(RelayOrder(network: network, user: 5, group: .max, groupEntries: 4, filter: [1, 2])),
  ]

  static let network = NetworkPlan(
    endpoints: [
      .init(address: [203, 0, 113, 5], port: 443),
      .init(address: [UInt8](0..<16), port: .max),
    ])

  static let furnishing = Furnishing(
    root: .layers(["/a", "/b/c"]),
    inputTrees: [.descriptor(3), .layers(["/store", "/skeleton"])],
    inputs: [
      .init(name: "x", tree: 0, file: "1"), .init(name: "y/z", tree: 1, file: "2"),
    ],
    output: .init(bytes: 1 << 20, files: 10), scratch: .init(bytes: .max, files: 1),
    landlock: LandlockRules(
      files: 0x7FFF, network: 3, scopes: 1, exceptions: [.init(path: "/out", access: 9)],
      ports: [443, 9]),
    seed: [UInt8](0..<32),
    confinement: Confinement(
      filter: [UInt8](0..<16), listens: true, fixedAddresses: true, singleProcessor: false),
    network: network)

  static let launch = Launch(
    command: ["/bin/sh", "-c", "echo é"], environment: ["A=b", "C="], workingDirectory: "/tmp",
    resourceLimits: [.init(resource: 7, value: 1024)])

  static let commands: [CellCommand] = [
    .furnish(furnishing),
    .furnish(
      Furnishing(
        root: .descriptor(0), inputTrees: [], inputs: [], output: .init(bytes: 0, files: 0),
        scratch: .init(bytes: 0, files: 0), landlock: nil, seed: [],
        confinement: Confinement(filter: [], fixedAddresses: false, singleProcessor: true))),
    .furnish(
      Furnishing(
        root: .descriptor(1), inputTrees: [], inputs: [],
        output: .init(bytes: 0, files: 0), scratch: .init(bytes: 0, files: 0), landlock: nil,
        seed: [],
        confinement: Confinement(filter: [], fixedAddresses: true, singleProcessor: true))),
    .launch(launch), .terminate, .kill, .enter,
  ]

  static let reports: [CellReport] = [
    .created, .listening, .failed(SetupFailure(.execute, code: 2, detail: "execve: no such file")),
    .ended(
      JobEnding(
        status: .exited(-1), userMicroseconds: 1, systemMicroseconds: .max, peakBytes: 3,
        bytesRead: 4, bytesWritten: 5,
        refusals: Refusals(
          calls: [.init(number: 101, count: 3), .init(number: .max, count: .max)], others: 7,
          killed: 1),
        steps: [StepTime(.execute, startNanoseconds: 7, endNanoseconds: .max)])),
    .ended(
      JobEnding(
        status: .signalled(9), userMicroseconds: 0, systemMicroseconds: 0, peakBytes: 0,
        bytesRead: 0, bytesWritten: 0, steps: [])),
  ]
}

import Sandbox
import Testing

/// A job that means harm, and what has to come of it.
struct Attack: Sendable, CustomTestStringConvertible {
  /// What the job must print on its standard output.
  enum Words: Sendable {
    case exactly(String)
    case anything
  }

  /// The family of attacks, for instance `"1 fork bomb"`.
  let family: String
  let name: String
  let command: [String]
  let limits: Limits
  /// It runs into something that only control groups bound: where there are none, such a job is
  /// refused before it is started.
  let needsGroups: Bool
  let termination: Termination
  let words: Words
  /// Paths that are refused among its output, with the reason.
  let refused: [RefusedOutput]
  /// Files that are collected, with their contents; nil if it does not matter.
  let files: [String: String]?

  var testDescription: String { "\(family): \(name)" }

  init(
    _ family: String, _ name: String, _ command: [String], limits: Limits = Limits(),
    needsGroups: Bool = false, _ termination: Termination = .exited(code: 0),
    says words: Words = .anything, refused: [RefusedOutput] = [], files: [String: String]? = nil
  ) {
    self.family = family
    self.name = name
    self.command = command
    self.limits = limits
    self.needsGroups = needsGroups
    self.termination = termination
    self.words = words
    self.refused = refused
    self.files = files
  }

  /// One of the attack programs with its arguments, separated by spaces; it prints `answer`.
  static func program(
    _ family: String, _ words: String, limits: Limits = Limits(), needsGroups: Bool = false,
    _ termination: Termination = .exited(code: 0), prints answer: String? = nil,
    refused: [RefusedOutput] = [], files: [String: String]? = nil
  ) -> Attack {
    Attack(
      family, words, ["/bin/attacks"] + words.split(separator: " ").map(String.init),
      limits: limits,
      needsGroups: needsGroups, termination,
      says: answer.map { .exactly($0.isEmpty ? "" : $0 + "\n") } ?? .anything, refused: refused,
      files: files)
  }

  /// A script for the shell.
  static func shell(
    _ family: String, _ script: String, limits: Limits = Limits(), needsGroups: Bool = false,
    _ termination: Termination = .exited(code: 0), prints answer: String? = nil,
    refused: [RefusedOutput] = [], files: [String: String]? = nil
  ) -> Attack {
    Attack(
      family, script, ["/bin/sh", "-c", script], limits: limits, needsGroups: needsGroups,
      termination, says: answer.map { .exactly($0.isEmpty ? "" : $0 + "\n") } ?? .anything,
      refused: refused, files: files)
  }

  static let all =
    onProcesses + onMemory + onSpace + onTime + onOutputs + onDescriptors + onSystemCalls
    + onNetwork + onHostView
}

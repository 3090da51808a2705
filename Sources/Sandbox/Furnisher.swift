import LaunchProtocol
import Linux

/// Gets a job's file system into its cell.
///
/// With privileges the mounts are made here, so that the host's permissions on the way to an image
/// or input do not matter; without, the cell makes them itself with the rights that it has.
final class Furnisher: Sendable {
  private let host: Host
  private let skeleton: String

  init(host: Host, stateDirectory: String) throws(SystemError) {
    self.host = host
    skeleton = try Skeleton.make(in: stateDirectory)
  }

  /// Opens the image's layers and, on top of them, the places for mounts.
  func layers(of specification: ExecutionSpecification) throws(SandboxError) -> DescriptorList {
    var layers = DescriptorList()
    for path in [skeleton] + specification.layers {
      do throws(SystemError) {
        layers.append(try FileDescriptor.open(path, [.path, .directory]))
      } catch {
        throw .system("cannot open a layer of the image", error)
      }
    }
    return layers
  }

  /// Tells `cell` what to mount.
  func furnish(
    _ cell: Cell, for specification: ExecutionSpecification, _ layers: borrowing DescriptorList
  ) throws(SandboxError) {
    var descriptors = DescriptorList()
    let root: Furnishing.Root
    if host.privileged {
      do throws(SystemError) {
        descriptors.append(try MountContext.overlay(layers))
      } catch {
        throw .isolationUnavailable([.rootFileSystem: error.description])
      }
      root = .descriptor(0)
    } else {
      root = .layers([skeleton] + specification.layers)
    }
    let inputs = try inputs(of: specification, &descriptors)
    let furnishing = Furnishing(
      root: root, inputs: inputs, output: specification.limits.output,
      scratch: specification.limits.scratch, landlock: landlockRules)
    try cell.send(.furnish(furnishing), descriptors: descriptors.rawValues)
  }

  var landlockRules: LandlockRules? { host.landlockVersion.map(LandlockPolicy.rules(version:)) }

  private func inputs(
    of specification: ExecutionSpecification, _ descriptors: inout DescriptorList
  ) throws(SandboxError) -> [Furnishing.Input] {
    var inputs: [Furnishing.Input] = []
    for input in specification.inputs {
      do throws(SystemError) {
        let file = try FileDescriptor.open(input.hostPath, [.path, .noFollow])
        guard try file.status().kind == .regular else {
          throw SystemError("open", "\(input.hostPath) is not a regular file", code: 22)
        }
        guard host.privileged else {
          inputs.append(.init(name: input.name, source: .path(input.hostPath)))
          continue
        }
        inputs.append(
          .init(name: input.name, source: .descriptor(UInt16(descriptors.count))))
        descriptors.append(try file.cloneMount())
      } catch {
        throw .system("cannot use the input \(input.name)", error)
      }
    }
    return inputs
  }
}

extension Limits {
  var output: Furnishing.Space { .init(bytes: outputBytes, files: outputFiles) }
  var scratch: Furnishing.Space { .init(bytes: scratchBytes, files: scratchFiles) }
}

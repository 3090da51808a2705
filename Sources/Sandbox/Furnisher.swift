import LaunchProtocol
import Linux
import Synchronization

/// Gets a job's surroundings into its cell.
///
/// With privileges the mounts are made here, so that the host's permissions on the way to an image
/// or input do not matter; without, the cell makes them itself with the rights that it has.
final class Furnisher: Sendable {
  private let host: Host
  private let skeleton: String
  let filters: SystemCallFilters
  private let images = RootImages()
  /// Nil where no second cell will come.
  private let spareRoots: SpareRoots?

  init(
    host: Host, stateDirectory: String, reusingRoots spareRoots: SpareRoots?
  ) throws(SystemError) {
    self.host = host
    self.spareRoots = spareRoots
    filters = SystemCallFilters(directory: stateDirectory)
    skeleton = try Skeleton.make(in: stateDirectory)
  }

  /// The image's layers and, on top of them, the places for mounts.
  func layerPaths(of specification: ExecutionSpecification) -> [String] {
    [skeleton] + specification.layers
  }

  /// Opens the image's layers and, on top of them, the places for mounts.
  func layers(of specification: ExecutionSpecification) throws(SandboxError) -> DescriptorList {
    var layers = DescriptorList()
    for path in layerPaths(of: specification) {
      do throws(SystemError) {
        layers.append(try FileDescriptor.open(path, [.path, .directory]))
      } catch {
        throw .system("cannot open a layer of the image", error)
      }
    }
    return layers
  }

  /// Tells `cell` what to mount and what the job's process gives up.
  func furnish(
    _ cell: Cell, for specification: ExecutionSpecification, _ layers: borrowing DescriptorList
  ) throws(SandboxError) {
    var descriptors = DescriptorList()
    let strict = specification.determinism == .strict
    let root: Furnishing.Tree
    if try mountImage(of: specification, &descriptors) {
      root = .descriptor(0)
    } else if host.privileged {
      // What a strict job finds may not depend on what was looked up before it.
      let lender = strict ? nil : spareRoots
      root =
        if let lender {
          try lend(to: cell, from: lender, layers, &descriptors)
        } else {
          try mount(layers, .rootFileSystem, &descriptors)
        }
    } else {
      root = .layers(layerPaths(of: specification))
    }
    let (trees, inputs) = try inputs(of: specification, &descriptors)
    let furnishing = Furnishing(
      root: root, inputTrees: trees, inputs: inputs, output: specification.limits.output,
      scratch: specification.limits.scratch, landlock: landlockRules(for: specification.network),
      seed: strict ? specification.seed : [],
      confinement: Confinement(
        filter: try filter(for: specification),
        listens: SystemCallFilters.Kind(specification).listens, fixedAddresses: strict,
        singleProcessor: strict),
      network: specification.networkPlan)
    try cell.send(.furnish(furnishing), descriptors: descriptors.rawValues)
  }

  /// The compiled system call filter for a job.
  func filter(for specification: ExecutionSpecification) throws(SandboxError) -> [UInt8] {
    do throws(SystemError) {
      return try filters.filter(for: .init(specification))
    } catch {
      throw .system("cannot compile the system call filter", error)
    }
  }

  /// The cell is gone, and with it all that it had mounted.
  func takeBack(from cell: Cell) {
    if cell.isVacated, let root = cell.root.withLock({ $0 }) { spareRoots?.give(root) }
  }

  private func lend(
    to cell: Cell, from spareRoots: SpareRoots, _ layers: borrowing DescriptorList,
    _ descriptors: inout DescriptorList
  ) throws(SandboxError) -> Furnishing.Tree {
    do throws(SystemError) {
      let root = try spareRoots.lend(layers, &descriptors)
      cell.root.withLock { $0 = root }
    } catch {
      throw .isolationUnavailable([.rootFileSystem: error.description])
    }
    return .descriptor(UInt16(descriptors.count - 1))
  }

  /// Adds a mount of the image to `descriptors`.
  ///
  /// - Returns: false for a job without an image, or on a host that cannot mount it and takes the
  ///   layers.
  private func mountImage(
    of specification: ExecutionSpecification, _ descriptors: inout DescriptorList
  ) throws(SandboxError) -> Bool {
    guard mountsImage(of: specification), let image = specification.image else { return false }
    do throws(SystemError) {
      descriptors.append(try images.mount(of: image))
      return true
    } catch {
      // The profile says that this is the root.
      throw .system("cannot mount the image of the root", error)
    }
  }

  /// Whether a job's root is its image, not its layers.
  func mountsImage(of specification: ExecutionSpecification) -> Bool {
    guard mayMountImage(of: specification), let image = specification.image else { return false }
    return images.canMount(image)
  }

  /// What is read through an image is read by threads of the kernel, which no group slows down.
  private func mayMountImage(of specification: ExecutionSpecification) -> Bool {
    host.privileged && specification.limits.ioBytesPerSecond == 0
  }

  /// Whether roots can be mounted from EROFS images; tried with the image at `path`.
  func tryImage(at path: String) throws(SystemError) {
    guard host.privileged else { throw SystemError("mount EROFS as an ordinary user", code: 1) }
    _ = try images.mount(of: path)
  }

  func landlockRules(for network: Network) -> LandlockRules? {
    host.landlockVersion.map { LandlockPolicy.rules(version: $0, network: network) }
  }

  private func mount(
    _ layers: borrowing DescriptorList, _ layer: Layer, _ descriptors: inout DescriptorList
  ) throws(SandboxError) -> Furnishing.Tree {
    do throws(SystemError) {
      descriptors.append(try MountContext.overlay(layers))
    } catch {
      throw .isolationUnavailable([layer: error.description])
    }
    return .descriptor(UInt16(descriptors.count - 1))
  }

  /// The inputs, and the directories that they lie in, each once.
  private func inputs(
    of specification: ExecutionSpecification, _ descriptors: inout DescriptorList
  ) throws(SandboxError) -> (trees: [Furnishing.Tree], inputs: [Furnishing.Input]) {
    var trees: [Furnishing.Tree] = []
    var numbers: [String: UInt16] = [:]
    var inputs: [Furnishing.Input] = []
    for input in specification.inputs {
      let cut = input.hostPath.lastIndex(of: "/") ?? input.hostPath.startIndex
      let directory = String(input.hostPath[...cut])
      let file = String(input.hostPath[cut...].dropFirst())
      var layers = DescriptorList()
      do throws(SystemError) {
        layers.append(try FileDescriptor.open(directory, [.path, .directory]))
        try check(try layers.status(of: file, at: 0), input)
        // A union has two layers at least.
        layers.append(try FileDescriptor.open(spare(beside: directory), [.path, .directory]))
      } catch {
        throw .system("cannot use the input \(input.name)", error)
      }
      let number = numbers[directory] ?? UInt16(trees.count)
      if numbers.updateValue(number, forKey: directory) == nil {
        trees.append(
          host.privileged
            ? try mount(layers, .inputs, &descriptors)
            : .layers([directory, spare(beside: directory)]))
      }
      inputs.append(.init(name: input.name, tree: number, file: file))
    }
    return (trees, inputs)
  }

  /// What completes a union: any directory will do, as long as neither contains the other.
  private func spare(beside directory: String) -> String {
    skeleton.hasPrefix(directory) ? "/dev/shm" : skeleton
  }

  /// A job is another user than we are, unless we are an ordinary one.
  private func check(
    _ status: FileStatus, _ input: ExecutionSpecification.Input
  ) throws(SystemError) {
    guard status.kind == .regular else {
      throw SystemError("open a regular file", input.hostPath, code: 22)
    }
    guard !host.privileged || status.mode & 0o004 != 0 else {
      throw SystemError("open as any user (chmod o+r helps)", input.hostPath, code: 13)
    }
  }
}

extension Limits {
  var output: Furnishing.Space { .init(bytes: outputBytes, files: outputFiles) }
  var scratch: Furnishing.Space { .init(bytes: scratchBytes, files: scratchFiles) }
}

extension Sandbox {
  /// Every layer, and whether this host offers it to this user; nothing is started.
  package static func availability() -> [LayerAvailability] {
    let host = Host()
    return Layer.allCases.map { layer in
      let needsGroups = Layer.controlGroupLayers.contains(layer)
      return LayerAvailability(
        layer: layer, reason: host.missing[layer],
        mend: needsGroups
          ? "run as root, or have an administrator delegate a control group named “assay”"
          : "enable it in the kernel's configuration")
    }
  }
}

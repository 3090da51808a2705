import CLinux

/// A shared library found at run time; it stays loaded until the process ends.
///
/// Libraries start threads and register handlers, so unloading one is never safe.
@safe package struct DynamicLibrary: @unchecked Sendable {
  // The dynamic linker's handle; it may be used from every thread.
  private let handle: UnsafeMutableRawPointer
  /// The name that it was found by.
  package let name: String

  /// Whether this executable can load libraries: a fully static one has no dynamic linker, and what
  /// its C library loads all the same crashes (`getauxval(3)`).
  package static var isSupported: Bool { getauxval(UInt(AT_BASE)) != 0 }

  /// Loads `name`: a path, or a name that the dynamic linker looks up (`dlopen(3)`).
  ///
  /// - Returns: nil if there is no such library, or if this executable cannot load any.
  package init?(_ name: String) {
    guard Self.isSupported, let handle = unsafe dlopen(name, RTLD_LAZY | RTLD_LOCAL) else {
      return nil
    }
    unsafe self.handle = handle
    self.name = name
  }

  /// The function `name` as a C function of type `Function`, which must be its real type
  /// (`dlsym(3)`).
  package func function<Function>(_ name: String, as type: Function.Type) -> Function? {
    guard let address = unsafe dlsym(handle, name) else { return nil }
    return unsafe unsafeBitCast(address, to: Function.self)
  }
}

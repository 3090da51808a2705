import Linux

do throws(WorkloadError) {
  let request = try Request(arguments: Array(CommandLine.arguments.dropFirst()))
  try Product(request).run()
} catch {
  CurrentProcess.printError("matmul: \(error.description)\n")
  CurrentProcess.exit(error.exitCode)
}

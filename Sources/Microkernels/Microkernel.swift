/// Generic code that each CPU level instantiates for its vectors, and that stands nowhere else.
@usableFromInline
package enum Microkernel {}

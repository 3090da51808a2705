package import Microkernels

private typealias CellVector = Cells<Quads16>
private typealias CellPanel = Pair<CellVector, CellVector>

extension IntegerEntries {
  package static let vnni = IntegerEntries(
    perCell: QuadFormat.perCell, isMixed: true,
    multiplyBlock: {
      Microkernel.multiply(
        UpToFourteen<CellPanel>.self, UpToFourteen<CellVector>.self, ProductBlock.at($0).pointee)
    },
    packRows: { Microkernel.packCellRows(QuadFormat.self, $0.pointee) },
    packPanels: { Microkernel.packCellPanels(QuadFormat.self, width: CellPanel.count, $0.pointee) })
}

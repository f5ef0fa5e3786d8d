package org.gale.engine.gicv5.irs;

/** Selection registers of an IRS, through which other registers of the CONFIG frame reach one PE, VPE, VM or SPI. */
record Selections(PeSelection pe, VpeSelection vpe, VmSelection vm, SpiSelection spi)
{
}

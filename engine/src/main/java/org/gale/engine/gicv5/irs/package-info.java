/**
 * The interrupt routing service: state of SPIs and LPIs, physical and virtual, selection of the best candidate of each
 * PE and VPE, VM tables, residency and doorbells. Everything here is owned by the thread that owns the machine.
 */
package org.gale.engine.gicv5.irs;

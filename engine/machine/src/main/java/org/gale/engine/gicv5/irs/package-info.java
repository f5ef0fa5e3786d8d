/**
 * Interrupt routing service: state of SPIs and LPIs, physical and virtual, selection of the best candidate of each PE
 * and VPE, VM tables, residency and doorbells. An {@link org.gale.engine.gicv5.irs.Irs} serves one interrupt domain,
 * which it names once, as its physical owner. Spaces, ledgers, VMs and state go by {@link
 * org.gale.engine.accounting.OwnerId}. A second domain is thus a second IRS with an owner of its own. Owned by the
 * thread that owns the machine.
 */
package org.gale.engine.gicv5.irs;

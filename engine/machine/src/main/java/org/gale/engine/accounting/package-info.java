/**
 * Accounting of interrupts per owner, kept beside the models and from outcomes alone. An owner is the physical side of
 * an interrupt domain of an IRS, or a VM of it ({@link org.gale.engine.accounting.OwnerId}). Another domain is more
 * owners, not more code. Written by the thread that owns the machine.
 */
package org.gale.engine.accounting;

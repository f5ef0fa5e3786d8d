/**
 * Accounting of interrupts per owner, kept beside the models and from outcomes alone. Written by the thread that owns
 * the machine.
 */
package org.gale.engine.accounting;

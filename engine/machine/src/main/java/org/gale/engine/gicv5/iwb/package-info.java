/**
 * Interrupt wire bridge: turns the levels of wires into events of a device behind an ITS. Owned by the thread that owns
 * the machine.
 */
package org.gale.engine.gicv5.iwb;

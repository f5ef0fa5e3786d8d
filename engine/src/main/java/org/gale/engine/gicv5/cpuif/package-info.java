/**
 * The CPU interfaces: priority masking, preemption, PPIs, the GIC system instructions and registers of each PE,
 * physical and virtual. Everything here is owned by the thread that owns the machine.
 */
package org.gale.engine.gicv5.cpuif;

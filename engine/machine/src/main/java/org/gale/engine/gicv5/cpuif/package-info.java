/**
 * CPU interfaces: priority masking, preemption, PPIs, the GIC system instructions and registers of each PE, physical
 * and virtual. The thread that owns the machine owns all state here.
 */
package org.gale.engine.gicv5.cpuif;

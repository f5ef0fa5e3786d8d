/**
 * Machine GICv5: its parts wired together, the bus, and the deterministic function from a command to new state and
 * outputs. The bus finds the frames of an IRS, and {@link org.gale.engine.gicv5.cpuif.GicInstructions} chooses the
 * owner that an instruction means: a second interrupt domain is wired at these two places. One thread owns a machine
 * and everything in it.
 */
package org.gale.engine.gicv5;

/**
 * Machine GICv5: its parts wired together, the bus, and the deterministic function from a command to new state and
 * outputs. One thread owns a machine and everything in it.
 */
package org.gale.engine.gicv5;

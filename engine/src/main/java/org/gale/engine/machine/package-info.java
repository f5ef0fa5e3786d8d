/**
 * The machine: its parts wired together, the bus, the typed commands, and the deterministic function from a command to
 * new state and outputs. One thread owns a machine and everything in it.
 */
package org.gale.engine.machine;

/**
 * Interface {@link org.gale.engine.machine.Machine} of every machine, and the parts that each one has: outputs,
 * digests, register frames, and the ports for software and host verbs. One thread owns a machine and everything in it.
 */
package org.gale.engine.machine;

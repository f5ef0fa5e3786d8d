/**
 * Hunts: runs of a user's program, each on machines of its own under a seed, and the search for the few operations
 * whose delays make it fail. Each run belongs to the thread that runs it; its sessions have threads of their own.
 */
package org.gale.engine.hunt;

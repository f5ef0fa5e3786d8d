/**
 * Physical memory: the only place where an address that a guest chose becomes memory. One {@link
 * org.gale.tables.memory.PhysicalMemory} belongs to one machine and is written by the thread that owns the machine.
 */
package org.gale.tables.memory;

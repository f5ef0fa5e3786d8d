/**
 * Physical memory: the only package in which an address that a guest chose becomes memory. One {@link
 * org.gale.tables.memory.PhysicalMemory} belongs to one machine. The thread that owns the machine writes it.
 */
package org.gale.tables.memory;

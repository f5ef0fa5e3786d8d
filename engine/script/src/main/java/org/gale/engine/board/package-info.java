/**
 * Boards of other makers as machines: reads the source of a device tree by the bindings of the GICv5, and lays out the
 * ACPI tables of a machine. Pure functions over text and bytes; the thread that calls them owns what they return.
 */
package org.gale.engine.board;

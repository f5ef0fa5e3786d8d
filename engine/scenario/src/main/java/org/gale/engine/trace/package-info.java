/** Traces: files of interrupts that a host took, their writer, reader and description. Owner: the calling thread. */
package org.gale.engine.trace;

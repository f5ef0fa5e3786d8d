/**
 * Front end of the ITS: functions with MSI-X vectors, eventfds and their routes, and the monitor between
 * them. A message that leaves is an event of the machine. Owned by the thread that owns the machine.
 */
package org.gale.engine.function;

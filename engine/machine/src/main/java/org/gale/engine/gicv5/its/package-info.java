/**
 * Interrupt translation service: walks the device table and the translation tables of software. It delivers the event
 * of a device as an event of a physical or virtual LPI. Owned by the thread that owns the machine.
 */
package org.gale.engine.gicv5.its;

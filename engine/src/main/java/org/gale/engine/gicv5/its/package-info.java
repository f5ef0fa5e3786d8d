/**
 * The interrupt translation service: walks the device table and the translation tables that software provides, and
 * hands the event of a device on as that of a physical or virtual LPI. Owned by the thread that owns the machine.
 */
package org.gale.engine.gicv5.its;

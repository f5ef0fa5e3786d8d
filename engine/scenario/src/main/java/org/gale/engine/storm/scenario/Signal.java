package org.gale.engine.storm.scenario;

/** Way in which the events of a model reach the interrupt controller. */
public enum Signal
{
    /** A device writes its MSI, which becomes an LPI. */
    MESSAGE,
    /** The wire of a private interrupt of a vCPU rises. Event n of a device is that of vCPU n. */
    PRIVATE_WIRE,
    /** The line of an SPI rises, which devices share. */
    SHARED_LINE
}

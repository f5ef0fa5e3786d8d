package org.gale.engine.gicv4;

/** Physical interrupt signal of the redistributors to the host. */
interface V4HostPort
{
    /**
     * Signals an enabled pending physical LPI.
     *
     * @param cpu  number of the redistributor's CPU
     * @param lpi  INTID
     */
    void physicalInterrupt(int cpu, int lpi);
}

package org.gale.engine.gicv5.its;

/** Destination of translated events: the IRS. */
@FunctionalInterface
public interface LpiSink
{
    /**
     * Performs the event on an LPI.
     *
     * @param vmId  {@link org.gale.engine.gicv5.irs.Irs#PHYSICAL}, or the VM, 0 to 65 535, which need not be valid
     * @param intid type LPI, and an id that need not be reachable
     * @param kind  one of {@link org.gale.engine.gicv5.irs.EventKind}
     * @return whether the LPI could be reached (B-ITS-6)
     */
    boolean event(int vmId, int intid, int kind);
}

package org.gale.engine.witness;

/** Shadow of a level pin: the line of its device, the route, and where a rise waits. Owned by the machine's thread. */
final class ShadowPin
{
    final int number;
    final int spi;
    boolean isHigh;
    boolean isHeld;
    boolean isRouted;
    boolean isRaised;

    /**
     * Makes the shadow of a pin whose line is low.
     *
     * @param number of its eventfd
     */
    ShadowPin(final int number, final int spi)
    {
        this.number = number;
        this.spi = spi;
    }

    /** Drives the line. Returns whether the wire of the SPI has to rise. */
    boolean line(final boolean high)
    {
        final boolean isRise = high && !isHigh;
        isHigh = high;
        isHeld |= isRise && !isRouted;

        return isRise && isRouted && raise();
    }

    /** Makes the route, and samples the line. Returns whether the wire of the SPI has to rise. */
    boolean route()
    {
        final boolean isDue = isHeld || isHigh;
        isRouted = true;
        isHeld = false;

        return isDue && raise();
    }

    /** Drops the route, and lowers the wire. */
    void drop()
    {
        isRouted = false;
        isRaised = false;
    }

    private boolean raise()
    {
        final boolean isRise = !isRaised;
        isRaised = true;

        return isRise;
    }
}

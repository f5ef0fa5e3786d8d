package org.gale.engine.storm.run;

/**
 * Level pin behind an eventfd with a resampler, as commands and acknowledges have it. Owned by the thread of the
 * machine.
 * <pre>
 *   rise -- routed ------------------> raised --- deactivated, line low --> low
 *      `--- no route --> held -- route ---^  `--- deactivated, line high --> raised
 * </pre>
 */
final class WitnessedPin
{
    final int eventfd;
    final int spi;
    private boolean isHigh;
    private boolean isHeld;
    private boolean isRouted;
    private boolean isRaised;
    /** Number of the command with which the level was owed last. */
    private long command;
    private boolean isTouched;

    /** Makes a pin that is low, without a route. */
    WitnessedPin(final int eventfd, final int spi)
    {
        this.eventfd = eventfd;
        this.spi = spi;
    }

    /** Makes a pin as a machine has it. */
    static WitnessedPin of(
        final int eventfd, final int spi, final boolean high, final boolean held, final boolean routed,
        final boolean raised)
    {
        final WitnessedPin pin = new WitnessedPin(eventfd, spi);
        pin.isHigh = high;
        pin.isHeld = held;
        pin.isRouted = routed;
        pin.isRaised = raised;

        return pin;
    }

    /** Returns whether the wire of the SPI is to be high. */
    boolean isRaised()
    {
        return isRaised;
    }

    /** Returns whether a level is to be held in front of the route. */
    boolean isHeld()
    {
        return isHeld;
    }

    /** Returns the number of the command with which the level was owed last. */
    long command()
    {
        return command;
    }

    /** Notes that a command has changed the pin; returns false if one had before the last check. */
    boolean touch()
    {
        final boolean isFirst = !isTouched;
        isTouched = true;

        return isFirst;
    }

    /** Notes that the pin was checked. */
    void checked()
    {
        isTouched = false;
    }

    /**
     * Drives the line of the device.
     *
     * @return 1 if a rise merges with a level that is held or raised, else 0
     */
    int line(final boolean high, final long atCommand)
    {
        final boolean isRise = high && !isHigh;
        final boolean isMerged = isRise && (isRouted ? isRaised : isHeld);
        isHigh = high;
        command = isRise && !isMerged ? atCommand : command;
        isHeld |= isRise && !isRouted;
        isRaised |= isRise && isRouted;

        return isMerged ? 1 : 0;
    }

    /** Makes the route, by which a level that is held or high leaves (M-MSIXLIVE). */
    void route(final long atCommand)
    {
        command = isHeld || !isHigh ? command : atCommand;
        isRouted = true;
        isRaised |= isHeld || isHigh;
        isHeld = false;
    }

    /** Drops the route, which lowers the wire. */
    void drop()
    {
        isRouted = false;
        isRaised = false;
    }

    /** Deactivates the interrupt: the wire follows the line. */
    void deactivated(final long atCommand)
    {
        command = isRaised && isHigh ? atCommand : command;
        isRaised = isRaised && isHigh;
    }
}

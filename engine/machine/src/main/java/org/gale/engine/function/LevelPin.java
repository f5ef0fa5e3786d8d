package org.gale.engine.function;

import org.gale.tables.memory.StateStream;

/**
 * Level pin of a device behind an eventfd with a resampler. The wire of its SPI follows the eventfd: a signal raises
 * it, and only the deactivation of the interrupt lowers it. The line of the device is sampled then, and when the route
 * is made. Owned by the machine's thread.
 */
final class LevelPin
{
    final int spi;
    /** Line of the device. */
    boolean isHigh;
    /** Whether the eventfd is above 0. */
    boolean isSignalled;
    /** Whether the monitor has taken the eventfd and remembers it. */
    boolean isPending;
    boolean isRouted;
    /** Whether the wire is high. */
    boolean isRaised;
    boolean isOwed;
    /** Whether a level that reaches no wire is booked as lost. Outside of the state. */
    boolean isBooked;

    LevelPin(final int spi)
    {
        this.spi = spi;
    }

    boolean isHeld()
    {
        return isSignalled || isPending;
    }

    /** Returns whether the pin holds what is owed, and a line that is high has reached the wire of a route. */
    boolean isSound()
    {
        return isHeld() == isOwed && (!isRouted || !isHigh || isRaised);
    }

    void state(final StateStream stream)
    {
        isHigh = stream.flag(isHigh);
        isSignalled = stream.flag(isSignalled);
        isPending = stream.flag(isPending);
        isRouted = stream.flag(isRouted);
        isRaised = stream.flag(isRaised);
        isOwed = stream.flag(isOwed);
    }
}

package org.gale.engine.function;

import org.gale.engine.machine.MessagePort;

/**
 * Level pins behind eventfds with resamplers, as KVM treats them: a signal raises the wire, a deactivation lowers it,
 * and the line of the device is sampled then, and when the route is made. Owned by the machine's thread.
 */
final class PinModel
{
    private final MonitorSlot monitor;
    private final MessagePort port;
    private final EventBook book;

    PinModel(final MonitorSlot monitor, final MessagePort port, final EventBook book)
    {
        this.monitor = monitor;
        this.port = port;
        this.book = book;
    }

    /** Drives the line of the device; a rise signals the eventfd. */
    void line(final LevelPin pin, final boolean isHigh)
    {
        final boolean isRise = isHigh && !pin.isHigh;
        pin.isHigh = isHigh;
        if (isRise)
        {
            book.offered++;
            if (!pin.isRouted)
            {
                book.others.coalescedAtEventfd += pin.isOwed ? 1 : 0;
                pin.isOwed = true;
                pin.isSignalled = true;
                monitor.held(pin);
            }
            else if (pin.isRaised)
            {
                book.others.coalescedAtEventfd++;
            }
            else
            {
                raise(pin);
            }
        }
        check(pin);
    }

    /** Makes the route, and samples the line. */
    void route(final LevelPin pin)
    {
        final boolean isHeld = pin.isHeld();
        final boolean isRaised = pin.isRaised;
        pin.isRouted = true;
        pin.isSignalled = false;
        pin.isPending = false;
        final boolean isDue = !isRaised && (isHeld || pin.isHigh);
        if (isDue && monitor.samples(pin))
        {
            book.offered += isHeld ? 0 : 1;
            pin.isOwed = false;
            raise(pin);
        }
        check(pin);
    }

    /** Drops the route, and lowers the wire. */
    void drop(final LevelPin pin)
    {
        pin.isRouted = false;
        lower(pin);
        check(pin);
    }

    /** Takes the pin away: its route is dropped, and an event that it holds is withdrawn. */
    void remove(final LevelPin pin)
    {
        drop(pin);
        book.others.withdrawnCleared += pin.isOwed ? 1 : 0;
        pin.isOwed = false;
        pin.isSignalled = false;
        pin.isPending = false;
    }

    /** Takes the eventfd in front of a route, and remembers it. */
    void consume(final LevelPin pin)
    {
        pin.isPending |= pin.isSignalled;
        pin.isSignalled = false;
        monitor.held(pin);
        check(pin);
    }

    /** Takes the deactivation of the interrupt: lowers the wire, and raises it again while the line is high. */
    void deactivated(final LevelPin pin)
    {
        if (pin.isRaised)
        {
            lower(pin);
            if (pin.isHigh)
            {
                book.offered++;
                raise(pin);
            }
            check(pin);
        }
    }

    private void raise(final LevelPin pin)
    {
        pin.isRaised = true;
        book.sent++;
        port.drive(pin.spi, true);
    }

    private void lower(final LevelPin pin)
    {
        if (pin.isRaised)
        {
            pin.isRaised = false;
            port.drive(pin.spi, false);
        }
    }

    private void check(final LevelPin pin)
    {
        if (!pin.isSound() && !pin.isBooked)
        {
            final String name = "the level of SPI " + pin.spi;
            if (pin.isHeld() && !pin.isOwed)
            {
                book.invents(name, " is held though it did not rise");
            }
            else
            {
                book.loses(name, " rose and is neither held nor raised");
            }
            pin.isOwed = pin.isHeld();
        }
        pin.isBooked = !pin.isSound();
    }
}

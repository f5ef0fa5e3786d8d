package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import org.gale.engine.config.NumberText;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/**
 * Level pins of a storm as its commands have them, compared with what the machine holds and with the pending bits of
 * their SPIs. Owned by the thread of the machine.
 */
final class WitnessedPins
{
    private final Machine machine;
    private final Int2ObjectHashMap<WitnessedPin> byEventfd = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<WitnessedPin> bySpi = new Int2ObjectHashMap<>();
    private final List<WitnessedPin> all = new ArrayList<>();
    /** Pins that commands have changed since the last check. */
    private WitnessedPin[] touched = new WitnessedPin[0];
    private int touchedCount;
    private long merged;
    /** Pin whose SPI was acknowledged though its wire was to be low, or null. */
    private WitnessedPin unexpected;

    /** Makes the pins of a storm that has none yet. */
    WitnessedPins(final Machine machine)
    {
        this.machine = machine;
    }

    /** Takes the pins as the machine has them, whose storm goes on. */
    void takeOver(final FunctionQueries functions)
    {
        for (int number = functions.nextEventfd(0); number >= 0; number = functions.nextEventfd(number + 1))
        {
            final FunctionQueries.EventfdState eventfd = functions.eventfd(number);
            final FunctionQueries.PinState pin = eventfd.pin();
            if (pin != null)
            {
                add(WitnessedPin.of(number, pin.spi(), pin.isHigh(), eventfd.isSignalled() || pin.isTaken(),
                    eventfd.isRouted(), pin.isRaised()));
            }
        }
    }

    /** Adds a pin. */
    void add(final WitnessedPin pin)
    {
        byEventfd.put(pin.eventfd, pin);
        bySpi.put(pin.spi, pin);
        all.add(pin);
        touched = new WitnessedPin[2 * all.size()];
        touchedCount = 0;
    }

    /** Returns the rises that met a level which was held or raised. */
    long merged()
    {
        return merged;
    }

    /** Returns the number of levels that are held. */
    int held()
    {
        int held = 0;
        for (final WitnessedPin pin : all)
        {
            held += pin.isHeld() ? 1 : 0;
        }

        return held;
    }

    /** Drives the line of a pin; returns false if the eventfd carries none. */
    boolean line(final int eventfd, final boolean high, final long command)
    {
        final WitnessedPin pin = touch(byEventfd.get(eventfd));
        merged += pin == null ? 0 : pin.line(high, command);

        return pin != null;
    }

    /** Makes or drops the route of a pin; returns false if the eventfd carries none. */
    boolean route(final int eventfd, final boolean isMade, final long command)
    {
        final WitnessedPin pin = touch(byEventfd.get(eventfd));
        if (pin != null && isMade)
        {
            pin.route(command);
        }
        else if (pin != null)
        {
            pin.drop();
        }

        return pin != null;
    }

    /** Takes the acknowledge of an SPI. */
    void acknowledged(final int spi)
    {
        final WitnessedPin pin = touch(bySpi.get(spi));
        unexpected = pin != null && !pin.isRaised() ? pin : unexpected;
    }

    /** Takes the deactivation of an SPI. */
    void deactivated(final int spi, final long command)
    {
        final WitnessedPin pin = touch(bySpi.get(spi));
        if (pin != null)
        {
            pin.deactivated(command);
        }
    }

    private WitnessedPin touch(final WitnessedPin pin)
    {
        if (pin != null && pin.touch())
        {
            touched[touchedCount++] = pin;
        }

        return pin;
    }

    /** {@return the difference of a pin that commands have changed since the last check, or null} */
    String brokenOfTouched()
    {
        String found = ofUnexpected();
        for (int i = 0; i < touchedCount; i++)
        {
            found = found == null ? broken(touched[i]) : found;
            touched[i].checked();
        }
        touchedCount = 0;

        return found;
    }

    /** {@return the difference of the first pin that has one, or null} */
    String broken()
    {
        String found = ofUnexpected();
        for (int i = 0; i < all.size() && found == null; i++)
        {
            found = broken(all.get(i));
        }

        return found;
    }

    private String ofUnexpected()
    {
        return unexpected == null ? null : name(unexpected) + " was delivered though it did not rise";
    }

    private String broken(final WitnessedPin pin)
    {
        final FunctionQueries.EventfdState seen = machine.functions().eventfd(pin.eventfd);
        final boolean isHeld = seen.isSignalled() || seen.pin().isTaken();
        if (isHeld != pin.isHeld())
        {
            return name(pin) + (isHeld ? " is held though it did not rise" : " is not held any more");
        }
        final InterruptQueries queries = InterruptQueries.of(machine);
        final long entry = queries.entry(queries.spiOwner(pin.spi), Intid.of(Intid.TYPE_SPI, pin.spi));
        final boolean isPending = L2Iste.isPending((int)entry);
        if (entry < 0)
        {
            return null;                                            // an image has it, until its VM is restored
        }
        if (isPending != pin.isRaised())
        {
            return name(pin) + (isPending ? " is pending though it did not rise" :
                " is neither held nor pending at its route");
        }

        return null;
    }

    private static String name(final WitnessedPin pin)
    {
        return "the level of SPI " + pin.spi + ", a pin at eventfd " + pin.eventfd +
            (pin.command() == 0 ? "" : ", due since command " + NumberText.count(pin.command()) + ',');
    }
}

package org.gale.engine.witness;

import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.Machine;

/**
 * Comparison of the shadows of functions with their machine: the events that it holds, and the interrupts that the
 * messages of a command have reached. A shadow that differs takes over what the machine holds, so that each finding is
 * reported once. Owned by the thread that owns the machine.
 */
final class FunctionComparison
{
    private static final String FUNCTIONS = "functions";
    private static final String LOST = ", triggered, is neither sent nor held";
    private static final String ASTRAY = ", triggered, has sent its message to another interrupt";
    private static final String INVENTED = " is held though nothing had triggered it";

    private final Machine machine;
    private final WitnessSink sink;
    private final MessageTargets targets;
    private boolean isTelling;
    private boolean isFound;
    private boolean isOfPins;
    /** Messages that had come before the command. */
    private long reached;
    private long unreached;
    private int sent;
    /** Interrupt of the message of a command that sends no other one, and whether it waited before. */
    private long expected;
    private boolean isMerging;
    private long merged;
    private boolean isAlone;

    FunctionComparison(final Machine machine, final WitnessSink sink)
    {
        this.machine = machine;
        this.sink = sink;
        this.targets = new MessageTargets(machine);
    }

    /** Begins before a command. */
    void begin()
    {
        reached = targets.reached();
        unreached = targets.unreached();
        sent = 0;
        isMerging = false;
        isAlone = false;
        isFound = false;
        isOfPins = false;
    }

    /** Takes note, before a command, of the interrupt of the one message that it may send. */
    void expect(final ShadowFunction function, final int vector)
    {
        final int place = targets.place(function.addresses[vector]);
        expected = place == MessageTargets.NOWHERE ? MessageTargets.NOTHING :
            targets.target(place, function.deviceId, function.data[vector]);
        isMerging = expected != MessageTargets.NOTHING && targets.isOwed(expected);
        merged = targets.merged();
        isAlone = true;
    }

    /** Sets whether findings are reported from now on. */
    void tell(final boolean isTold)
    {
        isTelling = isTold;
    }

    /** Compares a vector that has to have sent its message with the interrupt of that message. */
    void sent(final ShadowFunction function, final int vector)
    {
        final int place = targets.place(function.addresses[vector]);
        if (place == MessageTargets.NOWHERE)
        {
            return;
        }
        sent++;
        if (!targets.areAtOnce())
        {
            if (isAlone && targets.isAstray(expected))
            {
                tell(true, name(function, vector), ASTRAY);
            }
            return;
        }
        final long target = targets.target(place, function.deviceId, function.data[vector]);
        if (target != MessageTargets.NOTHING && !targets.isWaiting(target))
        {
            tell(true, name(function, vector), ", triggered, has sent no message to its interrupt");
        }
        else if (isMerging && target == expected && targets.merged() == merged)
        {
            tell(true, name(function, vector), ASTRAY);
        }
        else if (target == MessageTargets.NOTHING && isAlone && targets.reached() != reached &&
            targets.doorbells() == 0)
        {
            tell(false, name(function, vector), " has sent a message that leads nowhere, and an interrupt came");
        }
    }

    /** Compares a vector with what the machine holds of it. */
    void held(final ShadowFunction function, final int vector)
    {
        final boolean isHeld = machine.functions().isHeld(function.deviceId, vector);
        final boolean isOwed = function.is(vector, ShadowFunction.HELD);
        if (isHeld != isOwed)
        {
            tell(isOwed, name(function, vector), isOwed ? LOST : INVENTED);
            adopt(function, vector);
        }
    }

    /** Compares all vectors of a function. */
    void held(final ShadowFunction function)
    {
        for (int vector = 0; vector < function.count(); vector++)
        {
            held(function, vector);
        }
    }

    /** Takes over what the machine has of a function. */
    void adopt(final ShadowFunction function)
    {
        final FunctionQueries.Function known = machine.functions().function(function.deviceId);
        function.isEnabled = known.isEnabled();
        function.isMasked = known.isMasked();
        for (int vector = 0; vector < function.count(); vector++)
        {
            adopt(function, vector);
        }
        isFound = true;
    }

    private void adopt(final ShadowFunction function, final int vector)
    {
        function.adopt(vector, machine.functions().vector(function.deviceId, vector));
    }

    /** Compares an image with the events that wait. */
    void saved(final ShadowFunction function, final ShadowImage image)
    {
        for (int vector = 0; vector < function.count() && image.isOf(function.count()); vector++)
        {
            final boolean isOwed = function.is(vector, ShadowFunction.HELD);
            if (isOwed != (image.hasEvent(vector) || image.isPending(vector)))
            {
                tell(isOwed, name(function, vector), isOwed ? ", triggered, is not in the image" :
                    " is in the image though nothing had triggered it");
            }
        }
    }

    /**
     * Compares a pin after a command of its eventfd.
     *
     * @param isRise true if the wire of its SPI has to have risen
     */
    void wire(final ShadowPin pin, final boolean isRise)
    {
        isOfPins = true;
        if (isRise && targets.areAtOnce() && !targets.isRaised(pin.spi))
        {
            tell(true, name(pin), " rose and its SPI is not pending");
        }
        held(pin);
    }

    /** Compares a pin with what the machine holds of it. */
    void held(final ShadowPin pin)
    {
        final FunctionQueries.EventfdState known = machine.functions().eventfd(pin.number);
        final boolean isHeld = known.isSignalled() || known.pin().isTaken();
        final boolean isRaised = known.pin().isRaised();
        if ((pin.isHeld && !isHeld) || (pin.isRaised && !isRaised))
        {
            tell(true, name(pin), " rose and is neither held nor raised");
        }
        else if (pin.isHeld != isHeld || pin.isRaised != isRaised)
        {
            tell(false, name(pin), " is held or raised though it did not rise");
        }
        pin.isHeld = isHeld;
        pin.isRaised = isRaised;
    }

    /** Compares pins after an instruction or a turn that may deactivate their interrupts, which samples lines again. */
    void deactivated(final ShadowPin... pins)
    {
        isOfPins = true;
        for (final ShadowPin pin : pins)
        {
            final FunctionQueries.EventfdState known = machine.functions().eventfd(pin.number);
            if (pin.isRaised && pin.isRouted && pin.isHigh && !known.pin().isRaised())
            {
                tell(true, name(pin), " is high and its SPI was lowered");
            }
            pin.isRaised = known.pin().isRaised();
        }
    }

    /** Ends after a command: as many messages have come as had to. */
    void end()
    {
        final long came = targets.reached() - reached + targets.unreached() - unreached - targets.doorbells();
        if (isFound || isOfPins || came == sent)
        {
            return;
        }
        if (came < sent)
        {
            tell(true, FUNCTIONS, " sent " + sent + " messages, of which " + came + " came");
        }
        else if (targets.areAtOnce() && !targets.isAnyExcused())
        {
            tell(false, FUNCTIONS, " sent " + (came - sent) + " messages that no vector had");
        }
    }

    private void tell(final boolean isLost, final String who, final String sentence)
    {
        isFound = true;
        if (isTelling)
        {
            sink.broken(isLost, who, sentence);
        }
    }

    private static String name(final ShadowFunction function, final int vector)
    {
        return "vector " + vector + " of function " + function.deviceId;
    }

    private static String name(final ShadowPin pin)
    {
        return "the level of SPI " + pin.spi;
    }
}

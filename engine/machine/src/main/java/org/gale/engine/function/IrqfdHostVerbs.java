package org.gale.engine.function;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Errno;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Outputs;

/** Host verbs of family 4, eventfds and routes: script.md#functions-and-eventfds. Owned by the machine's thread. */
final class IrqfdHostVerbs implements HostVerbs
{
    private final Functions functions;
    private final MonitorSlot monitor;
    private final PinModel pins;

    IrqfdHostVerbs(
        final Functions functions, final MonitorSlot monitor, final PinModel pins)
    {
        this.functions = functions;
        this.monitor = monitor;
        this.pins = pins;
    }

    @Override
    public String refusal(final DirectBuffer words, final int offset)
    {
        final IrqfdVerb verb = IrqfdVerb.of(words.getLong(offset));
        if (verb == null)
        {
            return "no such verb";
        }
        final long number = IrqfdVerb.operand(words, offset, 0);
        final Eventfd eventfd = functions.eventfds().find(number);

        return switch (verb)
        {
            case ADD -> first(taken(number), noVector(
                IrqfdVerb.operand(words, offset, 1), IrqfdVerb.operand(words, offset, 2)));
            case ADD_PIN -> first(taken(number),
                functions.eventfds().refusalOfPin(IrqfdVerb.operand(words, offset, 1)));
            case STATE -> missing(number);
            case ROUTE, DROP, CONSUME -> first(missing(number), migrates(eventfd));
            case REMOVE -> first(missing(number),
                monitor.takesAnswers() ? MonitorSlot.NO_UNPLUG : migrates(eventfd));
            case SIGNAL -> first(missing(number),
                eventfd == null || IrqfdVerb.operand(words, offset, 1) == 1 ||
                (eventfd.pin() != null && IrqfdVerb.operand(words, offset, 1) == 0) ? null :
                eventfd.pin() == null ? "eventfd " + number + " carries a vector, which has no level" :
                "LEVEL is 0 or 1");
        };
    }

    @Override
    public void execute(final DirectBuffer words, final int offset, final Outputs outputs)
    {
        final IrqfdVerb verb = IrqfdVerb.of(words.getLong(offset));
        final int number = (int)IrqfdVerb.operand(words, offset, 0);
        final Eventfd eventfd = functions.eventfds().find(number);
        switch (verb)
        {
            case ADD -> functions.eventfds().add(Eventfd.ofVector(number,
                functions.find(IrqfdVerb.operand(words, offset, 1)), (int)IrqfdVerb.operand(words, offset, 2)));
            case ADD_PIN -> functions.eventfds().add(Eventfd.ofPin(number, (int)IrqfdVerb.operand(words, offset, 1)));
            case ROUTE -> route(eventfd);
            case DROP -> drop(eventfd);
            case SIGNAL -> signal(eventfd, IrqfdVerb.operand(words, offset, 1) != 0);
            case CONSUME -> consume(eventfd);
            case REMOVE -> remove(eventfd);
            default -> throw new IllegalStateException("a verb without an implementation: " + verb);
        }
        outputs.result(Errno.OK.word());
    }

    @Override
    public String query(final DirectBuffer words, final int offset)
    {
        final Eventfd eventfd = functions.eventfds().find(IrqfdVerb.operand(words, offset, 0));
        final LevelPin pin = eventfd.pin();

        return pin == null ? "eventfd=" + bit(eventfd.function().signalled.isSet(eventfd.vector())) +
            " route=" + bit(eventfd.function().routed.isSet(eventfd.vector())) :
            "eventfd=" + bit(pin.isSignalled) + " route=" + bit(pin.isRouted) + " line=" + bit(pin.isHigh) +
            " raised=" + bit(pin.isRaised);
    }

    @Override
    public long number(final DirectBuffer words, final int offset)
    {
        throw new IllegalStateException("no query that is a number: " + IrqfdVerb.of(words.getLong(offset)));
    }

    private void route(final Eventfd eventfd)
    {
        if (eventfd.pin() != null)
        {
            pins.route(eventfd.pin());
        }
        else
        {
            eventfd.function().routed.set(eventfd.vector());
            monitor.release(eventfd.function(), eventfd.vector());
        }
    }

    private void drop(final Eventfd eventfd)
    {
        if (eventfd.pin() != null)
        {
            pins.drop(eventfd.pin());
        }
        else
        {
            eventfd.function().changed(eventfd.vector());
            eventfd.function().routed.clear(eventfd.vector());
            monitor.changed(eventfd.function(), eventfd.vector());
        }
    }

    private void signal(final Eventfd eventfd, final boolean isHigh)
    {
        if (eventfd.pin() != null)
        {
            pins.line(eventfd.pin(), isHigh);
        }
        else
        {
            monitor.trigger(eventfd.function(), eventfd.vector());
        }
    }

    private void consume(final Eventfd eventfd)
    {
        if (eventfd.pin() != null)
        {
            pins.consume(eventfd.pin());
        }
        else
        {
            monitor.consume(eventfd.function(), eventfd.vector());
        }
    }

    /** Takes what an eventfd holds, and then the eventfd away. A vector keeps its event, as its pending bit. */
    private void remove(final Eventfd eventfd)
    {
        if (eventfd.pin() != null)
        {
            pins.remove(eventfd.pin());
            functions.eventfds().remove(eventfd);
            return;
        }
        monitor.consume(eventfd.function(), eventfd.vector());
        eventfd.function().routed.clear(eventfd.vector());
        functions.eventfds().remove(eventfd);
        monitor.release(eventfd.function(), eventfd.vector());
    }

    private String taken(final long number)
    {
        return number < 0 || number >= SparseTable.LIMIT ?
            "eventfd out of range: 0 to " + (SparseTable.LIMIT - 1) :
            functions.eventfds().find(number) != null ? "there is an eventfd " + number : null;
    }

    private String missing(final long number)
    {
        return functions.eventfds().find(number) == null ? "no eventfd " + Long.toUnsignedString(number) : null;
    }

    private String noVector(final long deviceId, final long vector)
    {
        final String missing = functions.missing(deviceId, vector);
        final MsixFunction function = functions.find(deviceId);

        return missing != null ? missing :
            function.carried.isSet((int)vector) ? "an eventfd carries vector " + vector + " of function " + deviceId :
            function.isHeld((int)vector) ? "an event of vector " + vector + " is held" : null;
    }

    /** Returns the reason why an eventfd stays as it is while the VM of its function migrates, or null. */
    private static String migrates(final Eventfd eventfd)                       // M-MIG-9
    {
        return eventfd == null || eventfd.pin() != null ? null : eventfd.function().migrates();
    }

    private static String first(final String reason, final String next)
    {
        return reason == null ? next : reason;
    }

    private static char bit(final boolean isSet)
    {
        return isSet ? '1' : '0';
    }
}

package org.gale.engine.function;

import java.util.Arrays;
import java.util.Comparator;
import org.gale.engine.machine.DigestStream;
import org.gale.engine.machine.MessagePort;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StatePart;
import org.gale.tables.memory.StateStream;

/**
 * Eventfds of a machine, by number. What an eventfd carries changes rarely, so its digest is kept. What the eventfds of
 * vectors hold is a part of their functions. Owned by the machine's thread.
 */
final class Eventfds implements StatePart
{
    private final SparseTable<MsixFunction> functions;
    private final MessagePort port;
    private final SparseTable<Eventfd> all = new SparseTable<>(new Eventfd[0][], new Eventfd[0]);
    /** Eventfds of level pins, by number. */
    private Eventfd[] ofPins = new Eventfd[0];
    private boolean isWiringDigested;
    private long wiringDigest;

    /** @param functions whose vectors eventfds carry */
    Eventfds(final SparseTable<MsixFunction> functions, final MessagePort port)
    {
        this.functions = functions;
        this.port = port;
    }

    /** Returns an eventfd, or null; every number is valid. */
    Eventfd find(final long number)
    {
        return all.find(number);
    }

    /** Returns the lowest number from one on that has an eventfd, or −1. */
    int next(final int from)
    {
        final int number = all.next(Math.max(0, from));

        return number < SparseTable.LIMIT ? number : -1;
    }

    void add(final Eventfd eventfd)
    {
        all.put(eventfd.number(), eventfd);
        isWiringDigested = false;
        if (eventfd.pin() == null)
        {
            eventfd.function().changed(eventfd.vector());
            eventfd.function().carried.set(eventfd.vector());
        }
        else
        {
            ofPins = Arrays.copyOf(ofPins, ofPins.length + 1);
            ofPins[ofPins.length - 1] = eventfd;
            Arrays.sort(ofPins, Comparator.comparingInt(Eventfd::number));
        }
    }

    /** Removes an eventfd, which holds nothing any more and has no route. */
    void remove(final Eventfd eventfd)
    {
        all.remove(eventfd.number());
        isWiringDigested = false;
        if (eventfd.pin() == null)
        {
            eventfd.function().changed(eventfd.vector());
            eventfd.function().carried.clear(eventfd.vector());
        }
        else
        {
            ofPins = Arrays.stream(ofPins).filter(each -> each.number() != eventfd.number()).toArray(Eventfd[]::new);
        }
    }

    /** Returns the level pin with an SPI, or null. */
    LevelPin pinOf(final int spi)
    {
        for (final Eventfd eventfd : ofPins)
        {
            if (eventfd.pin().spi == spi)
            {
                return eventfd.pin();
            }
        }

        return null;
    }

    /** Returns the reason why a level pin cannot have an SPI, or null. */
    String refusalOfPin(final long spi)
    {
        return spi < 0 || spi > Integer.MAX_VALUE || !port.hasSpi((int)spi) ? "no SPI " + Long.toUnsignedString(spi) :
            pinOf((int)spi) != null ? "an eventfd carries SPI " + spi : null;
    }

    /** Returns the number of the eventfd that carries a vector, or −1. */
    int numberOf(final MsixFunction function, final int vector)
    {
        int number = function.carried.isSet(vector) ? all.next(0) : SparseTable.LIMIT;
        while (number < SparseTable.LIMIT &&
            (all.get(number).function() != function || all.get(number).vector() != vector))
        {
            number = all.next(number + 1);
        }

        return number < SparseTable.LIMIT ? number : -1;
    }

    int heldByPins()
    {
        int held = 0;
        for (final Eventfd eventfd : ofPins)
        {
            held += eventfd.pin().isHeld() ? 1 : 0;
        }

        return held;
    }

    @Override
    public void state(final StateStream stream)
    {
        wiring(stream);
        pins(stream);
    }

    @Override
    public long digest()
    {
        if (!isWiringDigested)
        {
            wiringDigest = DigestStream.of(this::wiring);
            isWiringDigested = true;
        }
        final DigestStream stream = new DigestStream();
        stream.word(wiringDigest);
        pins(stream);

        return stream.value();
    }

    private void wiring(final StateStream stream)
    {
        int number = stream.number("eventfd", all.next(0), 0, SparseTable.LIMIT);
        while (number < SparseTable.LIMIT)
        {
            wiring(stream, number);
            number = stream.number("eventfd", all.next(number + 1), number + 1, SparseTable.LIMIT);
        }
    }

    private void wiring(final StateStream stream, final int number)
    {
        final Eventfd known = all.get(number);
        final boolean isPin = stream.flag(known != null && known.pin() != null);
        final int carried = stream.word32(
            known == null ? 0 : isPin ? known.pin().spi : known.function().deviceId);
        final int vector = isPin ? 0 : stream.word32(known == null ? 0 : known.vector());
        if (known == null && isPin)
        {
            check(refusalOfPin(carried));
            add(Eventfd.ofPin(number, carried));
        }
        else if (known == null)
        {
            final MsixFunction function = functions.find(carried);
            check(MsixFunction.missing(function, carried, vector));
            add(Eventfd.ofVector(number, function, vector));
        }
    }

    /**
     * Checks a part that is being restored.
     *
     * @throws StateException if there is a reason why it cannot be
     */
    static void check(final String refusal)
    {
        if (refusal != null)
        {
            throw new StateException(refusal);
        }
    }

    private void pins(final StateStream stream)
    {
        for (final Eventfd eventfd : ofPins)
        {
            eventfd.pin().state(stream);
        }
    }
}

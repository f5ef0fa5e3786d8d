package org.gale.engine.storm.run;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.ist.L2Iste;

/**
 * Guests whose devices have lines, which the devices lower when they are taken. Of several lines of a vCPU the one of
 * the lowest SPI is taken first, as the machine does. On the engine's thread.
 */
final class LineGuests extends WireGuests
{
    private static final int NONE = -1;
    private static final int DRIVE_BYTES = 2 * Long.BYTES;
    private static final int TAKE_BYTES = Long.BYTES + DRIVE_BYTES;
    private static final int UNIT_BYTES = DRIVE_BYTES + TAKE_BYTES;

    private final Topology topology;
    private final LineBook book;
    private final SharedLines lines;
    private final PrivateBook places;
    private final int[] vms;                                        // by line
    private final int[] vcpus;                                      // by line
    private final int[] enteredPes;                                 // by vCPU: entered by the frame, or NONE

    /**
     * Makes the guests of a storm with lines.
     *
     * @param guests      that take messages
     * @param spread      of the lines over VPEs
     * @param places      knows where vCPUs are
     * @param isScheduled true if KVM schedules them
     * @param isResumed   true if the machine is that of an earlier part of the storm
     */
    LineGuests(
        final TurnSource guests,
        final Topology topology,
        final LpiSpread spread,
        final PrivateBook places,
        final Rises rises,
        final NanoClock clock,
        final boolean isScheduled,
        final boolean isResumed)
    {
        super(guests, places.lines().lines().total(), rises, clock, isScheduled, isResumed);
        this.topology = topology;
        this.places = places;
        this.book = places.lines();
        this.lines = book.lines();
        vms = new int[lines.total()];
        vcpus = new int[vms.length];
        enteredPes = new int[topology.totalVpes()];
        for (int line = 0; line < vms.length; line++)
        {
            vms[line] = lines.vm(line);
            vcpus[line] = topology.vpeIndex(vms[line], L2Iste.iaffid(spread.entry(vms[line], lines.lpi(line))));
        }
    }

    /** {@inheritDoc} Lines that are not low stand in their order. */
    @Override
    public void tick(final int device, final int event, final long ns)
    {
        final int line = lines.line(device) + event;
        tick(line, ns);
        int at = activeCount - 1;
        for (; at > 0 && active[at - 1] > line; at--)
        {
            active[at] = active[at - 1];
        }
        active[at] = line;
    }

    @Override
    boolean isLeftHigh(final int line)
    {
        return book.isToCome(vms[line], lines.lpi(line));
    }

    @Override
    int entryLimit(final int offset, final int limitOffset)
    {
        return limitOffset - high() * TAKE_BYTES;
    }

    /** Returns the lines that are high behind the commands that are planned by now. */
    private int high()
    {
        int high = 0;
        for (int i = 0; i < activeCount; i++)
        {
            high += isHigh(active[i]) ? 1 : 0;
        }

        return high;
    }

    /** {@inheritDoc} Takes lines that are high, too. */
    @Override
    int drive(final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        Arrays.fill(isRising, false);
        Arrays.fill(isTaken, false);
        int at = offset;
        int untaken = high();
        for (int i = 0; i < activeCount && isApplied; i++)
        {
            final int line = active[i];
            final int pe = pe(vcpus[line]);
            final boolean hasRoom = limitOffset - at - UNIT_BYTES >= 2 * (untaken + 1) * TAKE_BYTES;
            isRising[line] = states[line] == DUE && hasRoom;
            at = isRising[line] ? line(frame, at, line, true) : at;
            if (pe != NONE && hasRoom)
            {
                at = take(frame, at, line, pe);
            }
            untaken += isRising[line] && !isTaken[line] ? 1 : 0;
        }

        return at;
    }

    /** {@return the PE of a vCPU that is in its guest and takes interrupts; −1 of another one} */
    private int pe(final int vcpu)
    {
        final long place = isScheduled ? places.place(vcpu) : 0;

        return !isScheduled ? vcpu : KvmPlace.isLoaded(place) && !KvmPlace.isDisabled(place) ?
            KvmPlace.pe(place) : NONE;
    }

    /** Has a guest that was entered take a line, which its device lowers. */
    private int take(final MutableDirectBuffer frame, final int offset, final int line, final int pe)
    {
        isTaken[line] = true;
        frame.putLong(offset, Commands.turn(pe, 1));

        return line(frame, offset + Long.BYTES, line, false);
    }

    @Override
    int takeOfEntered(final MutableDirectBuffer frame, final int offset, final int endOffset)
    {
        Arrays.fill(enteredPes, NONE);
        cursor.wrap(frame, offset, endOffset);
        while (cursor.next())
        {
            if (cursor.opcode() == CommandWord.HOST)
            {
                note(KvmVerb.of(cursor.word()), frame.getLong(cursor.offset() + Long.BYTES));
            }
        }
        int at = endOffset;
        for (int i = 0; i < activeCount; i++)
        {
            final int line = active[i];
            final int pe = enteredPes[vcpus[line]];
            at = isHigh(line) && pe != NONE ? take(frame, at, line, pe) : at;
        }

        return at;
    }

    private void note(final KvmVerb verb, final long word1)
    {
        if (verb == KvmVerb.RUN || verb == KvmVerb.PUT || verb == KvmVerb.BLOCK)
        {
            final int vcpu = topology.vpeIndex(KvmVerb.vm(word1), KvmVerb.vcpu(word1));
            enteredPes[vcpu] = verb == KvmVerb.RUN ? KvmVerb.argument16(word1) : NONE;
        }
    }

    /** Drives a line, by its wire or by user space. */
    private int line(final MutableDirectBuffer frame, final int offset, final int line, final boolean isHigh)
    {
        final int spi = lines.spi(vms[line], lines.lpi(line));

        return isScheduled ? KvmVerb.lineOfSpi(frame, offset, vms[line], spi, isHigh) :
            Commands.wire(frame, offset, Commands.WIRE_SPI, 0, spi, isHigh);
    }
}

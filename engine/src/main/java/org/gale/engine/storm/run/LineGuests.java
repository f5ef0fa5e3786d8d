package org.gale.engine.storm.run;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.flow.WireSink;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.ist.L2Iste;

/**
 * Guests of another source whose devices have lines, on the wall clock. An event raises its line, a turn of one
 * interrupt takes it, and the device lowers the line, all in front of the turns of the frame: these find the line low,
 * because a guest that deactivates a level takes it again. In KVM the line of a vCPU that is not loaded stays high
 * until the scheduler enters the guest.
 * <pre>
 *          event              rise in a frame               taken in a frame
 *   LOW ──────────▶ DUE ─────────────────────▶ HIGH ─────────────────────────▶ LOW ── acknowledge ──▶ model
 *                    └───── resident, or loaded: both in one frame ──────────▶
 * </pre>
 * Of several lines of a vCPU the one of the lowest SPI is taken first, as the machine does. Planned states hold once
 * their commands are in a frame. Nothing is allocated after the start. On the engine's thread.
 */
final class LineGuests extends ForwardingTurns implements WireSink
{
    private static final byte LOW = 0;
    private static final byte DUE = 1;
    private static final byte HIGH = 2;
    private static final int NONE = -1;
    private static final int DRIVE_BYTES = 2 * Long.BYTES;
    private static final int TAKE_BYTES = Long.BYTES + DRIVE_BYTES;
    private static final int UNIT_BYTES = DRIVE_BYTES + TAKE_BYTES;

    private final Topology topology;
    private final LineBook book;
    private final SharedLines lines;
    private final PrivateBook places;
    private final Rises rises;
    private final NanoClock clock;
    private final boolean isScheduled;
    private final CommandCursor cursor = new CommandCursor();
    private final int[] vms;                                        // by line
    private final int[] vcpus;                                      // by line
    private final byte[] states;                                    // by line
    private final boolean[] isRising;                               // by line: planned
    private final boolean[] isTaken;                                // by line: planned
    private final long[] intendedNs;                                // by line, of its event
    private final int[] enteredPes;                                 // by vCPU: entered by the frame, or NONE
    private int activeCount;
    private int dueCount;
    private boolean isApplied;
    private boolean isBegun;

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
        super(guests);
        this.topology = topology;
        this.places = places;
        this.book = places.lines();
        this.lines = book.lines();
        this.rises = rises;
        this.clock = clock;
        this.isScheduled = isScheduled;
        this.isBegun = !isResumed;
        vms = new int[lines.total()];
        vcpus = new int[vms.length];
        states = new byte[vms.length];
        isRising = new boolean[vms.length];
        isTaken = new boolean[vms.length];
        intendedNs = new long[vms.length];
        enteredPes = new int[topology.totalVpes()];
        for (int line = 0; line < vms.length; line++)
        {
            vms[line] = lines.vm(line);
            vcpus[line] = topology.vpeIndex(vms[line], L2Iste.iaffid(spread.entry(vms[line], lines.lpi(line))));
        }
    }

    /** Taker of lines that rise. */
    @FunctionalInterface
    interface Rises
    {
        /** Notes that a line rises by a command that is in a frame. */
        void rises(int line, long intendedNs, long nowNs);
    }

    @Override
    public void tick(final int device, final int event, final long ns)
    {
        final int line = lines.line(device) + event;
        assert states[line] == LOW : "line " + line + " is high";

        states[line] = DUE;
        dueCount++;
        activeCount++;
        intendedNs[line] = ns;
    }

    @Override
    public int drainLimit(final boolean isAllApplied)
    {
        isApplied = isAllApplied;

        return super.drainLimit(isAllApplied);
    }

    /** {@inheritDoc} Those of lines stand in front of the scheduler's, and behind all of its entries. */
    @Override
    public int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        begin();
        if (activeCount == 0)
        {
            return super.schedule(busy, frame, offset, limitOffset);
        }
        final int at = drive(frame, offset, limitOffset);
        final int end = super.schedule(busy, frame, at, limitOffset - high() * TAKE_BYTES);

        return isScheduled ? takeOfEntered(frame, at, end) : end;
    }

    /** Finds lines that an earlier part of the storm left high. */
    private void begin()
    {
        if (isBegun || !isApplied)
        {
            return;
        }
        isBegun = true;
        for (int line = 0; line < states.length; line++)
        {
            if (book.isToCome(vms[line], lines.lpi(line)))
            {
                states[line] = HIGH;
                activeCount++;
            }
        }
    }

    /** Returns the lines that are high behind the commands that are planned by now. */
    private int high()
    {
        int high = 0;
        for (int line = 0; line < states.length; line++)
        {
            high += (states[line] == HIGH || isRising[line]) && !isTaken[line] ? 1 : 0;
        }

        return high;
    }

    /** Takes lines that are high, and raises those that are due, of guests that are on a PE; of others only raises. */
    private int drive(final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        Arrays.fill(isRising, false);
        Arrays.fill(isTaken, false);
        int at = offset;
        int untaken = high();
        for (int line = 0; line < states.length && isApplied; line++)
        {
            final int pe = states[line] == LOW ? NONE : pe(vcpus[line]);
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

    private int takeOfEntered(final MutableDirectBuffer frame, final int offset, final int endOffset)
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
        for (int line = 0; line < states.length; line++)
        {
            final int pe = enteredPes[vcpus[line]];
            at = (states[line] == HIGH || isRising[line]) && !isTaken[line] && pe != NONE ?
                take(frame, at, line, pe) : at;
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

    @Override
    public void appended()
    {
        super.appended();
        for (int line = 0; line < states.length && activeCount > 0; line++)
        {
            if (isRising[line])
            {
                isRising[line] = false;
                states[line] = HIGH;
                dueCount--;
                rises.rises(line, intendedNs[line], clock.nanoTime());
            }
            if (isTaken[line])
            {
                isTaken[line] = false;
                states[line] = LOW;
                activeCount--;
            }
        }
    }

    /** {@inheritDoc} A vCPU with a high line is not asleep, unless the machine has lost its interrupt. */
    @Override
    public boolean isSettled(final PeSet signalled)
    {
        return dueCount == 0 && isBegun && super.isSettled(signalled);
    }
}

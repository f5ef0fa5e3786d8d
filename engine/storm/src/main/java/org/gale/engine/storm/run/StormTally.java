package org.gale.engine.storm.run;

import org.agrona.DirectBuffer;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;
import org.gale.tables.operand.Intid;

/**
 * Tally of a storm: counts the events that enter the machine and the interrupts that guests acknowledge, from commands
 * and outputs alone. Passes all on to the next observer; the accounting identity does not rest on that one. On the
 * engine's thread.
 */
final class StormTally implements RunObserver
{
    private static final int KIND_SHIFT = 60;
    private static final long OPCODE = -1L << KIND_SHIFT;
    /** Acknowledge of an LPI, but for its ID and PE: nearly all outputs are. */
    private static final long LPI_ACK =
        (long)Outputs.ACK << KIND_SHIFT | Integer.toUnsignedLong(Intid.of(Intid.TYPE_LPI, 0));
    private static final long KIND_AND_TYPE = -1L << KIND_SHIFT | Integer.toUnsignedLong(Intid.of(7, 0));

    private final long[] words = new long[DrainLimit.WORDS_MAX];
    private final RunObserver next;
    private final boolean hasWires;
    private final boolean hasPins;
    private final CommandCursor cursor = new CommandCursor();
    private long offered;
    private long delivered;

    /**
     * Creates a tally of messages.
     *
     * @param next observes the run, too, after the tally
     */
    StormTally(final RunObserver next)
    {
        this(next, false, false);
    }

    /**
     * Creates a tally.
     *
     * @param next     observes the run, too, after the tally
     * @param hasWires true if wires that rise are events, too
     * @param hasPins  true if SPIs are level pins, whose interrupts are none of the storm's
     */
    StormTally(final RunObserver next, final boolean hasWires, final boolean hasPins)
    {
        this.hasPins = hasPins;
        this.next = next;
        this.hasWires = hasWires;
    }

    /** Returns the MSIs and the interrupts between vCPUs that were drained, and the wires that rose. */
    long offered()
    {
        return offered;
    }

    /** Returns the interrupts that guests acknowledged. */
    long delivered()
    {
        return delivered;
    }

    @Override
    public void scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        if (hasWires)
        {
            cursor.wrap(frame, offset, endOffset);
            while (cursor.next())
            {
                offered += isRise(cursor.opcode(), cursor.word()) ? 1 : 0;
            }
        }
        next.scheduled(frame, offset, endOffset, nowNs);                        // other HOST commands offer nothing
    }

    private static boolean isRise(final int opcode, final long word)
    {
        return opcode == CommandWord.WIRE ? Commands.isWireHigh(word) :
            opcode == CommandWord.HOST && Commands.hostFamily(word) == KvmVerb.FAMILY &&
            (KvmVerb.of(word) == KvmVerb.LINE || KvmVerb.of(word) == KvmVerb.IRQ_LINE) &&
            (KvmVerb.modifier(word) & 1) != 0;
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        final int count = (endOffset - offset) >>> 3;
        CommandWords.copy(frame, offset, words, 0, count);
        int at = 0;
        while (at < count)
        {
            final int end = endOfEvents(at, count);
            at = end > at ? end : countOther(at);
        }
        next.drained(frame, offset, endOffset, nowNs);
    }

    /** Counts a run of events of one opcode, which may be empty, and returns the index behind them. */
    private int endOfEvents(final int begin, final int end)
    {
        final int opcode = CommandWord.opcode(words[begin]);
        if (opcode == CommandWord.MSI_LONG)
        {
            return endOfLongEvents(begin, end);
        }
        final int at = CommandWord.isEvent(words[begin]) ? endOfRun(begin, end, OPCODE, words[begin]) : begin;
        offered += at - begin;

        return at;
    }

    private int endOfLongEvents(final int begin, final int end)
    {
        final long[] from = words;
        int at = begin;
        while (at < end && CommandWord.opcode(from[at]) == CommandWord.MSI_LONG)
        {
            at += CommandWord.MSI_LONG_WORDS;
        }
        offered += (at - begin) / CommandWord.MSI_LONG_WORDS;

        return at;
    }

    /** Counts the event that a command sends which is none of a device, if any, and returns the index behind it. */
    private int countOther(final int at)
    {
        final int length = CommandWord.length(words[at]);
        offered += (length > 1 && GuestIpis.isOne(words[at], words[at + 1])) || KvmVerb.isHold(words[at]) ? 1 : 0;

        return at + length;
    }

    @Override
    public void raised(final long nowNs)
    {
        next.raised(nowNs);                                                     // nothing enters, nothing is taken
    }

    @Override
    public void applied(final Outputs outputs, final long nowNs)
    {
        int begin = 0;
        int at = 0;
        while (begin < outputs.words())
        {
            final int count = outputs.copy(begin, words);
            while (at < count)
            {
                final int end = endOfRun(at, count, KIND_AND_TYPE, LPI_ACK);
                delivered += end - at;
                at = end < count ? end + countOutput(words[end]) : count;
            }
            begin += count;
            at -= count;                                                        // 1 if a second word is yet to come
        }
        next.applied(outputs, nowNs);
    }

    /**
     * Counts the acknowledge that an output is, if any. That of an SPI is none of the storm's if these are pins.
     *
     * @return the words of the output
     */
    private int countOutput(final long output)
    {
        final boolean isAck = Outputs.kind(output) == Outputs.ACK;
        delivered += isAck && !(hasPins && Intid.isSpi((int)output)) ? 1 : 0;

        return Outputs.length(output);
    }

    /** Returns the index behind a run of words that are alike in some bits; it may be empty. */
    private int endOfRun(final int begin, final int end, final long bits, final long like)
    {
        final long[] from = words;
        int at = begin;
        while (at < end && ((from[at] ^ like) & bits) == 0)
        {
            at++;
        }

        return at;
    }
}

package org.gale.engine.storm.latency;

import java.util.Arrays;
import org.gale.ringbuf.CommandWord;

/** First messages of each event among the words of one drain. Reused; owned by the engine's thread. */
final class FirstEvents
{
    /** Bits of the time in the word of an MSI, below those of its event. */
    private static final int EVENT_SHIFT = 24;
    private static final int MIX = 0x9E3779B1;

    /** Index plus 1 of the first message of an event, by slot; a table with linear probes. */
    private final int[] slots;
    /** Event of each message, as an MSI, where the last word of its command lies. */
    private final long[] events;
    private final MessageLpis lpis;
    private int mask;

    /**
     * Makes an empty table.
     *
     * @param limit of the words of a drain
     */
    FirstEvents(final MessageLpis lpis, final int limit)
    {
        this.lpis = lpis;
        events = new long[limit];
        slots = new int[Integer.highestOneBit(limit) << 2];
    }

    /**
     * Finds the first messages.
     *
     * @param drained words of commands; the second word of an instruction is the event that it sends, as an MSI
     */
    void find(final long[] drained, final int count)
    {
        mask = (Integer.highestOneBit(count) << 2) - 1;
        Arrays.fill(slots, 0, mask + 1, 0);
        int at = 0;
        while (at < count)
        {
            final int length = CommandWord.length(drained[at]);
            final int message = at + length - 1;
            final int opcode = CommandWord.opcode(drained[at]);
            events[message] = CommandWord.isEvent(drained[at]) && opcode != CommandWord.MSI ?
                lpis.message(drained[at], drained[message]) : drained[message];
            if (opcode != CommandWord.TIME &&
                CommandWord.opcode(events[message]) == CommandWord.MSI)
            {
                final int slot = slotOf(events[message]);
                slots[slot] = slots[slot] == 0 ? message + 1 : slots[slot];
            }
            at += length;
        }
    }

    /** Returns whether the message at an index is the first one of its event. */
    boolean isFirst(final int index)
    {
        return slots[slotOf(events[index])] == index + 1;
    }

    private int slotOf(final long word)
    {
        final long event = word >>> EVENT_SHIFT;
        int slot = (((int)(event ^ (event >>> Short.SIZE)) * MIX) >>> Byte.SIZE) & mask;
        while (slots[slot] != 0 && events[slots[slot] - 1] >>> EVENT_SHIFT != event)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}

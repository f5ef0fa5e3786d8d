package org.gale.engine.storm.latency;

import org.gale.engine.agent.DrainLimit;
import org.gale.engine.command.Commands;

/**
 * Mark of a sampled LPI that waits, a word other than 0. Pure functions.
 * <pre>
 *  63 62        41 40      24 23                        0
 *  +--+-----------+----------+---------------------------+
 *  | 1|  command  |   slot   |     ns since the base     |
 *  +--+-----------+----------+---------------------------+
 *   command: its index among those that were drained with it
 *   slot: of the stamps of its batch
 * </pre>
 */
final class LpiMark
{
    /** Limit of the batches whose stamps are kept, each 64 bytes. */
    static final int SLOT_LIMIT = 1 << 17;

    private static final int SLOT_SHIFT = 24;
    private static final int SLOT_MASK = SLOT_LIMIT - 1;
    private static final int COMMAND_SHIFT = SLOT_SHIFT + 17;
    private static final int WAITS_SHIFT = 63;
    private static final long WAITS = 1L << WAITS_SHIFT;

    static
    {
        assert Commands.TIME_MASK >>> SLOT_SHIFT == 0 : "a time reaches into the slot";
        assert (long)SLOT_MASK << SLOT_SHIFT < 1L << COMMAND_SHIFT : "a slot reaches into the command";
        assert DrainLimit.WORDS_MAX <= 1L << (WAITS_SHIFT - COMMAND_SHIFT) : "a command reaches into the mark";
        assert Integer.bitCount(SLOT_LIMIT) == 1 : "slots have no mask";
    }

    private LpiMark()
    {
    }

    /** {@return the mark of the LPI of an event} */
    static long of(final int command, final int slot, final long word)
    {
        return WAITS | ((long)command << COMMAND_SHIFT) | ((long)slot << SLOT_SHIFT) | (word & Commands.TIME_MASK);
    }

    /** Returns 1 for a mark, and 0 for the word of an LPI that does not wait. */
    static int waits(final long mark)
    {
        return (int)(mark >>> WAITS_SHIFT);
    }

    /** {@return the slot of the batch} */
    static int batch(final long mark)
    {
        return (int)(mark >>> SLOT_SHIFT) & SLOT_MASK;
    }

    /** {@return the index of the command} */
    static int command(final long mark)
    {
        return (int)((mark & ~WAITS) >>> COMMAND_SHIFT);
    }
}

package org.gale.engine.storm.latency;

import org.gale.engine.command.Commands;

/**
 * Draw of the interrupts whose latencies are taken: one in N, by a hash of the message that made an interrupt pending.
 * The hash takes DeviceID and EventID of the message, which name its VM and LPI, and the number of its command. Nothing
 * is remembered of an interrupt that is not drawn. Pure functions.
 * <pre>
 *   h = DeviceID * 2^40 + EventID * 2^24 + command * 0x9E3779B97F4A7C15           (mod 2^64)
 *   h = (h ^ (h >> 32)) * 0xD6E8FEB86659FD93                                      (mod 2^64)
 *   drawn, if h >> 32 is less than 2^32 / N
 * </pre>
 */
final class SampleHash
{
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FACTOR = 0xD6E8FEB86659FD93L;
    private static final int HALF = 32;
    private static final long EVENT_MASK = Commands.MSI_EVENT_LIMIT - 1;
    /** Limit with which every interrupt is drawn. */
    static final long ALL = 1L << HALF;
    /** Bits of DeviceID and EventID in the word of an MSI. */
    private static final long PLACE = Commands.msi(-1 >>> (HALF - 20), (1 << Short.SIZE) - 1, 0) &
        ~Commands.msi(0, 0, 0);

    private SampleHash()
    {
    }

    /**
     * Returns the limit of the hashes that are drawn.
     *
     * @param every N of one in N; 0 to draw none
     */
    public static long limit(final int every)
    {
        return every == 0 ? 0 : ALL / every;
    }

    /** Returns whether the interrupt of a message is drawn. */
    public static boolean isDrawn(final int deviceId, final int eventId, final long command, final long limit)
    {
        return drawn(Commands.msi(deviceId, eventId, 0), step(command), limit) != 0;
    }

    /** {@return the part of the hash that the number of a command makes; it grows by {@link #step step(1)}} */
    static long step(final long command)
    {
        return command * GOLDEN;
    }

    /** {@return DeviceID and EventID where the word of an MSI has them, as far as they fit} */
    static long message(final long ids)
    {
        return ids >>> Integer.SIZE << 40 | (ids & EVENT_MASK) << 24;
    }

    /**
     * Returns 1 for the word of an MSI whose interrupt is drawn, and 0 for another. There is no branch, because no
     * predictor would learn it.
     *
     * @param step  of its command
     * @param limit of the hashes that are drawn
     */
    static int drawn(final long msi, final long step, final long limit)
    {
        final long sum = (msi & PLACE) + step;
        final long hash = ((sum ^ (sum >>> HALF)) * FACTOR) >>> HALF;

        return (int)((hash - limit) >>> (Long.SIZE - 1));
    }
}

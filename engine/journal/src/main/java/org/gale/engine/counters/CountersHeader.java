package org.gale.engine.counters;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Header of the counters of a run. Its layout is that of {@link CountersLayout}. */
final class CountersHeader
{
    private CountersHeader()
    {
    }

    /**
     * Stores a header, the magic last: a file that has it has the rest. Pairs with the read in {@link CountersFile}.
     *
     * @param header  zeroed
     * @param pid     process of the run
     * @param beganMs begin of the run, ms since 1970
     * @param profile name of the traffic's profile
     * @param journal the journal's directory; empty without a journal
     */
    static void storeRelease(
        final UnsafeBuffer header, final long pid, final long beganMs, final String profile, final String journal)
    {
        header.putInt(CountersLayout.VERSION_OFFSET, CountersLayout.VERSION);
        header.putLong(CountersLayout.PID_OFFSET, pid);
        header.putLong(CountersLayout.BEGAN_OFFSET, beganMs);
        put(header, CountersLayout.PROFILE_OFFSET, CountersLayout.PROFILE_LENGTH, profile);
        put(header, CountersLayout.JOURNAL_OFFSET, CountersLayout.JOURNAL_LENGTH, journal);
        header.putLongRelease(CountersLayout.MAGIC_OFFSET, CountersLayout.MAGIC);
    }

    private static void put(final UnsafeBuffer header, final int offset, final int length, final String text)
    {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final byte[] kept = Arrays.copyOf(bytes, Math.min(bytes.length, length - Integer.BYTES));
        header.putInt(offset, kept.length);
        header.putBytes(offset + Integer.BYTES, kept);
    }
}

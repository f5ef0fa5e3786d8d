package org.gale.engine.machine;

import org.agrona.DirectBuffer;
import org.gale.engine.irs.Irs;
import org.gale.engine.its.Its;
import org.gale.ringbuf.CommandWord;

/**
 * Applies a run of MSI commands in two passes: translate all into a scratch array, then make each pending. What a
 * translation reports waits for its turn, so outputs do not depend on where a run ends. Owned by
 * the machine's thread.
 */
final class MsiRun
{
    /** The longest run that is translated ahead. */
    static final int LIMIT = 1024;

    private final Machine machine;
    private final Its its;
    private final Irs irs;
    private final long[] places = new long[LIMIT];
    private final long[] translations = new long[LIMIT];
    private Runnable onTranslated = () -> { };

    MsiRun(final Machine machine, final Its its, final Irs irs)
    {
        this.machine = machine;
        this.its = its;
        this.irs = irs;
    }

    /** Who is told when the translations of a run are done, to read a clock. */
    void onTranslated(final Runnable probe)
    {
        onTranslated = probe;
    }

    /** Applies the MSI at an offset and those that follow it; returns the offset after the last. */
    int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int count = translate(frame, offset, Math.min(LIMIT, (endOffset - offset) >>> 3));
        onTranslated.run();
        machine.outputs().beginCommand();                                       // an MSI rings one doorbell at most
        int done = 0;
        while (done < count)
        {
            if (translations[done] == 0)
            {
                final long word = frame.getLong(offset + (done << 3));
                its.fail(Commands.msiDeviceId(word), Commands.msiEventId(word));
                done++;
            }
            else
            {
                done = irs.deliverEdges(translations, done, count);
            }
            machine.settle();
        }
        machine.commandDigest().addRun(frame, offset, count);

        return offset + (count << 3);
    }

    /**
     * The first pass, itself in two: where the translations lie, then what they are. A run ends in front of an MSI
     * whose walk reads a page in which an interrupt state table is live, for an earlier one may change what it reads.
     *
     * @return how many MSIs the run has
     */
    private int translate(final DirectBuffer frame, final int offset, final int limit)
    {
        final int count = locate(frame, offset, limit);
        for (int i = 0; i < count; i++)
        {
            if (places[i] >= 0)
            {
                translations[i] = its.entryAt(places[i]);
            }
        }

        return count;
    }

    private int locate(final DirectBuffer frame, final int offset, final int limit)
    {
        for (int i = 0; i < limit; i++)
        {
            final long word = frame.getLong(offset + (i << 3));
            if (CommandWord.opcode(word) != CommandWord.MSI)
            {
                return i;
            }
            places[i] = its.locate(Commands.msiDeviceId(word), Commands.msiEventId(word));
            if (places[i] < 0)
            {
                translations[i] = its.translate(Commands.msiDeviceId(word), Commands.msiEventId(word));
            }
            if (its.hasReadLiveTable() && i > 0)
            {
                return i;
            }
        }

        return limit;
    }
}

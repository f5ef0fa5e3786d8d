package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.irs.EdgeDelivery;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;

/**
 * Run of MSI commands, applied in two passes: translate all into a scratch array, then make each pending. Errors of a
 * translation are reported in the order of the commands, so outputs do not depend on the end of a run. Owned by the
 * machine's thread.
 */
final class MsiRun
{
    /** Limit of the MSIs that are translated ahead. */
    static final int LIMIT = 1024;

    /** Number of words that are copied together, however short the run is. */
    private static final int COPIED_WORDS = 64;

    private final Gicv5Machine machine;
    private final Its its;
    private final EdgeDelivery edges;
    private final int limit;
    private final long[] words = new long[LIMIT];
    private final long[] places = new long[LIMIT];
    private final long[] translations = new long[LIMIT];
    private Runnable onTranslated = () -> { };

    MsiRun(final Gicv5Machine machine, final Its its, final Irs irs)
    {
        this.machine = machine;
        this.its = its;
        this.edges = irs.edges();
        this.limit = its.isCaching() ? 1 : LIMIT;                               // a translation changes the cache
    }

    /** Sets a probe that reads a clock when the translations of a run are done. */
    void onTranslated(final Runnable probe)
    {
        onTranslated = probe;
    }

    /**
     * Applies the MSI at an offset and those that follow it.
     *
     * @return the offset after the last one
     */
    int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int count = translate(frame, offset, Math.min(limit, (endOffset - offset) >>> 3));
        onTranslated.run();
        machine.outputs().beginCommand();                                       // an MSI rings one doorbell at most
        int done = 0;
        int loaded = 0;
        while (done < count)
        {
            if (done >= loaded)
            {
                loaded = edges.loadAhead(translations, done, count);
            }
            if (translations[done] == 0)
            {
                its.fail(Commands.msiDeviceId(words[done]), Commands.msiEventId(words[done]));
                done++;
            }
            else
            {
                done = edges.deliver(translations, done, loaded);
            }
            machine.settle();
        }
        machine.commandDigest().addRun(words, count, count);

        return offset + (count << 3);
    }

    /**
     * Translates a run of MSIs, the first pass: locates all translations, then loads them. A run ends in front of an
     * MSI whose walk reads a page with a live interrupt state table, because an earlier MSI may change such a page.
     *
     * @return the number of MSIs in the run
     */
    private int translate(final DirectBuffer frame, final int offset, final int limit)
    {
        int count = 0;
        int end = 0;
        while (count == end && end < limit)
        {
            final int copied = Math.min(COPIED_WORDS, limit - end);
            CommandWords.copy(frame, offset + (end << 3), words, end, copied);
            end += copied;
            count = locate(count, end);
        }
        for (int i = 0; i < count; i++)
        {
            if (places[i] >= 0)
            {
                translations[i] = its.entryAt(places[i]);
            }
        }

        return count;
    }

    /**
     * Locates the translations of the run. Nothing here may touch a buffer: the compiler then keeps the registers of
     * the ITS that walks read in processor registers.
     */
    private int locate(final int from, final int end)
    {
        for (int i = from; i < end; i++)
        {
            final long word = words[i] & ~Commands.TIME_MASK;
            words[i] = word;
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

        return end;
    }
}

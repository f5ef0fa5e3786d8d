package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;

/**
 * Applies a run of MSI commands in two passes: translate all into a scratch array, then make each pending. What a
 * translation reports waits for its turn, so outputs do not depend on where a run ends. Owned by
 * the machine's thread.
 */
final class MsiRun
{
    /** The longest run that is translated ahead. */
    static final int LIMIT = 1024;

    /** So many words are looked at together, however short the run is. */
    private static final int COPIED_WORDS = 64;

    private final Gicv5Machine machine;
    private final Its its;
    private final Irs irs;
    private final long[] words = new long[LIMIT];
    private final long[] places = new long[LIMIT];
    private final long[] translations = new long[LIMIT];
    private Runnable onTranslated = () -> { };

    MsiRun(final Gicv5Machine machine, final Its its, final Irs irs)
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
                its.fail(Commands.msiDeviceId(words[done]), Commands.msiEventId(words[done]));
                done++;
            }
            else
            {
                done = irs.deliverEdges(translations, done, count);
            }
            machine.settle();
        }
        machine.commandDigest().addRun(words, count, count);

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

    /** Nothing here may touch a buffer: the compiler then keeps what the walks read of the ITS in registers. */
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

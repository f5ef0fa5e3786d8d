package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.irs.EdgeDelivery;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;
import org.gale.engine.machine.CommandDigest;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;

/**
 * Run of MSI commands, applied in two passes: translate all into a scratch array, then make each pending. Errors of a
 * translation are reported in the order of the commands, so outputs do not depend on the end of a run. Owned by the
 * machine's thread.
 */
final class MsiRun implements EventRun
{
    /** Limit of the MSIs that are translated ahead. */
    static final int LIMIT = 1024;

    /** Number of words that are copied together, however short the run is. */
    private static final int COPIED_WORDS = 64;

    private final Outputs outputs;
    private final CommandDigest commandDigest;
    private final Settlement settlement;
    private final Its its;
    private final Irs irs;
    private final EdgeDelivery edges;
    private final int limit;
    /** MSIs of the run, without their times, and behind them the words that are looked at. */
    private final long[] words = new long[LIMIT + COPIED_WORDS];
    private final long[] places = new long[LIMIT];
    private final long[] translations = new long[LIMIT];
    private Runnable onTranslated = () -> { };
    private int count;

    MsiRun(final Outputs outputs, final CommandDigest commandDigest, final Settlement settlement,
        final Its its, final Irs irs)
    {
        this.outputs = outputs;
        this.commandDigest = commandDigest;
        this.settlement = settlement;
        this.its = its;
        this.irs = irs;
        this.edges = irs.edges();
        this.limit = its.isCaching() ? 1 : LIMIT;                               // a translation changes the cache
    }

    @Override
    public boolean takes(final long word)
    {
        return CommandWord.opcode(word) == CommandWord.MSI || CommandWord.opcode(word) == CommandWord.TIME;
    }

    @Override
    public void onTranslated(final Runnable probe)
    {
        onTranslated = probe;
    }

    /**
     * Applies the MSIs at an offset, those behind a TIME among them. Nothing in the machine reads a clock, and at a low
     * rate each few MSIs have a TIME of their own.
     *
     * @return the offset after the last one
     */
    @Override
    public int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int end = translate(frame, offset, endOffset);
        if (count > 0)
        {
            onTranslated.run();
            deliver();
            commandDigest.addRun(words, count, count);
        }

        return end;
    }

    private void deliver()
    {
        irs.askedAt(0);                                                         // M-ITSIRS: that of ITS 0
        outputs.beginCommand();                                                 // an MSI rings one doorbell at most
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
            settlement.settle(done);
        }
    }

    /**
     * Translates a run of MSIs, the first pass: locates all translations, then loads them. A run ends in front of an
     * MSI whose walk reads a page with a live interrupt state table, because an earlier MSI may change such a page.
     *
     * @return the offset after the last one
     */
    private int translate(final DirectBuffer frame, final int offset, final int endOffset)
    {
        count = 0;
        int at = offset;
        boolean goesOn = true;
        while (goesOn && at < endOffset)
        {
            final int length = Math.min(COPIED_WORDS, (endOffset - at) >>> 3);
            CommandWords.copy(frame, at, words, count, length);
            final int passed = locate(count, count + length);
            at += passed << 3;
            goesOn = passed >= length && count < limit;
        }
        for (int i = 0; i < count; i++)
        {
            if (places[i] >= 0)
            {
                translations[i] = its.entryAt(places[i]);
            }
        }

        return at;
    }

    /**
     * Locates the translations of copied MSIs. Nothing here may touch a buffer: the compiler then keeps the registers
     * of the ITS that walks read in processor registers.
     *
     * @return the number of copied words that are passed; one more where a TIME ends behind them
     */
    private int locate(final int from, final int end)
    {
        int located = from;
        int at = from;
        while (at < end && located < limit)
        {
            final long word = words[at] & ~Commands.TIME_MASK;
            if (CommandWord.opcode(word) == CommandWord.MSI)
            {
                words[located] = word;
                places[located] = its.locate(Commands.msiDeviceId(word), Commands.msiEventId(word));
                if (places[located] < 0)
                {
                    translations[located] = its.translate(Commands.msiDeviceId(word), Commands.msiEventId(word));
                }
                if (its.hasReadLiveTable() && located > 0)
                {
                    break;
                }
                located++;
                at++;
            }
            else if (CommandWord.opcode(word) == CommandWord.TIME)
            {
                at += CommandWord.length(word);
            }
            else
            {
                break;
            }
        }
        count = located;

        return at - from;
    }
}

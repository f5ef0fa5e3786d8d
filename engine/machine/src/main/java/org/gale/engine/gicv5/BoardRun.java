package org.gale.engine.gicv5;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.gale.engine.gicv5.irs.EdgeDelivery;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;
import org.gale.engine.gicv5.its.LinearTables;
import org.gale.engine.machine.CommandDigest;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWords;

/**
 * Run of commands that send events to any ITS of a machine, applied in passes as {@link MsiRun} does, in the order of
 * the commands: all are read, translated, and then delivered. The effect equals that of one after another. Owned by the
 * machine's thread.
 */
abstract class BoardRun implements EventRun
{
    /** Number of words that are copied together, however short the run is. */
    private static final int COPIED_WORDS = 128;

    final Its[] parts;
    /** Limit of the commands of a run. */
    final int limit;
    /** Words that are looked at; in their place come those of the commands without their times, for the digest. */
    final long[] words = new long[COPIED_WORDS];
    final int[] itss = new int[MsiRun.LIMIT];
    final long[] ids = new long[MsiRun.LIMIT];
    final long[] places = new long[MsiRun.LIMIT];
    final long[] translations = new long[MsiRun.LIMIT];
    /** Number of the words of commands. */
    int kept;
    /** Number of events. */
    int count;
    private final LinearTables tables;
    private final Outputs outputs;
    private final CommandDigest commandDigest;
    private final Settlement settlement;
    /** IRS at which the events of each ITS report errors. */
    private final int[] siteOfIts;
    private final Irs irs;
    private final EdgeDelivery edges;
    private Runnable onTranslated = () -> { };

    BoardRun(final Outputs outputs, final CommandDigest commandDigest, final Settlement settlement,
        final EventSources sources, final Irs irs)
    {
        this.outputs = outputs;
        this.commandDigest = commandDigest;
        this.settlement = settlement;
        this.parts = new Its[sources.itsCount()];
        Arrays.setAll(parts, sources::its);
        this.tables = new LinearTables(parts);
        this.siteOfIts = new int[parts.length];
        Arrays.setAll(siteOfIts, irs.board()::irsOfIts);
        this.irs = irs;
        this.edges = irs.edges();
        this.limit = parts[0].isCaching() ? 1 : MsiRun.LIMIT;             // a translation changes the cache
    }

    /**
     * Reads the commands of a run among the words that were copied. Those behind a TIME are among them. Nothing there
     * may touch a buffer: the compiler then keeps more in processor registers.
     *
     * @param end index behind the last word
     * @return the number of words that are passed; one more where a TIME ends behind them
     */
    abstract int readCopied(int end);

    @Override
    public final void onTranslated(final Runnable probe)
    {
        onTranslated = probe;
    }

    @Override
    public final int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        count = 0;
        final int end = read(frame, offset, endOffset);
        if (count > 0)
        {
            deliverAll();
            commandDigest.addRun(words, 0, count);                              // their words are there already
        }

        return end;
    }

    /** Reads a run, the first pass, and returns the offset behind it. */
    private int read(final DirectBuffer frame, final int offset, final int endOffset)
    {
        int at = offset;
        boolean goesOn = true;
        while (goesOn && at < endOffset)
        {
            final int length = Math.min(COPIED_WORDS, (endOffset - at) >>> 3);
            CommandWords.copy(frame, at, words, 0, length);
            kept = 0;
            final int passed = readCopied(length);
            commandDigest.addRun(words, kept, 0);
            at += passed << 3;
            goesOn = passed > 0 && passed >= length - 1 && count < limit;       // the last word may begin a command
        }

        return at;
    }

    private void deliverAll()
    {
        tables.latch();
        int translated = translate(0);
        onTranslated.run();
        irs.askedAt(siteOfIts[0]);                                              // M-ITSIRS: on a board each event's
        outputs.beginCommand();                                                 // an MSI rings one doorbell at most
        deliver(0, translated);
        while (translated < count)
        {
            final int from = translated;
            translated = translate(from);
            deliver(from, translated);
        }
        irs.askedAt(0);
    }

    /**
     * Translates events: locates their entries, and then loads them. Ends in front of an event, other than the first
     * one, whose walk reads a page with a live interrupt state table: an earlier event may change such a page.
     *
     * @return the index of the first event that is not translated
     */
    private int translate(final int from)
    {
        int end = tables.locate(itss, ids, places, from, count);
        for (int i = from; i < end; i++)
        {
            if (places[i] >= 0)
            {
                translations[i] = tables.entryAt(places[i]);
            }
            else
            {
                translations[i] = parts[itss[i]].translate((int)(ids[i] >>> Integer.SIZE), (int)ids[i]);
                end = i > from && parts[itss[i]].hasReadLiveTable() ? i : end;
            }
        }

        return end;
    }

    private void deliver(final int from, final int end)
    {
        final boolean isBoard = parts.length > 1;
        int done = from;
        int loaded = from;
        while (done < end)
        {
            if (done >= loaded)
            {
                loaded = edges.loadAhead(translations, done, end);
            }
            if (translations[done] == 0)
            {
                parts[itss[done]].fail((int)(ids[done] >>> Integer.SIZE), (int)ids[done]);
                done++;
            }
            else
            {
                done = isBoard ? edges.deliver(translations, itss, siteOfIts, done, loaded) :
                    edges.deliver(translations, done, loaded);
            }
            settlement.settle(done);
        }
    }
}

package org.gale.engine.gicv5;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.gale.engine.gicv5.irs.EdgeDelivery;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;
import org.gale.engine.gicv5.its.LinearTables;

/**
 * Run of commands that send events to any ITS of a machine, applied in passes as {@link MsiRun} does, in the order of
 * the commands: all are read, translated, and then delivered. The effect equals that of one after another. Owned by the
 * machine's thread.
 */
abstract class BoardRun implements EventRun
{
    /** Length of an MSI_LONG. */
    static final int LONG_WORDS = 2;

    final Its[] parts;
    /** Limit of the commands of a run. */
    final int limit;
    /** Words of the commands without their times, for the digest, and behind them those that are looked at. */
    final long[] words;
    final int[] itss = new int[MsiRun.LIMIT];
    final long[] ids = new long[MsiRun.LIMIT];
    final long[] places = new long[MsiRun.LIMIT];
    final long[] translations = new long[MsiRun.LIMIT];
    int wordCount;
    /** Number of events. */
    int count;
    private final LinearTables tables;
    private final Gicv5Machine machine;
    /** IRS at which the events of each ITS report errors. */
    private final int[] siteOfIts;
    private final Irs irs;
    private final EdgeDelivery edges;
    private Runnable onTranslated = () -> { };

    /** @param aheadWords number of words that are looked at behind those of the run */
    BoardRun(final Gicv5Machine machine, final EventSources sources, final Irs irs, final int aheadWords)
    {
        this.machine = machine;
        this.parts = new Its[sources.itsCount()];
        Arrays.setAll(parts, sources::its);
        this.tables = new LinearTables(parts);
        this.siteOfIts = new int[parts.length];
        Arrays.setAll(siteOfIts, irs.board()::irsOfIts);
        this.irs = irs;
        this.edges = irs.edges();
        this.limit = parts[0].isCaching() ? 1 : MsiRun.LIMIT;             // a translation changes the cache
        this.words = new long[LONG_WORDS * MsiRun.LIMIT + aheadWords];
    }

    /**
     * Reads the commands of a run, the first pass, and does what they do in front of the ITS. Those behind a TIME are
     * among them.
     *
     * @return the offset after the last one
     */
    abstract int read(DirectBuffer frame, int offset, int endOffset);

    @Override
    public final void onTranslated(final Runnable probe)
    {
        onTranslated = probe;
    }

    @Override
    public final int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        count = 0;
        wordCount = 0;
        final int end = read(frame, offset, endOffset);
        if (count > 0)
        {
            deliverAll();
            machine.commandDigest().addRun(words, wordCount, count);
        }

        return end == offset ? machine.apply(frame, offset) : end;              // a command that is none of a run
    }

    private void deliverAll()
    {
        tables.latch();
        int translated = translate(0);
        onTranslated.run();
        irs.askedAt(siteOfIts[0]);                                              // M-ITSIRS: on a board each event's
        machine.outputs().beginCommand();                                       // an MSI rings one doorbell at most
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
            machine.settle(done);
        }
    }
}

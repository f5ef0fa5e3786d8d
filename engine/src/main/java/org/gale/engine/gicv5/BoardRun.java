package org.gale.engine.gicv5;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.gale.engine.gicv5.irs.EdgeDelivery;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;

/**
 * Run of commands that send events to any ITS of a machine, applied in two passes as {@link MsiRun} does, in the order
 * of the commands. The effect equals that of one after another. Owned by the machine's thread.
 */
abstract class BoardRun implements EventRun
{
    private static final int LONG_WORDS = 2;

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
        this.siteOfIts = new int[parts.length];
        Arrays.setAll(siteOfIts, irs.board()::irsOfIts);
        this.irs = irs;
        this.edges = irs.edges();
        this.limit = parts[0].isCaching() ? 1 : MsiRun.LIMIT;             // a translation changes the cache
        this.words = new long[LONG_WORDS * MsiRun.LIMIT + aheadWords];
    }

    /**
     * Translates a run of events, the first pass. A run ends in front of an event whose walk reads a page with a live
     * interrupt state table, because an earlier event may change such a page.
     *
     * @return the offset after the last one
     */
    abstract int translate(DirectBuffer frame, int offset, int endOffset);

    /** Returns the number of commands, those that send no event included. */
    abstract int commandCount();

    /** Returns the number, from 1, of the command of an event in the run. */
    abstract int commandOf(int event);

    @Override
    public final void onTranslated(final Runnable probe)
    {
        onTranslated = probe;
    }

    @Override
    public final int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int end = translate(frame, offset, endOffset);
        if (count > 0)
        {
            onTranslated.run();
            deliver();
        }
        if (commandCount() > 0)
        {
            machine.commandDigest().addRun(words, wordCount, commandCount());
        }

        return end == offset ? machine.apply(frame, offset) : end;              // a command that the frame cuts off
    }

    private void deliver()
    {
        final boolean isBoard = parts.length > 1;
        if (isBoard)
        {
            edges.beginRun();
        }
        else
        {
            irs.askedAt(siteOfIts[0]);                                          // M-ITSIRS: on a board errors say it
        }
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
                parts[itss[done]].fail((int)(ids[done] >>> Integer.SIZE), (int)ids[done]);
                done++;
            }
            else
            {
                done = isBoard ? edges.deliver(translations, itss, siteOfIts, done, loaded) :
                    edges.deliver(translations, done, loaded);
            }
            machine.settle(commandOf(done - 1));
        }
        if (isBoard)
        {
            edges.endRun();
        }
    }
}

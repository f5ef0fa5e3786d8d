package org.gale.engine.gicv5;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.gicv5.irs.EdgeDelivery;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;
import org.gale.ringbuf.CommandWord;

/**
 * Run of MSI, MSI_LONG and TRIGGER commands on a machine with several ITSs or with functions, applied in two passes as
 * {@link MsiRun} does: events of all ITSs in the order of the commands. A trigger whose message leaves is an event,
 * too. The effect equals that of one after another. Owned by the machine's thread.
 */
final class BoardEventRun implements EventRun
{
    private static final int LONG_WORDS = 2;

    private final Gicv5Machine machine;
    private final Its[] parts;
    /** IRS at which the events of each ITS report errors. */
    private final int[] siteOfIts;
    private final EdgeDelivery edges;
    private final int limit;
    /** Functions; null if triggers are no commands of a run. */
    private final FrontEnd front;
    /** Words of the commands without their times, for the digest. */
    private final long[] words = new long[LONG_WORDS * MsiRun.LIMIT];
    private final int[] itss = new int[MsiRun.LIMIT];
    private final int[] sites = new int[MsiRun.LIMIT];
    private final long[] ids = new long[MsiRun.LIMIT];
    private final long[] places = new long[MsiRun.LIMIT];
    private final long[] translations = new long[MsiRun.LIMIT];
    /** Number, from 1, of the command of each event in the run. */
    private final int[] commands = new int[MsiRun.LIMIT];
    private Runnable onTranslated = () -> { };
    private int wordCount;
    private int count;
    private int commandCount;

    /** @param front functions whose triggers belong to runs, or null */
    BoardEventRun(final Gicv5Machine machine, final EventSources sources, final Irs irs, final FrontEnd front)
    {
        this.front = front;
        this.machine = machine;
        this.parts = new Its[sources.itsCount()];
        Arrays.setAll(parts, sources::its);
        this.siteOfIts = new int[parts.length];
        Arrays.setAll(siteOfIts, irs.board()::irsOfIts);
        this.edges = irs.edges();
        this.limit = parts[0].isCaching() ? 1 : MsiRun.LIMIT;             // a translation changes the cache
    }

    @Override
    public void onTranslated(final Runnable probe)
    {
        onTranslated = probe;
    }

    @Override
    public boolean takes(final long word)
    {
        final int opcode = CommandWord.opcode(word);

        return opcode == CommandWord.MSI || opcode == CommandWord.TIME ||
            (opcode == CommandWord.TRIGGER && front != null) ||
            (opcode == CommandWord.MSI_LONG && Commands.longMsiIts(word) < parts.length);
    }

    @Override
    public int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int end = translate(frame, offset, endOffset);
        if (count > 0)
        {
            onTranslated.run();
            deliver();
        }
        if (commandCount > 0)
        {
            machine.commandDigest().addRun(words, wordCount, commandCount);
        }

        return end == offset ? machine.apply(frame, offset) : end;              // a command that the frame cuts off
    }

    /**
     * Translates a run of events, the first pass. A run ends in front of an event whose walk reads a page with a live
     * interrupt state table, because an earlier event may change such a page.
     *
     * @return the offset after the last one
     */
    private int translate(final DirectBuffer frame, final int offset, final int endOffset)
    {
        count = 0;
        commandCount = 0;
        wordCount = 0;
        int at = offset;
        while (at < endOffset && commandCount < limit)
        {
            final long word = frame.getLong(at);
            final int end = at + (CommandWord.length(word) << 3);
            if (!takes(word) || end > frame.capacity() ||
                (CommandWord.opcode(word) != CommandWord.TIME && !locate(frame, at, word)))
            {
                break;
            }
            at = end;
        }
        for (int i = 0; i < count; i++)
        {
            if (places[i] >= 0)
            {
                translations[i] = parts[itss[i]].entryAt(places[i]);
            }
        }

        return at;
    }

    /** Locates the translation of an event. Returns false if the run ends in front of it. */
    private boolean locate(final DirectBuffer frame, final int at, final long word)
    {
        if (CommandWord.opcode(word) == CommandWord.TRIGGER)
        {
            return locateTrigger(word);
        }
        final boolean isLong = CommandWord.opcode(word) == CommandWord.MSI_LONG;
        final int number = isLong ? Commands.longMsiIts(word) : 0;
        final long id = isLong ? frame.getLong(at + Long.BYTES) :
            (long)Commands.msiDeviceId(word) << Integer.SIZE | Commands.msiEventId(word);
        if (!locate(number, id))
        {
            return false;
        }
        words[wordCount++] = word & ~Commands.TIME_MASK;
        if (isLong)
        {
            words[wordCount++] = id;
        }

        return true;
    }

    /** Locates the translation of the message that a trigger sends, and does all else that the trigger does. */
    private boolean locateTrigger(final long word)
    {
        final int deviceId = Commands.msiDeviceId(word);
        final int place = front.preview(deviceId, Commands.vector(word));
        final long id = (long)deviceId << Integer.SIZE;
        if (place >= parts.length ||                                            // not to an ITS
            (place >= 0 && !locate(place, id | Integer.toUnsignedLong(front.previewedData()))))
        {
            return false;
        }
        front.triggerPreviewed();
        commandCount += place >= 0 ? 0 : 1;
        words[wordCount++] = word & ~Commands.TIME_MASK;

        return true;
    }

    /** Locates a translation, which is that of the next command. */
    private boolean locate(final int number, final long id)
    {
        final Its its = parts[number];
        final long place = its.locate((int)(id >>> Integer.SIZE), (int)id);
        final long translation = place < 0 ? its.translate((int)(id >>> Integer.SIZE), (int)id) : 0;
        if (its.hasReadLiveTable() && commandCount > 0)
        {
            return false;
        }
        itss[count] = number;
        sites[count] = siteOfIts[number];
        ids[count] = id;
        places[count] = place;
        commands[count] = ++commandCount;
        translations[count++] = translation;

        return true;
    }

    private void deliver()
    {
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
                done = edges.deliver(translations, sites, done, loaded);
            }
            machine.settle(commands[done - 1]);
        }
    }
}

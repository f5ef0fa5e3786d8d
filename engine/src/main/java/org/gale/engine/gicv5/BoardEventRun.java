package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.LinearTables;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;

/** Run of MSI and MSI_LONG commands on a machine with several ITSs. Owned by the machine's thread. */
final class BoardEventRun extends BoardRun
{
    private static final int TIME_WORDS = 2;
    /** Number of words that are copied together, however short the run is. */
    private static final int COPIED_WORDS = 64;

    private final LinearTables tables;

    BoardEventRun(final Gicv5Machine machine, final EventSources sources, final Irs irs)
    {
        super(machine, sources, irs, COPIED_WORDS);
        this.tables = new LinearTables(parts);
    }

    @Override
    public boolean takes(final long word)
    {
        return isTime(word) || (CommandWord.isEvent(word) && Commands.eventIts(word) < parts.length);
    }

    @Override
    int commandCount()
    {
        return count;
    }

    @Override
    int commandOf(final int event)
    {
        return event + 1;
    }

    /** {@inheritDoc} It reads all, locates their translations, and then loads them. */
    @Override
    int translate(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int end = readAll(frame, offset, endOffset);
        tables.latch();
        int quiet = tables.locate(itss, ids, places, count);
        for (int i = 0; i < quiet; i++)
        {
            if (places[i] >= 0)
            {
                translations[i] = tables.entryAt(places[i]);
            }
            else
            {
                translations[i] = parts[itss[i]].translate((int)(ids[i] >>> Integer.SIZE), (int)ids[i]);
                quiet = i > 0 && parts[itss[i]].hasReadLiveTable() ? i : quiet;
            }
        }

        return quiet == count ? end : cut(frame, offset, quiet);
    }

    private int readAll(final DirectBuffer frame, final int offset, final int endOffset)
    {
        count = 0;
        wordCount = 0;
        int at = offset;
        boolean goesOn = true;
        while (goesOn && at < endOffset)
        {
            final int length = Math.min(COPIED_WORDS, (endOffset - at) >>> 3);
            CommandWords.copy(frame, at, words, wordCount, length);
            final int passed = read(wordCount, wordCount + length);
            at += passed << 3;
            goesOn = passed > 0 && passed >= length - 1 && count < limit;       // the last word may begin a command
        }

        return at;
    }

    /**
     * Reads copied events, and keeps their words without their times.
     *
     * @return the number of copied words that are passed
     */
    private int read(final int from, final int end)
    {
        int at = from;
        int passed = 1;
        while (passed > 0 && at < end && count < limit)
        {
            final boolean isTime = isTime(words[at]);
            passed = isTime ? at + TIME_WORDS <= end ? TIME_WORDS : 0 : readRun(at, end);
            at += passed;
        }

        return at - from;
    }

    /**
     * Reads events of one opcode, and so of one length: no load waits for the length of the event before.
     *
     * @return the number of copied words that are passed; 0 if no event begins with the first one
     */
    private int readRun(final int from, final int end)
    {
        final long[] copied = words;
        final int opcode = CommandWord.opcode(copied[from]);
        final int length = CommandWord.length(copied[from]);
        int kept = wordCount;
        int at = from;
        int events = count;
        while (at + length <= end && events < limit && CommandWord.opcode(copied[at]) == opcode)
        {
            final long word = copied[at];
            final int its = Commands.eventIts(word);
            if (!CommandWord.isEvent(word) || its >= parts.length)
            {
                break;
            }
            final long second = copied[at + length - 1];
            itss[events] = its;
            ids[events++] = Commands.eventIds(word, second);
            copied[kept + length - 1] = second;
            copied[kept] = word & ~Commands.TIME_MASK;
            kept += length;
            at += length;
        }
        wordCount = kept;
        count = events;

        return at - from;
    }

    /**
     * Ends the run behind a number of its events.
     *
     * @return the offset after the last one
     */
    private int cut(final DirectBuffer frame, final int offset, final int events)
    {
        int at = offset;
        wordCount = 0;
        for (count = 0; count < events;)
        {
            final long word = frame.getLong(at);
            count += CommandWord.isEvent(word) ? 1 : 0;
            wordCount += CommandWord.isEvent(word) ? CommandWord.length(word) : 0;
            at += CommandWord.length(word) << 3;
        }

        return at;
    }

    private static boolean isTime(final long word)
    {
        return CommandWord.opcode(word) == CommandWord.TIME;
    }
}

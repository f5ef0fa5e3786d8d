package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;

/** Run of MSI and MSI_LONG commands on a machine with several ITSs. Owned by the machine's thread. */
final class BoardEventRun extends BoardRun
{
    private static final int TIME_WORDS = 2;
    /** Number of words that are copied together, however short the run is. */
    private static final int COPIED_WORDS = 64;

    BoardEventRun(final Gicv5Machine machine, final EventSources sources, final Irs irs)
    {
        super(machine, sources, irs, COPIED_WORDS);
    }

    @Override
    public boolean takes(final long word)
    {
        return isTime(word) || (CommandWord.isEvent(word) && Commands.eventIts(word) < parts.length);
    }

    @Override
    int read(final DirectBuffer frame, final int offset, final int endOffset)
    {
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
        final int opcode = CommandWord.opcode(words[from]);

        return opcode == CommandWord.MSI_LONG ? readLong(from, end) :
            opcode == CommandWord.MSI ? readShort(from, end) : 0;
    }

    private int readLong(final int from, final int end)
    {
        final int first = count;
        final int kept = wordCount;
        final int most = Math.min((end - from) / LONG_WORDS, limit - first);
        int read = 0;
        while (read < most)
        {
            final long word = words[from + LONG_WORDS * read];
            final int its = Commands.longMsiIts(word);
            if (CommandWord.opcode(word) != CommandWord.MSI_LONG || its >= parts.length)
            {
                break;
            }
            final long second = words[from + LONG_WORDS * read + 1];
            itss[first + read] = its;
            ids[first + read] = second;
            words[kept + LONG_WORDS * read] = word & ~Commands.TIME_MASK;
            words[kept + LONG_WORDS * read + 1] = second;
            read++;
        }
        count += read;
        wordCount += LONG_WORDS * read;

        return LONG_WORDS * read;
    }

    private int readShort(final int from, final int end)
    {
        final int first = count;
        final int kept = wordCount;
        final int most = Math.min(end - from, limit - first);
        int read = 0;
        while (read < most && CommandWord.opcode(words[from + read]) == CommandWord.MSI)
        {
            final long word = words[from + read];
            itss[first + read] = 0;
            ids[first + read] = Commands.eventIds(word, word);
            words[kept + read] = word & ~Commands.TIME_MASK;
            read++;
        }
        count += read;
        wordCount += read;

        return read;
    }

    private static boolean isTime(final long word)
    {
        return CommandWord.opcode(word) == CommandWord.TIME;
    }
}

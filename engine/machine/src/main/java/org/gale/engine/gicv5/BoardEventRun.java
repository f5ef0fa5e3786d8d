package org.gale.engine.gicv5;

import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.CommandDigest;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;

/** Run of MSI and MSI_LONG commands on a machine with several ITSs. Owned by the machine's thread. */
final class BoardEventRun extends BoardRun
{
    BoardEventRun(final Outputs outputs, final CommandDigest commandDigest, final Settlement settlement,
        final EventSources sources, final Irs irs)
    {
        super(outputs, commandDigest, settlement, sources, irs);
    }

    @Override
    public boolean takes(final long word)
    {
        return isTime(word) || (CommandWord.isEvent(word) && Commands.eventIts(word) < parts.length);
    }

    @Override
    int readCopied(final int end)
    {
        int at = 0;
        int passed = 1;
        while (passed > 0 && at < end && count < limit)
        {
            passed = !isTime(words[at]) ? readRun(at, end) :
                at + CommandWord.TIME_WORDS <= end ? CommandWord.TIME_WORDS : 0;
            at += passed;
        }

        return at;
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
        final int to = kept;
        final int most = Math.min((end - from) / CommandWord.MSI_LONG_WORDS, limit - first);
        int read = 0;
        while (read < most)
        {
            final long word = words[from + CommandWord.MSI_LONG_WORDS * read];
            final int its = Commands.longMsiIts(word);
            if (CommandWord.opcode(word) != CommandWord.MSI_LONG || its >= parts.length)
            {
                break;
            }
            final long second = words[from + CommandWord.MSI_LONG_WORDS * read + 1];
            itss[first + read] = its;
            ids[first + read] = second;
            words[to + CommandWord.MSI_LONG_WORDS * read] = word & ~Commands.TIME_MASK;
            words[to + CommandWord.MSI_LONG_WORDS * read + 1] = second;
            read++;
        }
        count += read;
        kept += CommandWord.MSI_LONG_WORDS * read;

        return CommandWord.MSI_LONG_WORDS * read;
    }

    private int readShort(final int from, final int end)
    {
        final int first = count;
        final int to = kept;
        final int most = Math.min(end - from, limit - first);
        int read = 0;
        while (read < most && CommandWord.opcode(words[from + read]) == CommandWord.MSI)
        {
            final long word = words[from + read];
            itss[first + read] = 0;
            ids[first + read] = Commands.eventIds(word, word);
            words[to + read] = word & ~Commands.TIME_MASK;
            read++;
        }
        count += read;
        kept += read;

        return read;
    }

    private static boolean isTime(final long word)
    {
        return CommandWord.opcode(word) == CommandWord.TIME;
    }
}

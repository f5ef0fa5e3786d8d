package org.gale.engine.gicv5;

import org.gale.engine.command.Commands;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.function.ReadyVectors;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.CommandDigest;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;

/**
 * Run of TRIGGER commands of vectors that are ready: each sends a message at once. Another one is no part of a run, but
 * a command of its own. Owned by the machine's thread.
 */
final class TriggerRun extends BoardRun
{
    private final FrontEnd front;

    /** @param front functions whose triggers belong to runs */
    TriggerRun(final Outputs outputs, final CommandDigest commandDigest, final Settlement settlement,
        final EventSources sources, final Irs irs, final FrontEnd front)
    {
        super(outputs, commandDigest, settlement, sources, irs);
        this.front = front;
    }

    @Override
    public boolean takes(final long word)
    {
        return CommandWord.opcode(word) == CommandWord.TRIGGER;
    }

    @Override
    int readCopied(final int end)
    {
        int at = 0;
        boolean goesOn = true;
        while (goesOn && at < end && count < limit)
        {
            final int read = readReady(at, end);
            front.sentReady(read);
            at += read;
            goesOn = at < end && CommandWord.opcode(words[at]) == CommandWord.TIME;
            at += goesOn ? CommandWord.length(words[at]) : 0;
        }

        return at;
    }

    /**
     * Reads the messages of triggers.
     *
     * @return the number of the first words that are triggers of vectors that are ready
     */
    private int readReady(final int from, final int end)
    {
        final ReadyVectors ready = front.ready();
        final int first = count;
        final int to = kept;
        final int most = Math.min(end - from, limit - first);
        int read = 0;
        while (read < most)
        {
            final long word = words[from + read];
            final int deviceId = Commands.msiDeviceId(word);
            final int next = CommandWord.opcode(word) != CommandWord.TRIGGER ? 0 :
                ready.message(deviceId, Commands.vector(word));
            if (next == 0)
            {
                break;
            }
            itss[first + read] = ReadyVectors.its(next);
            ids[first + read] = (long)deviceId << Integer.SIZE | ReadyVectors.data(next);
            words[to + read] = word & ~Commands.TIME_MASK;
            read++;
        }
        count += read;
        kept += read;

        return read;
    }
}

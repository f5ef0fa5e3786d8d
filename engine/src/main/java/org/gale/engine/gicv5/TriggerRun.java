package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.function.ReadyVectors;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;

/**
 * Run of TRIGGER commands of vectors that are ready: each sends a message at once. Another one is no part of a run, but
 * a command of its own. Owned by the machine's thread.
 */
final class TriggerRun extends BoardRun
{
    /** Number of words that are copied together, however short the run is. */
    private static final int COPIED_WORDS = 64;

    private final FrontEnd front;

    /** @param front functions whose triggers belong to runs */
    TriggerRun(final Gicv5Machine machine, final EventSources sources, final Irs irs, final FrontEnd front)
    {
        super(machine, sources, irs, COPIED_WORDS);
        this.front = front;
    }

    @Override
    public boolean takes(final long word)
    {
        return CommandWord.opcode(word) == CommandWord.TRIGGER;
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
            final int passed = readCopied(wordCount, wordCount + length);
            at += passed << 3;
            goesOn = passed >= length && count < limit;
        }
        front.sentReady(count);

        return at;
    }

    /** {@return the number of copied words that are passed; one more where a TIME ends behind them} */
    private int readCopied(final int from, final int end)
    {
        int at = from;
        boolean goesOn = true;
        while (goesOn && at < end && count < limit)
        {
            at += readReady(at, end);
            goesOn = at < end && CommandWord.opcode(words[at]) == CommandWord.TIME;
            at += goesOn ? CommandWord.length(words[at]) : 0;
        }

        return at - from;
    }

    /**
     * Reads the messages of triggers. Nothing here touches a buffer, as in {@link MsiRun}.
     *
     * @return the number of the first words that are triggers of vectors that are ready
     */
    private int readReady(final int from, final int end)
    {
        final ReadyVectors ready = front.ready();
        final int first = count;
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
            words[first + read] = word & ~Commands.TIME_MASK;
            read++;
        }
        count += read;
        wordCount = count;

        return read;
    }
}

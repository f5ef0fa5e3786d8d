package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;

/**
 * Run of TRIGGER commands, applied in two passes as {@link MsiRun} does: what a trigger does in front of the ITS, and
 * the translation of the message that leaves; then each message is made pending. The effect equals that of one after
 * another. Owned by the machine's thread.
 */
final class TriggerRun extends BoardRun
{
    /** Number of words that are copied together, however short the run is. */
    private static final int COPIED_WORDS = 64;

    private final FrontEnd front;
    /** Number, from 1, of the trigger of each message in the run, from {@link #firstAside} on. */
    private final int[] triggers = new int[MsiRun.LIMIT];
    /** Number of the messages in front of the first trigger that sends none: those triggers have their numbers. */
    private int firstAside;
    /** Whether the run ends in front of a trigger that is ready. */
    private boolean isCut;

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
    int commandCount()
    {
        return wordCount;
    }

    @Override
    int commandOf(final int event)
    {
        return event < firstAside ? event + 1 : triggers[event];
    }

    /**
     * Triggers a run, and translates its messages; those behind a TIME are among them. A run ends in front of a message
     * to no ITS. It also ends in front of one whose walk reads a page with a live interrupt state table: an earlier
     * message may change such a page.
     *
     * @return the offset after the last trigger
     */
    @Override
    int translate(final DirectBuffer frame, final int offset, final int endOffset)
    {
        count = 0;
        wordCount = 0;
        firstAside = MsiRun.LIMIT;
        int at = offset;
        boolean goesOn = true;
        while (goesOn && at < endOffset)
        {
            final int length = Math.min(COPIED_WORDS, (endOffset - at) >>> 3);
            CommandWords.copy(frame, at, words, wordCount, length);
            final int passed = trigger(wordCount, wordCount + length);
            at += passed << 3;
            goesOn = passed >= length && wordCount < limit;
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

    /**
     * Triggers what was copied: those that are ready as long as there are any, then one that is not.
     *
     * @return the number of copied words that are passed; one more where a TIME ends behind them
     */
    private int trigger(final int from, final int end)
    {
        int at = from;
        boolean goesOn = true;
        while (goesOn && at < end && wordCount < limit)
        {
            final int before = count;
            final int next = parts.length == 1 ? locateReady(parts[0], at, end) : locateReadyOfBoard(at, end);
            front.sentReady(count - before);
            goesOn = !isCut;
            at = next;
            if (goesOn && at < end && wordCount < limit)
            {
                if (CommandWord.opcode(words[at]) == CommandWord.TIME)
                {
                    at += CommandWord.length(words[at]);
                }
                else
                {
                    goesOn = locateOther(words[at]);
                    at += goesOn ? 1 : 0;
                }
            }
        }

        return at - from;
    }

    /**
     * Locates the translations of triggers that are ready. Nothing here touches a buffer, as in {@link MsiRun}.
     *
     * @return the index of the first word that is not one of them, or that the run ends in front of
     */
    private int locateReady(final Its its, final int from, final int end)
    {
        final int[][] ready = front.ready();
        final int aside = firstAside;
        int message = count;
        int trigger = wordCount;
        int at = from;
        isCut = false;
        while (at < end && trigger < limit)
        {
            final long word = words[at];
            final int deviceId = Commands.msiDeviceId(word);
            final int next = CommandWord.opcode(word) != CommandWord.TRIGGER ? 0 :
                FrontEnd.ready(ready, deviceId, Commands.vector(word));
            if (next == 0)
            {
                break;
            }
            final int data = FrontEnd.readyData(next);
            ids[message] = (long)deviceId << Integer.SIZE | data;
            places[message] = its.locate(deviceId, data);
            if (places[message] < 0)
            {
                translations[message] = its.translate(deviceId, data);
            }
            if (its.hasReadLiveTable() && trigger > 0)
            {
                isCut = true;
                break;
            }
            words[trigger++] = word & ~Commands.TIME_MASK;
            if (message >= aside)
            {
                triggers[message] = trigger;
            }
            message++;
            at++;
        }
        count = message;
        wordCount = trigger;

        return at;
    }

    /** Does the same where the message of each trigger may be to another ITS. */
    private int locateReadyOfBoard(final int from, final int end)
    {
        final int[][] ready = front.ready();
        final int aside = firstAside;
        int message = count;
        int trigger = wordCount;
        int at = from;
        isCut = false;
        while (at < end && trigger < limit)
        {
            final long word = words[at];
            final int deviceId = Commands.msiDeviceId(word);
            final int next = CommandWord.opcode(word) != CommandWord.TRIGGER ? 0 :
                FrontEnd.ready(ready, deviceId, Commands.vector(word));
            if (next == 0)
            {
                break;
            }
            itss[message] = FrontEnd.readyIts(next);
            final Its its = parts[itss[message]];
            final int data = FrontEnd.readyData(next);
            ids[message] = (long)deviceId << Integer.SIZE | data;
            places[message] = its.locate(deviceId, data);
            if (places[message] < 0)
            {
                translations[message] = its.translate(deviceId, data);
            }
            if (its.hasReadLiveTable() && trigger > 0)
            {
                isCut = true;
                break;
            }
            words[trigger++] = word & ~Commands.TIME_MASK;
            if (message >= aside)
            {
                triggers[message] = trigger;
            }
            message++;
            at++;
        }
        count = message;
        wordCount = trigger;

        return at;
    }

    /** Does what a trigger does that is not ready. Returns false if the run ends in front of it. */
    private boolean locateOther(final long word)
    {
        if (CommandWord.opcode(word) != CommandWord.TRIGGER)
        {
            return false;
        }
        final int deviceId = Commands.msiDeviceId(word);
        final int place = front.preview(deviceId, Commands.vector(word));
        if (place >= parts.length)
        {
            return false;
        }
        if (place >= 0)
        {
            itss[count] = place;
            ids[count] = (long)deviceId << Integer.SIZE | Integer.toUnsignedLong(front.previewedData());
            if (!locate(deviceId))
            {
                return false;
            }
            triggers[count++] = wordCount + 1;
        }
        else
        {
            firstAside = Math.min(firstAside, count);
        }
        front.triggerPreviewed();
        words[wordCount++] = word & ~Commands.TIME_MASK;

        return true;
    }

    /** Locates the translation of the next message. Returns false if the run ends in front of it. */
    private boolean locate(final int deviceId)
    {
        final Its its = parts[itss[count]];
        places[count] = its.locate(deviceId, (int)ids[count]);
        if (places[count] < 0)
        {
            translations[count] = its.translate(deviceId, (int)ids[count]);
        }

        return !its.hasReadLiveTable() || wordCount == 0;
    }
}

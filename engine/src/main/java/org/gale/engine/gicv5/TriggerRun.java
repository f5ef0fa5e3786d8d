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
    private static final long DATA = 0xffff_ffffL;

    private final FrontEnd front;
    /** Number, from 1, of the trigger of each message in the run. */
    private final int[] triggers = new int[MsiRun.LIMIT];

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
        return triggers[event];
    }

    /**
     * Triggers a run, and translates its messages. A run ends in front of a message to no ITS. It also ends in front of
     * one whose walk reads a page with a live interrupt state table: an earlier message may change such a page.
     *
     * @return the offset after the last trigger
     */
    @Override
    int translate(final DirectBuffer frame, final int offset, final int endOffset)
    {
        count = 0;
        wordCount = 0;
        int at = offset;
        boolean goesOn = true;
        while (goesOn && at < endOffset)
        {
            final int length = Math.min(COPIED_WORDS, (endOffset - at) >>> 3);
            CommandWords.copy(frame, at, words, wordCount, length);
            final int passed = trigger(wordCount + length);
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
     * Triggers what was copied: first those that are ready, whose messages are loaded together, then one that is not.
     *
     * @param end of the copied words
     * @return the number of triggers that were applied
     */
    private int trigger(final int end)
    {
        final int from = wordCount;
        boolean goesOn = true;
        while (goesOn && wordCount < Math.min(end, limit))
        {
            final int ready = ready(Math.min(end, limit));
            goesOn = locateReady(ready) == ready;
            if (goesOn && wordCount < Math.min(end, limit))
            {
                goesOn = locateOther();
            }
        }

        return wordCount - from;
    }

    /** Returns how many triggers from the next one on are ready; their ITSs and events are behind those of the run. */
    private int ready(final int end)
    {
        int ready = 0;
        for (int at = wordCount; at < end; at++)
        {
            final long word = words[at];
            final long message = CommandWord.opcode(word) != CommandWord.TRIGGER ? 0 :
                front.ready(Commands.msiDeviceId(word), Commands.vector(word));
            if (message == 0)
            {
                break;
            }
            itss[count + ready] = (int)(message >>> Integer.SIZE) & 0xff;
            ids[count + ready] = (long)Commands.msiDeviceId(word) << Integer.SIZE | (message & DATA);
            ready++;
        }

        return ready;
    }

    /** Locates the translations of ready triggers, and counts them. Returns how many the run takes. */
    private int locateReady(final int ready)
    {
        final int located = parts.length == 1 ? locateReady(parts[0], ready) : locateReadyOfBoard(ready);
        front.sentReady(located);

        return located;
    }

    private int locateReadyOfBoard(final int ready)
    {
        int located = 0;
        while (located < ready && locate(Commands.msiDeviceId(words[wordCount])))
        {
            words[wordCount] &= ~Commands.TIME_MASK;
            triggers[count++] = ++wordCount;
            located++;
        }

        return located;
    }

    /** Locates as {@link MsiRun} does: nothing here touches a buffer. */
    private int locateReady(final Its its, final int ready)
    {
        int message = count;
        int trigger = wordCount;
        for (int i = 0; i < ready; i++)
        {
            final long word = words[trigger] & ~Commands.TIME_MASK;
            places[message] = its.locate(Commands.msiDeviceId(word), (int)ids[message]);
            if (places[message] < 0)
            {
                translations[message] = its.translate(Commands.msiDeviceId(word), (int)ids[message]);
            }
            if (its.hasReadLiveTable() && trigger > 0)
            {
                break;
            }
            words[trigger++] = word;
            triggers[message++] = trigger;
        }
        final int located = trigger - wordCount;
        count = message;
        wordCount = trigger;

        return located;
    }

    /** Does what a trigger does that is not ready. Returns false if the run ends in front of it. */
    private boolean locateOther()
    {
        final long word = words[wordCount];
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

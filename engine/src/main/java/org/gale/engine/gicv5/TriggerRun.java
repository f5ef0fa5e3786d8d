package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.its.Its;
import org.gale.ringbuf.CommandWord;

/**
 * Run of MSI, MSI_LONG and TRIGGER commands on a machine with functions. A trigger whose message leaves is an event,
 * too. Owned by the machine's thread.
 */
final class TriggerRun extends BoardRun
{
    private final FrontEnd front;
    /** Number, from 1, of the command of each event in the run. */
    private final int[] commands = new int[MsiRun.LIMIT];
    private int commandCount;

    /** @param front functions whose triggers belong to runs */
    TriggerRun(final Gicv5Machine machine, final EventSources sources, final Irs irs, final FrontEnd front)
    {
        super(machine, sources, irs, 0);
        this.front = front;
    }

    @Override
    public boolean takes(final long word)
    {
        final int opcode = CommandWord.opcode(word);

        return opcode == CommandWord.TIME || opcode == CommandWord.TRIGGER ||
            (CommandWord.isEvent(word) && Commands.eventIts(word) < parts.length);
    }

    @Override
    int commandCount()
    {
        return commandCount;
    }

    @Override
    int commandOf(final int event)
    {
        return commands[event];
    }

    @Override
    int translate(final DirectBuffer frame, final int offset, final int endOffset)
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
        ids[count] = id;
        places[count] = place;
        commands[count] = ++commandCount;
        translations[count++] = translation;

        return true;
    }
}

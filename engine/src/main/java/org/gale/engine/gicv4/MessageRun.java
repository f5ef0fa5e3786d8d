package org.gale.engine.gicv4;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.CommandDigest;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.gicv4.TranslationEntry;

/**
 * Run of MSI commands. Loads what they will read, translations and then vLPIs, each for the whole run, so that their
 * cache misses overlap; then delivers one by one. Nothing depends on the values that were loaded ahead, since a message
 * may change tables that software has made to overlap. One thread.
 */
final class MessageRun
{
    /** Limit of the messages of a run. */
    static final int LIMIT = 64;

    private final EventTables events;
    private final HostLpis lpis;
    private final Messages messages;
    private final Outputs outputs;
    private final CommandDigest digest;
    private final long[] words = new long[LIMIT];
    private final long[] entries = new long[LIMIT];
    /** Keeps the loads alive. */
    private int loaded;

    MessageRun(final Host host, final Messages messages, final Outputs outputs, final CommandDigest digest)
    {
        this.events = host.hardware().events();
        this.lpis = host.lpis();
        this.messages = messages;
        this.outputs = outputs;
        this.digest = digest;
    }

    /**
     * Applies the MSI at an offset and those that follow it.
     *
     * @return the offset after the last one, bytes
     */
    int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int count = loadEntries(frame, offset, Math.min(LIMIT, (endOffset - offset) >>> 3));
        loadVlpis(count);
        outputs.beginCommand();                                                 // a message rings one doorbell at most
        for (int i = 0; i < count; i++)
        {
            messages.deliver(Commands.msiDeviceId(words[i]), Commands.msiEventId(words[i]));
        }
        digest.addRun(words, count, count);

        return offset + (count << 3);
    }

    /** Returns a value that means nothing, made of what was loaded. */
    int loaded()
    {
        return loaded;
    }

    private int loadEntries(final DirectBuffer frame, final int offset, final int limit)
    {
        int count = 0;
        while (count < limit)
        {
            final long word = frame.getLong(offset + (count << 3));
            if (CommandWord.opcode(word) != CommandWord.MSI)
            {
                return count;
            }
            words[count] = word & ~Commands.TIME_MASK;
            final long entryOffset = events.entryOffset(Commands.msiDeviceId(word), Commands.msiEventId(word));
            entries[count] = entryOffset == EventTables.NONE ? 0 : events.entry(entryOffset);
            count++;
        }

        return count;
    }

    private void loadVlpis(final int count)
    {
        int sum = 0;
        for (int i = 0; i < count; i++)
        {
            final Vlpi vlpi = TranslationEntry.isPhysical(entries[i]) ?
                lpis.vlpi(TranslationEntry.INTID.getInt(entries[i])) : null;
            sum += vlpi == null ? 0 : vlpi.eventId() + (vlpi.isLocked() ? 1 : 0);           // its first and last field
        }
        loaded = sum;
    }
}

package org.gale.engine.gicv4;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.CommandDigest;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.gicv4.TranslationEntry;

/**
 * Run of MSI commands, in three passes: find the translations, load them and the vLPIs of those that are
 * software-forwarded, deliver one by one. The cache misses of a pass overlap. Messages write pending bits only, so that
 * a translation still holds when it is delivered. Software that has stored into the host's tables may have made them
 * overlap: from then on, and in a state that was restored, each message is translated again. One thread.
 */
final class MessageRun
{
    /** Limit of the messages of a run. */
    static final int LIMIT = 64;

    private final Its its;
    private final EventTables events;
    private final HostMemory tables;
    private final HostLpis lpis;
    private final Messages messages;
    private final Outputs outputs;
    private final CommandDigest digest;
    private final long[] words = new long[LIMIT];
    private final long[] offsets = new long[LIMIT];
    private final long[] entries = new long[LIMIT];
    /** Keeps the loads alive. */
    private int loaded;

    MessageRun(final Host host, final Messages messages, final Outputs outputs, final CommandDigest digest)
    {
        this.its = host.hardware().its();
        this.events = host.hardware().events();
        this.tables = host.tables();
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
        final int count = find(frame, offset, Math.min(LIMIT, (endOffset - offset) >>> 3));
        load(count);
        outputs.beginCommand();                                                 // a message rings one doorbell at most
        if (tables.isStored())
        {
            for (int i = 0; i < count; i++)
            {
                messages.deliver(Commands.msiDeviceId(words[i]), Commands.msiEventId(words[i]));
            }
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                messages.deliver(
                    Commands.msiDeviceId(words[i]), Commands.msiEventId(words[i]), entries[i], offsets[i]);
            }
        }
        digest.addRun(words, count, count);

        return offset + (count << 3);
    }

    /** Returns a value that means nothing, made of what was loaded. */
    int loaded()
    {
        return loaded;
    }

    private int find(final DirectBuffer frame, final int offset, final int limit)
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
            offsets[count] = its.entryOffset(Commands.msiDeviceId(word), Commands.msiEventId(word));
            count++;
        }

        return count;
    }

    private void load(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            entries[i] = offsets[i] == EventTables.NONE ? 0 : events.entry(offsets[i]);
        }
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

package org.gale.engine.gicv4;

import org.agrona.DirectBuffer;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.command.Commands;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.function.ReadyVectors;
import org.gale.engine.machine.CommandDigest;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.gicv4.TranslationEntry;

/**
 * Run of MSI and TRIGGER commands, in three passes: find the translations, load them and the vLPIs of those that are
 * software-forwarded, deliver one by one. The cache misses of a pass overlap. Messages write pending bits only, so that
 * a translation still holds when it is delivered. Software that has stored into the host's tables may have made them
 * overlap: from then on, and in a state that was restored, each message is translated again. One thread.
 */
final class MessageRun
{
    /** Limit of the messages of a run. */
    static final int LIMIT = 64;

    private final V4Its its;
    private final EventTables events;
    private final HostMemory tables;
    private final LpiPool lpis;
    private final FrontEnd front;
    private final Messages messages;
    private final Outputs outputs;
    private final CommandDigest digest;
    private final PendingMismatch mismatch;
    /** Commands of the run, without their times. */
    private final long[] words = new long[LIMIT];
    private final int[] deviceIds = new int[LIMIT];
    private final int[] eventIds = new int[LIMIT];
    private final long[] offsets = new long[LIMIT];
    private final long[] entries = new long[LIMIT];
    private int count;
    /** Keeps the loads alive. */
    private int loaded;

    /** @param front functions whose triggers belong to runs */
    MessageRun(final V4Host host, final FrontEnd front, final Messages messages, final Outputs outputs,
        final CommandDigest digest)
    {
        this.front = front;
        this.its = host.hardware.its();
        this.events = host.hardware.events();
        this.tables = host.tables;
        this.lpis = host.lpis;
        this.messages = messages;
        this.outputs = outputs;
        this.digest = digest;
        this.mismatch = host.check.first();
    }

    /**
     * Returns whether the command that begins with a word begins a run. A trigger whose vector sends no message at once
     * is a command of its own.
     */
    boolean takes(final long word)
    {
        final int opcode = CommandWord.opcode(word);

        return opcode == CommandWord.MSI || opcode == CommandWord.TIME ||
            (opcode == CommandWord.TRIGGER && ready(word) != 0);
    }

    private int ready(final long word)
    {
        return front.ready().message(Commands.msiDeviceId(word), Commands.vector(word));
    }

    /**
     * Applies the MSIs and triggers at an offset, those behind a TIME among them: nothing in the machine reads a clock.
     *
     * @return the offset after the last one, bytes
     */
    int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int end = find(frame, offset, endOffset);
        if (count > 0)
        {
            load();
            deliver();
            digest.addRun(words, count, count);
        }

        return end;
    }

    private void deliver()
    {
        outputs.beginCommand();                                                 // a message rings one doorbell at most
        if (tables.isStored())
        {
            for (int i = 0; i < count; i++)
            {
                messages.deliver(deviceIds[i], eventIds[i]);
                mismatch.applied(digest.count() + i + 1);
            }
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                messages.deliver(deviceIds[i], eventIds[i], entries[i], offsets[i]);
                mismatch.applied(digest.count() + i + 1);
            }
        }
    }

    /** Returns a value that means nothing, made of what was loaded. */
    int loaded()
    {
        return loaded;
    }

    /** Finds the entries of a run, and returns the offset after it. */
    private int find(final DirectBuffer frame, final int offset, final int endOffset)
    {
        count = 0;
        int at = offset;
        while (at < endOffset && count < LIMIT)
        {
            final long word = frame.getLong(at);
            final int opcode = CommandWord.opcode(word);
            final int ready = opcode == CommandWord.TRIGGER ? ready(word) : 0;
            if (opcode == CommandWord.MSI)
            {
                find(word, Commands.msiEventId(word));
            }
            else if (ready != 0)
            {
                front.sentReady(1);
                find(word, ReadyVectors.data(ready));
            }
            else if (opcode != CommandWord.TIME)
            {
                return at;
            }
            at += CommandWord.length(word) << 3;
        }

        return at;
    }

    /** Finds the entry of the message of a command. */
    private void find(final long word, final int eventId)
    {
        final int deviceId = Commands.msiDeviceId(word);
        words[count] = word & ~Commands.TIME_MASK;
        deviceIds[count] = deviceId;
        eventIds[count] = eventId;
        offsets[count] = its.entryOffset(deviceId, eventId);
        count++;
    }

    private void load()
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
            sum += vlpi == null ? 0 : vlpi.eventId + (vlpi.isLocked() ? 1 : 0); // its first and last field
        }
        loaded = sum;
    }
}

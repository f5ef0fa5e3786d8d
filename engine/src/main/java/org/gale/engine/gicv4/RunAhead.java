package org.gale.engine.gicv4;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.gicv4.TranslationEntry;

/**
 * Loads of what the next messages of a frame will read: translations, then vLPIs, then pending words, each for the
 * whole run, so that their cache misses overlap. Nothing depends on the values. One thread.
 */
final class RunAhead
{
    private static final int RUN = 32;

    private final Host host;
    private final long[] entries = new long[RUN];
    private final Vlpi[] vlpis = new Vlpi[RUN];
    /** Keeps the loads alive. */
    private long loaded;

    RunAhead(final Host host)
    {
        this.host = host;
    }

    /** Returns the values that were loaded, combined into one that means nothing. */
    long loaded()
    {
        return loaded;
    }

    /**
     * Loads for the messages between two offsets of a frame, up to the first other command.
     *
     * @return the offset from which nothing was loaded, above {@code offset}
     */
    int load(final DirectBuffer frame, final int offset, final int endOffset)
    {
        int count = 0;
        int forwarded = 0;
        while (count < RUN && offset + (count << 3) < endOffset &&
            CommandWord.opcode(frame.getLong(offset + (count << 3))) == CommandWord.MSI)
        {
            final long word = frame.getLong(offset + (count << 3));
            final long entryOffset = host.hardware().events().entryOffset(
                Commands.msiDeviceId(word), Commands.msiEventId(word));
            entries[count] = entryOffset == EventTables.NONE ? 0 : host.hardware().events().entry(entryOffset);
            count++;
        }
        for (int i = 0; i < count; i++)
        {
            final long word = frame.getLong(offset + (i << 3));
            final Vlpi vlpi = TranslationEntry.isVirtual(entries[i]) ? null :
                host.devices().vlpi(Commands.msiDeviceId(word), Commands.msiEventId(word));
            if (vlpi != null)
            {
                vlpis[forwarded++] = vlpi;
            }
        }
        for (int i = 0; i < forwarded; i++)
        {
            final Vlpi vlpi = vlpis[i];
            loaded += host.hardware().redistributor(host.swap().collection(vlpi))
                .isPending(vlpi.hostLpi()) ? 1 : 0;
        }

        return offset + (Math.max(1, count) << 3);
    }
}

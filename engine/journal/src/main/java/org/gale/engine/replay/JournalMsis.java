package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalReader;
import org.gale.ringbuf.CommandWord;

/** MSIs of a journal, in the order of its commands. Owned by one thread. */
public final class JournalMsis
{
    private JournalMsis()
    {
    }

    /** Taker of the MSIs of a journal. */
    @FunctionalInterface
    public interface Taker
    {
        /**
         * Takes an MSI.
         *
         * @param timeNs   when it was due, on the clock of the bases of TIME
         * @param its      number of the ITS that it went to
         * @param deviceId 32 bits unsigned
         * @param eventId  32 bits unsigned
         */
        void take(long timeNs, int its, int deviceId, int eventId);
    }

    /**
     * Reads all MSIs that have a time: those behind the first base.
     *
     * @return the end of the journal
     * @throws org.gale.engine.journal.JournalException if there is no journal, or a process is writing it
     */
    public static JournalEnd read(final Path journal, final Taker taker) throws IOException
    {
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[0]);
        final CommandCursor cursor = new CommandCursor();
        long baseNs = -1;
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                if (reader.kind() == Frame.COMMANDS)
                {
                    frame.wrap(reader.buffer(), reader.payloadOffset(), reader.payloadLength());
                    cursor.wrap(frame, 0, reader.payloadLength() & -Long.BYTES);
                    while (cursor.next())
                    {
                        final long word = cursor.word();
                        baseNs = cursor.opcode() == CommandWord.TIME ? Commands.baseNs(word) : baseNs;
                        if (CommandWord.isEvent(word) && baseNs >= 0)
                        {
                            final long second = frame.getLong(cursor.nextOffset() - Long.BYTES);
                            final long ids = Commands.eventIds(word, second);
                            taker.take(baseNs + (word & Commands.TIME_MASK), Commands.eventIts(word),
                                (int)(ids >>> Integer.SIZE), (int)ids);
                        }
                    }
                }
            }

            return reader.end();
        }
    }
}

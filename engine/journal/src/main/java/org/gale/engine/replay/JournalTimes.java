package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;
import org.gale.ringbuf.CommandWord;

/** Times of single events of a journal, by the numbers of their commands. Pure functions. */
public final class JournalTimes
{
    /** Time of a command that is a TIME, and no event. */
    public static final long OF_NO_EVENT = -1;

    /** Limit of the commands behind a TIME that may be in another frame than it. */
    private static final int BATCH = 8_192;

    private JournalTimes()
    {
    }

    /**
     * Returns when events were due, on the clock of the bases of TIME. Commands that the journal lacks, and those that
     * are neither events nor a TIME, are left out.
     *
     * @param commands numbers of the commands; frames that hold none of them, and follow none, are not read
     */
    public static Map<Long, Long> of(final Path journal, final NavigableSet<Long> commands) throws IOException
    {
        final Map<Long, Long> times = new HashMap<>();
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[0]);
        final CommandCursor cursor = new CommandCursor();
        long baseNs = -1;
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (!commands.isEmpty() && reader.next() && reader.firstSequence() <= commands.last())
            {
                if (reader.kind() != Frame.COMMANDS)
                {
                    continue;
                }
                frame.wrap(reader.buffer(), reader.payloadOffset(), reader.payloadLength());
                cursor.wrap(frame, 0, reader.payloadLength() & -Long.BYTES);
                final Long next = commands.ceiling(reader.firstSequence());
                final boolean isRead = next != null && next - reader.firstSequence() < reader.count() + BATCH;
                for (long command = reader.firstSequence(); isRead && cursor.next(); command++)
                {
                    final long word = cursor.word();
                    final boolean isTime = cursor.opcode() == CommandWord.TIME;
                    baseNs = isTime ? Commands.baseNs(word) : baseNs;
                    if (commands.contains(command) && (isTime || (CommandWord.isEvent(word) && baseNs >= 0)))
                    {
                        times.put(command, isTime ? OF_NO_EVENT : baseNs + (word & Commands.TIME_MASK));
                    }
                }
            }
        }

        return times;
    }
}

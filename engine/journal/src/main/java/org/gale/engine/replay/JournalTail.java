package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalPosition;
import org.gale.engine.journal.JournalReader;

/**
 * End of a journal, found from its last snapshot on.
 *
 * @param commands number of the last sound command
 * @param verdict  of the run on itself, or null
 * @param damage   message about the first damage after the last snapshot, or null
 */
public record JournalTail(long commands, ClosingPayload verdict, String damage)
{
    /**
     * Reads the end.
     *
     * @throws org.gale.engine.journal.JournalException if there is no journal
     * @throws IOException if the host cannot read it
     */
    public static JournalTail read(final Path journal) throws IOException
    {
        try (JournalReader reader = JournalReader.openShared(journal))
        {
            final JournalPosition snapshot = reader.lastSnapshot(Long.MAX_VALUE, null);
            if (snapshot != null && !reader.seek(snapshot))
            {
                return new JournalTail(0, null, reader.end().damage().message());
            }
            ClosingPayload verdict = null;
            long commands = snapshot == null ? 0 : snapshot.chain().nextSequence() - 1;
            while (reader.next())
            {
                verdict = reader.verdict();
                commands = reader.firstSequence() + reader.count() - 1;
            }

            return new JournalTail(commands, reader.end().status() == JournalEnd.Status.CLOSED ? verdict : null,
                reader.isShared() || reader.end().damage() == null ? null : reader.end().damage().message());
        }
    }
}

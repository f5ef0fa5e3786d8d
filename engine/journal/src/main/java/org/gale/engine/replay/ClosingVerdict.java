package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import com.fasterxml.jackson.core.JsonGenerator;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalPosition;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.ClosingPayload;

/** Verdict of a run on itself, from the closing frame at the end of its journal. Pure but for the files. */
public final class ClosingVerdict
{
    private ClosingVerdict()
    {
    }

    /** Writes the promises that a run broke, as the list {@code broken}: an empty one without a verdict. */
    public static void writeBroken(final JsonGenerator json, final ClosingPayload verdict) throws IOException
    {
        json.writeArrayFieldStart("broken");
        for (final ClosingPayload.Broken broken : verdict == null ? List.<ClosingPayload.Broken>of() : verdict.broken())
        {
            json.writeStartObject();
            json.writeStringField("promise", broken.promise());
            json.writeStringField("finding", broken.sentence());
            json.writeNumberField("command", broken.sequence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * Reads the verdict. Frames from the last snapshot on are read and checked, and all of a journal without one.
     *
     * @return the verdict, or null if the journal does not end with one: its writer was killed, or it is damaged from
     *     there on
     * @throws org.gale.engine.journal.JournalException if there is no journal, or a process is writing it
     * @throws IOException if the host cannot read it
     */
    public static ClosingPayload read(final Path journal) throws IOException
    {
        try (JournalReader reader = JournalReader.open(journal))
        {
            final JournalPosition snapshot = reader.lastSnapshot(Long.MAX_VALUE, null);
            if (snapshot != null && !reader.seek(snapshot))
            {
                return null;
            }
            ClosingPayload verdict = null;
            while (reader.next())
            {
                verdict = reader.verdict();
            }

            return reader.end().status() == JournalEnd.Status.CLOSED ? verdict : null;
        }
    }
}

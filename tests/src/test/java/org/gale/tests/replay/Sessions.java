package org.gale.tests.replay;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

import org.gale.engine.journal.JournalConfig;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;
import org.gale.engine.system.Machines;

/** Journaled sessions of the line protocol with the commands of a transcript. */
final class Sessions
{
    private static final String COMMAND = "> ";
    private static final String NOTICE = "< ! ";
    private static final String EXPECTED = "#! notices expected";
    private static final String OK_HEX = "OK 0x";

    private Sessions()
    {
    }

    /** Plays lines and returns the state's digest, the reply to the last line. */
    static long play(final Path journal, final JournalConfig config, final String lines) throws IOException
    {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        SessionRunner.run(keys -> MachineTarget.create(
            keys, machine -> SessionJournal.create(journal, config, "test", machine), Machines.FACTORY),
            new ByteArrayInputStream(lines.getBytes(StandardCharsets.ISO_8859_1)), out);
        final String replies = out.toString(StandardCharsets.ISO_8859_1).strip();

        return Long.parseUnsignedLong(replies.substring(replies.lastIndexOf(OK_HEX) + OK_HEX.length()), 16);
    }

    /** Returns the commands of a transcript among the test data, with {@code digest} at their end. */
    static String commands(final String transcript)
    {
        try
        {
            return commands(Path.of(Sessions.class.getResource("/transcripts/" + transcript).toURI()));
        }
        catch (final IOException | URISyntaxException ex)
        {
            throw new AssertionError(ex);
        }
    }

    /** Returns whether a transcript says that its session tells a broken promise. */
    static boolean isBroken(final Path file) throws IOException
    {
        try (BufferedReader reader = reader(file))
        {
            return reader.lines().anyMatch(line -> line.startsWith(NOTICE) || line.equals(EXPECTED));
        }
    }

    /** Returns the commands of a transcript, with {@code digest} at their end. */
    static String commands(final Path file) throws IOException
    {
        final StringBuilder commands = new StringBuilder();
        try (BufferedReader reader = reader(file))
        {
            for (String line = reader.readLine(); line != null; line = reader.readLine())
            {
                if (line.startsWith(COMMAND) && !line.equals(COMMAND + "quit"))
                {
                    commands.append(line, COMMAND.length(), line.length()).append('\n');
                }
            }
        }

        return commands.append("digest\n").toString();
    }

    private static BufferedReader reader(final Path file) throws IOException
    {
        final InputStream raw = Files.newInputStream(file);

        return new BufferedReader(new InputStreamReader(
            file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw, StandardCharsets.ISO_8859_1));
    }
}

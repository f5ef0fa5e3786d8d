package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Exit codes and messages of {@code gale explore}, and what it leaves of a journal. */
class ExploreCommandTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @Test
    void shouldPrintTheAddressAndEndWhenNobodyAsks() throws IOException
    {
        final Path journal = storm();
        final String before = listed(journal);

        assertEquals(ExitCode.OK, explore(journal.toString(), "--idle", "1ms", "--at", "100", "--show", "vm0.lpi3"),
            err.toString());

        assertTrue(out.toString().matches("http://127[.]0[.]0[.]1:[0-9]+/[A-Za-z0-9_-]{43}\\R"), out.toString());
        assertEquals("", err.toString());
        assertEquals(before, listed(journal));
    }

    @Test
    void shouldNameAPortThatIsTaken() throws IOException
    {
        final Path journal = storm();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()))
        {
            assertEquals(ExitCode.RESOURCES, explore(journal.toString(), "--port",
                Integer.toString(taken.getLocalPort()), "--idle", "1ms"));

            assertTrue(err.toString().startsWith("gale explore: --port: " + taken.getLocalPort() + " is taken"),
                err.toString());
        }
    }

    @Test
    void shouldRefuseWhatIsNoJournal() throws IOException
    {
        Files.writeString(directory.resolve("file"), "text");

        assertEquals(ExitCode.USAGE, explore(directory.resolve("absent").toString()));
        assertEquals(ExitCode.USAGE, explore(directory.resolve("file").toString()));
        assertEquals(ExitCode.USAGE, explore(directory.toString()));

        assertTrue(err.toString().contains("no journal there (gale.journal is missing)"), err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--at 99999999 | no command 99999999: the journal ends after command",
        "--show banana | 'banana' is no field",
        "--port 70000  | --port: 70000 is no port",
        "--memory 1    | --memory: 1 is too little",
        "--memory x    | --memory: 'x' is not a size"})
    void shouldSayWhatIsWrong(final String options, final String message) throws IOException
    {
        final String[] words = options.split(" ", -1);

        assertEquals(ExitCode.USAGE, explore(storm().toString(), words[0], words[1], "--idle", "1ms"));

        assertTrue(err.toString().contains(message), err.toString());
    }

    @Test
    void shouldOpenADamagedJournalUpToTheDamage() throws IOException
    {
        final Path journal = storm();
        try (var files = Files.walk(journal))
        {
            final Path segment = files.filter(file -> file.toString().endsWith(".cq4")).findFirst().orElseThrow();
            final byte[] bytes = Files.readAllBytes(segment);
            bytes[bytes.length / 2] ^= 1;
            Files.write(segment, bytes);
        }

        assertEquals(ExitCode.OK, explore(journal.toString(), "--idle", "1ms"), err.toString());
    }

    private Path storm()
    {
        final Path journal = directory.resolve("run");
        assertEquals(ExitCode.OK, GaleRun.of(new StringWriter(), err, "storm", "default", "--vms", "1", "--vpes", "1",
            "--pes", "1", "--lpis", "16", "--devices", "1", "--events", "16", "--count", "500", "--clock", "virtual",
            "--rate", "1M", "--quiet", "--journal", journal.toString()), err.toString());

        return journal;
    }

    private int explore(final String... words)
    {
        final String[] all = new String[words.length + 1];
        all[0] = "explore";
        System.arraycopy(words, 0, all, 1, words.length);

        return GaleRun.of(out, err, all);
    }

    private static String listed(final Path journal) throws IOException
    {
        final StringBuilder list = new StringBuilder();
        try (var files = Files.walk(journal))
        {
            for (final Path file : files.sorted().toList())
            {
                list.append(file).append(' ').append(Files.size(file)).append(' ')
                    .append(Files.getLastModifiedTime(file)).append('\n');
            }
        }

        return list.toString();
    }
}

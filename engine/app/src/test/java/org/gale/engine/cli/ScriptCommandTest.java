package org.gale.engine.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.script.FakeTarget;
import org.gale.engine.system.Machines;
import org.gale.engine.transcript.TranscriptPlayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ScriptCommandTest
{
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldAnswerStdinOnStdout()
    {
        assertEquals(ExitCode.OK, execute("machine pes=2\nhppi 0\nquit\n", out));

        assertEquals("OK\nOK none\nOK\n", out.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldExitZeroWhenALineFails()
    {
        assertEquals(ExitCode.OK, execute("nonsense\n", out));

        assertTrue(out.toString(StandardCharsets.US_ASCII).startsWith("FAIL "));
    }

    @Test
    void shouldEndWithoutAWordWhenNobodyTakesTheReplies()
    {
        assertEquals(ExitCode.OK, execute("hppi 0\n", new Broken("Broken pipe")));
        assertEquals("", err.toString());
    }

    @Test
    void shouldSayThatTheRepliesCannotBeWritten()
    {
        assertEquals(ExitCode.RESOURCES, execute("hppi 0\n", new Broken("No space left on device")));
        assertEquals("script: the stream broke: No space left on device" + System.lineSeparator(), err.toString());
    }

    /** Stream that refuses each byte. */
    private static final class Broken extends OutputStream
    {
        private final String reason;

        private Broken(final String reason)
        {
            this.reason = reason;
        }

        @Override
        public void write(final int value) throws IOException
        {
            throw new IOException(reason);
        }
    }

    @Test
    void shouldJournalWhatItApplies() throws IOException
    {
        final Path journal = directory.resolve("run");

        assertEquals(ExitCode.OK, execute("writeq 0x40000000 7\ndigest\n", out, "--journal", journal.toString()));

        final ReplayResult result = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY);
        assertTrue(result.isEqual());
        assertEquals(String.format("OK\nOK 0x%016x\n", result.stateDigest()), out.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldRefuseAJournalDirectoryThatIsNotEmpty() throws IOException
    {
        Files.writeString(directory.resolve("occupied"), "precious");

        assertEquals(ExitCode.USAGE, execute("", out, "--journal", directory.toString()));

        assertEquals("script: --journal " + directory + ": not empty (1 file). Choose another directory." +
            System.lineSeparator(), err.toString());
    }

    @Test
    void shouldRefuseAJournalInsideAFile() throws IOException
    {
        final Path journal = Files.createFile(directory.resolve("file")).resolve("run");

        assertEquals(ExitCode.USAGE, execute("hppi 0\n", out, "--journal", journal.toString()));

        assertTrue(err.toString().startsWith("script: " + journal + ": "), err::toString);
        assertEquals("", out.toString(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldRefuseASocketPathThatExists() throws IOException
    {
        final Path path = Files.writeString(directory.resolve("occupied"), "precious");

        assertEquals(ExitCode.USAGE, execute("", out, "--socket", path.toString()));

        assertEquals("script: --socket " + path + ": exists already, and is not a socket that a dead " +
            "process left. Choose another path." + System.lineSeparator(), err.toString());
        assertEquals("precious", Files.readString(path));
    }

    @Test
    void shouldEndAtTheFirstFailWhenThatIsAskedFor()
    {
        assertEquals(ExitCode.CHECK_FAILED, execute("hppi 0\nbanana\nhppi 0\n", out, "-C", "fail=exit"));
        assertEquals(2, out.toString(StandardCharsets.US_ASCII).lines().count());

        out.reset();
        assertEquals(ExitCode.OK, execute("hppi 0\nbanana\nhppi 0\n", out, "-C", "fail=continue"));
        assertEquals(3, out.toString(StandardCharsets.US_ASCII).lines().count());

        assertEquals(ExitCode.USAGE, execute("", out, "-C", "fail=perhaps"));
        assertTrue(err.toString().contains("-C fail: 'perhaps' is not one of exit, continue"), err.toString());
    }

    @Test
    void shouldKeepATranscriptThatPlays() throws IOException
    {
        final Path file = directory.resolve("run.gt");

        assertEquals(ExitCode.CHECK_FAILED,
            execute("hppi 0\nbanana\nhppi 0\n", out, "--transcript", file.toString(), "-C", "fail=exit"));
        assertTrue(Files.readString(file).contains("\n> hppi 0\n< OK none\n> banana\n< FAIL "), Files.readString(file));
        assertTrue(new TranscriptPlayer(FakeTarget::create).play(file).isPassed());
    }

    @Test
    void shouldReplaceATranscriptWithForceAlone() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("run.gt"), "precious");

        assertEquals(ExitCode.USAGE, execute("hppi 0\n", out, "--transcript", file.toString()));
        assertEquals("script: --transcript " + file + ": is there already (--force replaces it)" +
            System.lineSeparator(), err.toString());
        assertEquals("precious", Files.readString(file));
        assertEquals("", out.toString(StandardCharsets.US_ASCII));
        assertEquals(ExitCode.OK, execute("hppi 0\n", out, "--transcript", file.toString(), "--force"));
        assertTrue(new TranscriptPlayer(FakeTarget::create).play(file).isPassed());
    }

    @Test
    void shouldRefuseATranscriptWhereNoneCanBe() throws IOException
    {
        final Path journal = directory.resolve("journal");

        assertRefused("--force: replaces a transcript (add --transcript FILE)", "--force");
        assertRefused("--transcript " + directory + ": is a directory", "--transcript", directory.toString());
        assertRefused("--transcript: '' names no file or directory", "--transcript=");
        assertRefused("--transcript: 'x/' names a directory, not a file", "--transcript", "x/");
        assertRefused("--transcript " + journal + "/t.gt: lies in the journal " + journal,
            "--journal", journal.toString(), "--transcript", journal + "/t.gt");
        assertTrue(Files.notExists(journal));
        assertEquals(ExitCode.OK, execute("hppi 0\n", out, "--journal", journal.toString()));
        assertRefused("--transcript " + journal + "/t.gt: lies in the journal " + journal,
            "--transcript", journal + "/t.gt");
        assertRefused("--transcript " + directory + "/no/t.gt: there is no directory " + directory + "/no",
            "--transcript", directory + "/no/t.gt");
        assertEquals(ExitCode.RESOURCES, execute("", out, "--transcript", "/proc/t.gt"));
        assertTrue(err.toString().contains("script: --transcript /proc/t.gt: cannot be written: "), err.toString());
    }

    @ParameterizedTest
    @CsvSource({"run.gt, run-3.gt", "run, run-3", "a/run.x.gt, a/run-3.x.gt", ".run.gt, .run-3.gt",
        "x.d/run, x.d/run-3"})
    void shouldNumberTheTranscriptsOfSessions(final Path path, final String numbered)
    {
        assertEquals(numbered, ScriptCommand.numbered(path, 3).toString());
    }

    private void assertRefused(final String message, final String... arguments)
    {
        err.getBuffer().setLength(0);
        assertEquals(ExitCode.USAGE, execute("hppi 0\n", out, arguments));
        assertEquals("script: " + message + System.lineSeparator(), err.toString());
    }

    @Test
    void shouldRefuseASocketPathThatCannotBe()
    {
        final Path path = directory.resolve("absent").resolve("socket");

        assertEquals(ExitCode.USAGE, execute("", out, "--socket", path.toString()));
        assertTrue(err.toString().startsWith("script: --socket " + path + ": cannot make a socket there: "));

        assertEquals(ExitCode.USAGE, execute("", out, "--socket", "/tmp/" + "x".repeat(200)));
        assertTrue(err.toString().contains("cannot make a socket there: Unix domain path too long"), err.toString());
    }

    private int execute(final String input, final OutputStream replies, final String... arguments)
    {
        final InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.US_ASCII));
        final ErrorMessages messages = new ErrorMessages();

        return new CommandLine(new ScriptCommand(FakeTarget::create, in, replies))
            .setParameterExceptionHandler(messages)
            .setExecutionExceptionHandler(messages)
            .setErr(new PrintWriter(err))
            .execute(arguments);
    }
}

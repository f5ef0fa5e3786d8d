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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    void shouldSayThatNobodyTakesTheReplies()
    {
        final OutputStream broken = new OutputStream()
        {
            @Override
            public void write(final int value) throws IOException
            {
                throw new IOException("Broken pipe");
            }
        };

        assertEquals(ExitCode.RESOURCES, execute("hppi 0\n", broken));
        assertEquals("script: the stream broke: Broken pipe" + System.lineSeparator(), err.toString());
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

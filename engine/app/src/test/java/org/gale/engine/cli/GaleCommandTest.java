package org.gale.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.console.StdoutStream;
import org.gale.engine.script.FakeTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class GaleCommandTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "--help", "-h"})
    void shouldShowWhatThereIs(final String arguments)
    {
        assertEquals(ExitCode.OK, arguments.isEmpty() ? run() : run(arguments));

        assertEquals("""
            Gale emulates Arm's GICv5 and GICv4.1, storms both with interrupts, and replays any run byte for byte.

            Most wanted:
              gale storm           the default storm, its report, and the replay that proves it
              gale replay DIR      go through a journal again
              gale check FILE...   play transcripts and check every reply

            All commands:
              storm      Run a storm, report it, and prove it by a replay.
              replay     Go through a journal again, and compare with the live run.
              inspect    Show the tables and registers of a journal's machine, decoded.
              explore    Look into a journal in a browser: time line, one interrupt, state.
              compare    Compare reports of storms, and fail on a regression.
              gate       Compare jobs with their recorded figures, exactly.
              report     Add the reports of the shares of one storm.
              journal    Describe, verify, dump, export or repair a journal, or compare a drive's with the model.
              import     Make a trace, or a job, of a recorded text.
              trace      Describe a trace.
              device     Be a PCI device of a real VM, and prove its interrupts.
              check      Play transcripts and check every reply, TAP 13 on stdout.
              script     Drive a machine by the line protocol, on stdin and stdout or a Unix socket.
              hunt       Run a test program in many of the orders that the architecture allows.
              topology   Show the board that the keys of a machine describe.
              profiles   List the kinds of traffic, and what each is based on.
              job        Check job files, or print their schema.
              sweep      Plan, run and join the storms of a sweep.
              doctor     Examine this host, and say what would spoil a measurement.
              bench      Measure the targets, each against its baseline in the same run.
              stat       Show the counters of storms that run now.
              completion Print the script that completes gale's commands in a shell.
              book       Read the book in the terminal, or write it as HTML.
              man        Print the manual page of a command.
              help       Explain a command, or list all commands.

            'gale COMMAND --help' explains a command, 'gale --version' shows the version.
            """, out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings =
        {
            "storm", "replay", "compare", "report", "journal", "import", "trace", "check", "script", "hunt", "topology",
            "profiles", "stat",
            "completion", "man"})
    void shouldExplainEachCommand(final String command)
    {
        assertEquals(ExitCode.OK, run(command, "--help"));

        assertTrue(out.toString().contains("Usage: gale " + command + " "), out.toString());
        assertTrue(out.toString().lines().allMatch(line -> line.length() <= 100 && !line.contains("\u001b")));
    }

    @Test
    void shouldMakeOnlyTheCommandThatIsCalled()
    {
        final Set<String> shown = Set.of("completion", "man", "help");
        final Set<String> all = GaleCommand.commandLine(FakeTarget::create).getSubcommands().keySet();
        for (final String command : all)
        {
            assertEquals(shown.contains(command) ? all : Set.of(command),
                GaleCommand.commandLine(FakeTarget::create, command, "--help").getSubcommands().keySet());
        }
    }

    @Test
    void shouldBeTheClassThatOtherProcessesStart()
    {
        assertEquals(GaleCommand.class.getName(), Program.MAIN_CLASS);
    }

    @Test
    void shouldShowTheVersion()
    {
        assertEquals(ExitCode.OK, run("--version"));

        assertTrue(out.toString().startsWith("gale "), out.toString());
        assertTrue(out.toString().endsWith(" \u00b7 JDK " + System.getProperty("java.version") +
            System.lineSeparator()), out.toString());
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow()
    {
        assertEquals(ExitCode.USAGE, run("chekc"));

        assertEquals("gale: no command 'chekc': did you mean 'check'? ('gale --help' lists them)" +
            System.lineSeparator(), err.toString());
    }

    @Test
    void shouldCheckTranscriptsInTheirOrder() throws IOException
    {
        final Path good = Files.writeString(directory.resolve("good.gt"), "> hppi 0\n< OK none\n");
        final Path bad = Files.writeString(directory.resolve("bad.gt"), "> hppi 0\n< OK LPI 5 31\n> hppi 1\n< *\n");

        assertEquals(ExitCode.CHECK_FAILED, run("check", bad.toString(), good.toString()));

        assertEquals(String.join(System.lineSeparator(),
            "TAP version 13",
            "1..2",
            "not ok 1 - " + bad,
            "  ---",
            "  message: 'line 2: the reply differs'",
            "  severity: fail",
            "  line: 2",
            "  expected: 'OK LPI 5 31'",
            "  actual: 'OK none'",
            "  last_commands:",
            "    - '1: hppi 0'",
            "  ...",
            "ok 2 - " + good,
            "# 1 of 2 passed, 2 commands",
            ""), out.toString());
        assertEquals("", err.toString());
        assertEquals(ExitCode.OK, run("check", good.toString()));
    }

    @Test
    void shouldSkipTranscriptsThatAskForIt() throws IOException
    {
        final Path good = Files.writeString(directory.resolve("good.gt"), "> hppi 0\n< OK none\n");
        final Path skipped = Files.writeString(directory.resolve("skipped.gt"), "# SKIP later\n> hppi 0\n< FAIL\n");
        final Path bad = Files.writeString(directory.resolve("bad.gt"), "> hppi 0\n< FAIL\n");

        assertEquals(ExitCode.OK, run("check", skipped.toString(), good.toString()));
        assertTrue(out.toString().contains("ok 1 - " + skipped + " # SKIP later" + System.lineSeparator() + "ok 2 - " +
            good + System.lineSeparator() + "# 1 of 2 passed, 1 skipped, 1 command"), out.toString());
        assertEquals(ExitCode.SKIPPED, run("check", skipped.toString(), skipped.toString()));
        assertEquals(ExitCode.CHECK_FAILED, run("check", "-C", "debug=true", skipped.toString(), bad.toString()));
        assertEquals("", err.toString());
    }

    @Test
    void shouldPlayNothingWhenAPathIsWrong() throws IOException
    {
        final Path good = Files.writeString(directory.resolve("good.gt"), "> hppi 0\n< OK none\n");
        final Path absent = directory.resolve("absent.gt");

        assertEquals(ExitCode.USAGE, run("check", good.toString(), absent.toString()));
        assertEquals("gale check: " + absent + ": no such file" + System.lineSeparator(), err.toString());
        assertEquals("", out.toString());

        assertEquals(ExitCode.USAGE, run("check", directory.toString()));
        assertTrue(err.toString().contains(directory + ": is a directory (try " + directory + "/*.gt.gz)"));
    }

    @Test
    void shouldPlayStandardInput() throws IOException
    {
        final byte[] transcript = "> hppi 0\n< OK none\n".getBytes(StandardCharsets.US_ASCII);
        final CommandLine check =
            new CommandLine(new CheckCommand(FakeTarget::create, new ByteArrayInputStream(transcript)));

        assertEquals(ExitCode.OK, check.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute("-"));

        assertTrue(out.toString().contains("ok 1 - -"), out.toString());
    }

    @Test
    void shouldNotExitAsAFailedCheckWhenAMachineThrows() throws IOException
    {
        final Path good = Files.writeString(directory.resolve("good.gt"), "> hppi 0\n< OK none\n");
        final CommandLine commandLine = GaleCommand.commandLine(keyValues ->
        {
            throw new IllegalStateException("broken");
        });

        assertEquals(ExitCode.INTERNAL, GaleCommand.run(
            commandLine, new PrintWriter(out), new PrintWriter(err), "check", good.toString()), err.toString());

        assertTrue(out.toString().startsWith("TAP") && out.toString().contains("not ok 1 - "), out.toString());
        assertEquals("", err.toString());
        assertEquals(ExitCode.INTERNAL, GaleCommand.run(commandLine, new PrintWriter(out), new PrintWriter(err),
            "check", "-C", "debug=true", good.toString()));
        assertTrue(err.toString().startsWith("java.lang.IllegalStateException: broken"), err.toString());
    }

    @Test
    void shouldNotMissThatStdoutIsFull() throws IOException
    {
        final Path good = Files.writeString(directory.resolve("good.gt"), "> hppi 0\n< OK none\n");
        final OutputStream full = new OutputStream()
        {
            @Override
            public void write(final int value) throws IOException
            {
                throw new IOException("No space left on device");
            }
        };

        assertEquals(ExitCode.RESOURCES, GaleCommand.run(
            GaleCommand.commandLine(FakeTarget::create), new PrintWriter(full, true, StandardCharsets.UTF_8),
            new PrintWriter(err), "check", good.toString()));
        assertEquals("gale: cannot write to stdout" + System.lineSeparator(), err.toString());
    }

    @ParameterizedTest
    @CsvSource({"0, 8", "1, 1", "2, 8", "3, 8", "4, 8", "5, 5", "6, 6", "7, 7", "8, 8", "130, 8", "77, 77"})
    void shouldTellALostReportBesideAnotherExitCode(final int given, final int expected)
    {
        final PrintWriter full = new PrintWriter(new OutputStream()
        {
            @Override
            public void write(final int value) throws IOException
            {
                throw new IOException("No space left on device");
            }
        }, true, StandardCharsets.UTF_8);
        full.println("report");

        assertEquals(expected,
            GaleCommand.run(new CommandLine(new Ending(given)), full, new PrintWriter(err)));
        assertEquals("gale: cannot write to stdout" + System.lineSeparator(), err.toString());
        err.getBuffer().setLength(0);
        assertEquals(given,
            GaleCommand.run(new CommandLine(new Ending(given)), full, new PrintWriter(err), () -> true));
        assertEquals("", err.toString());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"profiles", "doctor --help", "storm --help", "-- storm --help"})
    void shouldEndWithoutAWordWhenNobodyReadsAnyMore(final String arguments) throws IOException
    {
        final OutputStream closed = new OutputStream()
        {
            @Override
            public void write(final int value) throws IOException
            {
                throw new IOException(StdoutStream.CLOSED_PIPE);
            }
        };

        assertEquals(ExitCode.OK, GaleCommand.run(
            GaleCommand.commandLine(FakeTarget::create), new PrintWriter(closed, true, StandardCharsets.UTF_8),
            new PrintWriter(err), () -> true, arguments.split(" ")));
        assertEquals("", err.toString());
    }

    @Test
    void shouldRefuseANameThatIsNotUtf8()
    {
        assertEquals(ExitCode.USAGE, run("check", "good.gt", "bad\ufffdname.gt"));

        assertEquals("gale: 'bad\ufffdname.gt' is not UTF-8 (rename the file, or give a link to it)" +
            System.lineSeparator(), err.toString());
        assertEquals("", out.toString());
    }

    /** Command that ends with an exit code. */
    @CommandLine.Command(name = "gale")
    private record Ending(int exitCode) implements Callable<Integer>
    {
        @Override
        public Integer call()
        {
            return exitCode;
        }
    }

    private int run(final String... arguments)
    {
        return GaleCommand.run(GaleCommand.commandLine(FakeTarget::create, arguments),
            new PrintWriter(out), new PrintWriter(err), arguments);
    }
}

package org.gale.engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.TerminalText;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.replay.JournalDump;
import org.gale.engine.replay.Runs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TerminalTextTest
{
    @TempDir
    private Path home;
    private final StringWriter err = new StringWriter();

    @Test
    void shouldEscapeControlCharacters()
    {
        assertEquals("a\\x1b[31mb\\r\\n\\t\\x00\\x9bc\u00e9\u00d7",
            TerminalText.of("a\u001b[31mb\r\n\t\0\u009bc\u00e9\u00d7"));
    }

    @Test
    void shouldKeepTheSecondLineOfAMessage()
    {
        assertEquals("full\n  Free some space\\nforged", TerminalText.of("full\n  Free some space\nforged"));
    }

    @Test
    void shouldCutALongMessage()
    {
        final String text = TerminalText.of("x".repeat(TerminalText.LENGTH_LIMIT + 1_000));

        assertTrue(text.endsWith("x... (1,000 more characters)"), text);
        assertEquals("x".repeat(TerminalText.LENGTH_LIMIT), TerminalText.of("x".repeat(TerminalText.LENGTH_LIMIT)));
    }

    @Test
    void shouldEscapeEveryControlCharacterOfALine()
    {
        assertEquals("a\\x1b[31mb\\n  c\\x9b\\x7f", TerminalText.line("a\u001b[31mb\n  c\u009b\u007f"));
    }

    @Test
    void shouldEscapeNamesOnStdoutToo() throws IOException, InterruptedException
    {
        // Where names of files are ASCII, DEL has the part of C1.
        final String c1 = System.getProperty("sun.jnu.encoding").startsWith("UTF") ? "\u009b" : "\u007f";
        final Path run = home.resolve("a\u001b[2J\nforged " + c1 + "31m");
        Runs.storm(run, JournalConfig.DEFAULT, 500);
        Files.writeString(home.resolve("x" + c1 + ".gt"), "> readl 0x40000000\n< OK 0x\u009b1\u001b[1m\n");
        Files.writeString(run.resolve("other\nforged"), "");
        final StringWriter out = new StringWriter();

        for (final String line : List.of("journal verify", "journal describe", "journal repair",
            "journal verify --json", "replay", "replay --json", "inspect * pending",
            "storm --count 500 --no-replay --vms 1 --pes 4 --journal *2", "storm --resume *", "check"))
        {
            final List<String> words = new ArrayList<>(List.of(line.split(" ")));
            words.replaceAll(word -> word.replace("*", run.toString()));
            words.addAll(line.contains("*") ? List.of() :
                List.of(line.equals("check") ? home.resolve("x" + c1 + ".gt").toString() : run.toString()));
            GaleRun.of(out, err, words.toArray(String[]::new));
        }

        final ByteArrayOutputStream dump = new ByteArrayOutputStream();
        JournalDump.write(run, dump, 0, 1, Set.of(JournalDump.Detail.FRAMES), null);
        final String shown = out.toString() + err + dump.toString(StandardCharsets.UTF_8);
        assertTrue(shown.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n'), shown);
        assertTrue(shown.lines().noneMatch(line -> line.startsWith("forged")), shown);
        assertTrue(shown.contains("a\\x1b[2J\\nforged " + TerminalText.line(c1) + "31m"), shown);
    }

    @Test
    void shouldNameNoClassWhenATranscriptFindsAFaultOfTheEngine() throws IOException
    {
        final Path file = Files.writeString(home.resolve("broken.gt"), "> readl 0x40000000\n< OK 0x0\n");
        final StringWriter out = new StringWriter();

        assertEquals(ExitCode.INTERNAL, check(out, file.toString()));
        assertFalse((out.toString() + err).contains("java."), () -> out.toString() + err);
        assertTrue(out.toString().contains("message: 'internal error: broken'"), out.toString());

        assertEquals(ExitCode.INTERNAL, check(out, "-C", "debug=true", file.toString()));
        assertTrue(err.toString().contains("java.lang.IllegalStateException: broken"), err.toString());
    }

    private int check(final StringWriter out, final String... arguments)
    {
        final List<String> words = new ArrayList<>(List.of("check"));
        words.addAll(List.of(arguments));

        return GaleCommand.run(GaleCommand.commandLine(reply ->
        {
            throw new IllegalStateException("broken");
        }), new PrintWriter(out), new PrintWriter(err, true), words.toArray(String[]::new));
    }

    @Test
    void shouldEscapeWhatTheUserGave()
    {
        assertEquals(ExitCode.USAGE, run("storm", "--vms", "1\u001b[2J"));
        assertEquals(ExitCode.USAGE, run("check", "a\u001b]0;title\u0007.gt"));
        assertEquals(ExitCode.USAGE, run("no\u001bcommand"));

        assertFalse(err.toString().contains("\u001b"), err.toString());
        assertEquals(3, err.toString().lines().count());
    }

    @Test
    void shouldNameNoClassOfJavaUnlessThatIsAskedFor()
    {
        final StringWriter plain = new StringWriter();
        final StringWriter debug = new StringWriter();
        final RuntimeException failure = new IllegalStateException("what nobody expects");

        assertEquals(ExitCode.INTERNAL, ErrorMessages.print(new PrintWriter(plain), "gale: ", failure, false));
        assertEquals(ExitCode.INTERNAL, ErrorMessages.print(new PrintWriter(debug), "gale: ", failure, true));

        assertEquals("gale: internal error: what nobody expects (-C debug=true shows where)" + System.lineSeparator(),
            plain.toString());
        assertTrue(debug.toString().contains("java.lang.IllegalStateException: what nobody expects"), debug.toString());
    }

    private int run(final String... arguments)
    {
        return GaleRun.of(new StringWriter(), err, arguments);
    }
}

package org.gale.engine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The README, followed word by word: every command of it is executed in its order, and every link leads to a file. A
 * storm that would take long gets a count; DIR, FILE and TEXT stand for paths of the reader.
 */
@Timeout(900)
@Isolated("sets standard input and output")
class ReadmeTest
{
    private static final Pattern COMMAND = Pattern.compile("`(?:engine/bin/)?gale ([^`]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
    private static final Pattern METHOD_LINK = Pattern.compile("\\[`\\w+\\.(\\w+)`]\\(([^)#:]+\\.java)\\)");
    private static final int LINES_LIMIT = 200;
    private static final Pattern SCRIPT_LINE = Pattern.compile("`((?:writel|insn|stats|quit)[^`]*)`");
    private static final int COMMANDS_MIN = 10;

    @TempDir
    private Path directory;

    @Test
    void shouldDoWhatItSays() throws IOException
    {
        final List<String> commands = commands();
        assertTrue(commands.size() >= COMMANDS_MIN, commands::toString);
        final Path transcript = Files.writeString(directory.resolve("FILE.gt"), "> readl 0x40000000\n< OK 0x0\n");
        final Path trace = Files.writeString(directory.resolve("TEXT.txt"),
            "  task-0 [000] d.h.. 10.000016: irq_handler_entry: irq=36 name=disk\n");

        for (final String command : commands)
        {
            final List<String> words = new ArrayList<>(List.of(command
                .replaceAll("\\b(run[0-9]|DIR)\\b", directory + "/$1").replace("FILE.gt.gz…", transcript.toString())
                .replace("TEXT.txt", trace.toString())
                .split(" ", -1)));
            if (words.get(0).equals("storm") && !words.contains("--count") && !words.contains("--resume") &&
                words.stream().noneMatch(word -> word.startsWith("iterations=")))
            {
                words.addAll(words.contains("generator=off") ?
                    List.of("--duration", "200ms") : List.of("--count", "20k"));
            }
            words.replaceAll(word -> word.startsWith("iterations=") ? "iterations=10" : word);
            if (words.contains("dump"))
            {
                words.addAll(List.of("--to", "3"));                             // it writes past System.out
            }
            final StringWriter err = new StringWriter();
            final int exit = gale(err, words);

            assertTrue(expected(words).contains(exit), () -> command + ": exit code " + exit + '\n' + err);
        }
    }

    @Test
    void shouldAnswerTheLinesOfItsScript() throws IOException
    {
        final Path script = directory.resolve("lines.gt");
        final StringBuilder lines = new StringBuilder();
        final Matcher matcher = SCRIPT_LINE.matcher(readme());
        while (matcher.find())
        {
            lines.append("> ").append(matcher.group(1)).append("\n< OK | OK *\n".replace("| OK *", "| OK"));
        }
        assertTrue(lines.length() > 0);
        Files.writeString(script, lines.toString().replace("> stats\n< OK | OK\n", "> stats\n< *\n"));

        final StringWriter err = new StringWriter();
        assertEquals(ExitCode.OK, gale(err, List.of("check", script.toString())), err::toString);
    }

    @Test
    void shouldLinkToFilesThatAreThere() throws IOException
    {
        final Set<String> missing = new TreeSet<>();
        final Matcher links = LINK.matcher(readme());
        while (links.find())
        {
            if (!Files.exists(root().resolve(links.group(1))))
            {
                missing.add(links.group(1));
            }
        }

        assertEquals(Set.of(), missing);
    }

    @Test
    void shouldLinkToMethodsThatAreThere() throws IOException
    {
        final Set<String> missing = new TreeSet<>();
        final Matcher links = METHOD_LINK.matcher(readme());
        while (links.find())
        {
            final String source = Files.readString(root().resolve(links.group(2)));
            if (!Pattern.compile("\\b" + links.group(1) + "\\(").matcher(source).find())
            {
                missing.add(links.group());
            }
        }

        assertEquals(Set.of(), missing);
    }

    @Test
    void shouldBeReadInTenMinutes() throws IOException
    {
        final long lines = readme().lines().count();

        assertTrue(lines <= LINES_LIMIT, () -> lines + " lines");
    }

    /** Returns the commands that the text shows between back quotes, placeholders of the help aside. */
    private static List<String> commands() throws IOException
    {
        final List<String> commands = new ArrayList<>();
        final Matcher matcher = COMMAND.matcher(readme());
        while (matcher.find())
        {
            final String command = matcher.group(1).strip();
            if (!command.startsWith("COMMAND") && !command.equals("storm") && !command.equals("script") &&
                !command.startsWith("bench"))
            {
                commands.add(command);
            }
        }

        return commands;
    }

    /** Returns the exit codes of a command: its journal has ended in good order, where the text speaks of a crash. */
    private static Set<Integer> expected(final List<String> words)
    {
        if (words.contains("doctor"))
        {
            return Set.of(ExitCode.OK, ExitCode.CHECK_FAILED);                  // as the host is
        }

        return words.contains("--resume") || words.contains("repair") ?
            Set.of(ExitCode.OK, ExitCode.USAGE) : Set.of(ExitCode.OK);
    }

    private static int gale(final StringWriter err, final List<String> words)
    {
        final PrintStream out = System.out;
        final InputStream in = System.in;
        System.setIn(InputStream.nullInputStream());                            // a prompt ends at once
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try
        {
            return GaleRun.of(Writer.nullWriter(), err, words.toArray(new String[0]));
        }
        finally
        {
            System.setOut(out);
            System.setIn(in);
        }
    }

    private static String readme() throws IOException
    {
        return Files.readString(root().resolve("README.md"));
    }

    private static Path root()
    {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("README.md")))
        {
            root = root.getParent();
        }

        return root;
    }
}

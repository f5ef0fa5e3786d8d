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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The README and the page of first steps, followed word by word: every command is executed in its order, and every link
 * leads to a file. A storm that would take long gets a count; DIR, FILE and TEXT stand for paths of the reader.
 */
@Timeout(900)
@Isolated("sets standard input and output")
class ReadmeTest
{
    private static final String README = "README.md";
    private static final String FIRST_STEPS = "engine/docs/start.md";
    private static final String CODE = "engine/docs/code.md";
    private static final Pattern COMMAND =
        Pattern.compile("(?:`|^\\$ )(?:engine/bin/)?gale ([^`\n]+)(?:`|$)", Pattern.MULTILINE);
    private static final Pattern PICTURE = Pattern.compile("(?:srcset|src)=\"([^\"]+)\"");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
    private static final Pattern METHOD_LINK = Pattern.compile("\\[`\\w+\\.(\\w+)`]\\(([^)#:]+\\.java)\\)");
    private static final int LINES_LIMIT = 150;
    private static final Pattern SCRIPT_LINE = Pattern.compile("`((?:writel|insn|stats|quit)[^`]*)`");
    private static final int COMMANDS_MIN = 8;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = { README, FIRST_STEPS })
    void shouldDoWhatItSays(final String page) throws IOException
    {
        final List<String> commands = commands(read(page));
        assertTrue(commands.size() >= COMMANDS_MIN, commands::toString);
        final Path transcript = Files.writeString(directory.resolve("FILE.gt"), "> readl 0x40000000\n< OK 0x0\n");
        final Path trace = Files.writeString(directory.resolve("TEXT.txt"),
            "  task-0 [000] d.h.. 10.000016: irq_handler_entry: irq=36 name=disk\n");

        for (final String command : commands)
        {
            final List<String> words = new ArrayList<>(List.of(command
                .replaceAll("\\b(run[0-9]|DIR)\\b", directory + "/$1").replace("FILE.gt.gz…", transcript.toString())
                .replace("TEXT.txt", trace.toString())
                .replace("engine/docs/", root() + "/engine/docs/")
                .split(" ", -1)));
            if (words.get(0).equals("device"))
            {
                Files.createDirectories(directory.resolve("DIR"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                words.addAll(List.of("--wait", "100ms"));                       // no client comes
            }
            if (words.get(0).equals("storm") &&
                Collections.disjoint(words, List.of("--what-if", "--count", "--resume")) &&
                words.stream().noneMatch(word -> word.startsWith("iterations=")))
            {
                words.addAll(words.contains("generator=off") ?
                    List.of("--duration", "200ms") : List.of("--count", "20k"));
            }
            if (words.contains("--what-if"))
            {
                words.addAll(List.of("--seeds", "2", "--count", "200"));
                words.addAll(words.contains("direct") ? List.of("--draws", "2") : List.of());
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
        final Matcher matcher = SCRIPT_LINE.matcher(read(FIRST_STEPS));
        while (matcher.find())
        {
            lines.append("> ").append(matcher.group(1)).append("\n< OK | OK *\n".replace("| OK *", "| OK"));
        }
        assertTrue(lines.length() > 0);
        Files.writeString(script, lines.toString().replace("> stats\n< OK | OK\n", "> stats\n< *\n"));

        final StringWriter err = new StringWriter();
        assertEquals(ExitCode.OK, gale(err, List.of("check", script.toString())), err::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = { README, FIRST_STEPS, CODE })
    void shouldLinkToFilesThatAreThere(final String page) throws IOException
    {
        final Set<String> missing = new TreeSet<>();
        for (final Pattern pattern : List.of(LINK, PICTURE))
        {
            final Matcher links = pattern.matcher(read(page));
            while (links.find())
            {
                if (!Files.exists(root().resolve(page).resolveSibling(links.group(1))))
                {
                    missing.add(links.group(1));
                }
            }
        }

        assertEquals(Set.of(), missing);
    }

    @ParameterizedTest
    @ValueSource(strings = { README, FIRST_STEPS })
    void shouldHaveOneCommandACell(final String page) throws IOException
    {
        for (final String cell : read(page).lines().filter(line -> line.startsWith("|"))
            .flatMap(line -> Stream.of(line.split("(?<!\\\\)\\|", -1))).toList())
        {
            assertTrue(cell.split("`(?:engine/bin/)?gale ", -1).length <= 2, cell);
        }
    }

    @Test
    void shouldLinkToMethodsThatAreThere() throws IOException
    {
        final Set<String> missing = new TreeSet<>();
        final Matcher links = METHOD_LINK.matcher(read(CODE));
        while (links.find())
        {
            final String source = Files.readString(root().resolve(CODE).resolveSibling(links.group(2)));
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
        final long lines = read(README).lines().count();

        assertTrue(lines <= LINES_LIMIT, () -> lines + " lines");
    }

    /** Returns the commands that the text shows between back quotes, placeholders of the help aside. */
    private static List<String> commands(final String page)
    {
        final List<String> commands = new ArrayList<>();
        final Matcher matcher = COMMAND.matcher(page);
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
        if (words.contains("legacy=on"))
        {
            return Set.of(ExitCode.INVARIANT_BROKEN);
        }
        if (words.get(0).equals("gate") && words.contains("--set"))
        {
            return Set.of(ExitCode.CHECK_FAILED);
        }
        if (words.get(0).equals("device"))
        {
            return Set.of(ExitCode.SKIPPED);
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

    private static String read(final String page) throws IOException
    {
        return Files.readString(root().resolve(page));
    }

    private static Path root()
    {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve(README)))
        {
            root = root.getParent();
        }

        return root;
    }
}

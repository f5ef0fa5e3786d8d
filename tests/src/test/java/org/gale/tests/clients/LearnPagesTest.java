package org.gale.tests.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gale.tests.support.Programs;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Test of the pages to learn from: their files are written, their changes are made and their commands are run, in the
 * order of the page and in an empty directory. Each command prints what the page shows. A line of three dots stands for
 * any lines.
 */
class LearnPagesTest
{
    private static final Pattern BLOCK = Pattern.compile("^```(\\w*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("The\\sfile\\sis\\s`([\\w.]+)`:\n\n\\z");
    private static final long SOURCE_LIMIT = 1 << 20;
    private static final String ANY_LINES = "\n...\n";

    @TempDir
    private Path directory;
    /** The last command, without the file that it writes, and what it printed: a page may show more of it. */
    private String asked;
    private String answer;

    @ParameterizedTest
    @CsvSource({"lost-interrupt, 16", "worth, 5", "my-monitor, 8"})
    @Timeout(value = 600, unit = TimeUnit.SECONDS)
    void shouldDoWhatEachCommandOfThePageShows(final String name, final int leastCommands)
        throws IOException, InterruptedException
    {
        for (final String program : List.of("cc", "sed", "grep", "python3"))
        {
            assumeTrue(Programs.isInstalled(program), () -> "no " + program);
        }
        ClientsTest.makeGale(Files.createDirectory(directory.resolve("bin")));
        final String page = Files.readString(SourceTree.ROOT.resolve("engine/docs/" + name + ".md"));
        final Matcher block = BLOCK.matcher(page);
        final List<Integer> commands = new ArrayList<>();
        while (block.find())
        {
            final Matcher named = NAMED.matcher(page.substring(0, block.start()));
            if (named.find())
            {
                Files.writeString(directory.resolve(named.group(1)), block.group(2));
            }
            else if (block.group(1).equals("diff"))
            {
                change(block.group(2));
            }
            else if (block.group(2).startsWith("$ "))
            {
                commands.add(runAll(block.group(2)));
            }
        }
        assertTrue(commands.stream().mapToInt(count -> count).sum() >= leastCommands, "too few commands on the page");
    }

    private int runAll(final String session) throws IOException, InterruptedException
    {
        final String[] parts = ("\n" + session).split("\n\\$ ", -1);
        for (int i = 1; i < parts.length; i++)
        {
            final String[] lines = parts[i].split("\n", 2);
            assertShown(lines[0], lines.length == 1 ? "" : lines[1].stripTrailing() + "\n");
        }

        return parts.length - 1;
    }

    private void assertShown(final String command, final String shown) throws IOException, InterruptedException
    {
        final String question = command.replaceFirst(" --json .*", "");
        if (!question.equals(asked) || !question.contains("--what-if"))
        {
            answer = run(command);
            asked = question;
        }
        final String printed = answer;

        final String expected = shown.strip().isEmpty() ? "" : shown;
        if (!("\n" + expected).contains(ANY_LINES))
        {
            assertEquals(expected, printed, command);
            return;
        }
        final String regex = Stream.of(("\n" + expected).split(Pattern.quote(ANY_LINES), -1)).map(Pattern::quote)
            .collect(Collectors.joining("\n(?:.*\n)*"));
        assertTrue(("\n" + printed).matches(regex), () -> command + " printed\n" + printed);
    }

    private String run(final String command) throws IOException, InterruptedException
    {
        final ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(directory.toFile())
            .redirectErrorStream(true);
        builder.environment().put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
        builder.environment().put("GALE", SourceTree.ROOT.toString());
        final Process process = builder.start();
        final String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();

        return printed;
    }

    /** Makes the change of a page's lines with signs to a file. Its lines are found in one file, at one place. */
    private void change(final String diff) throws IOException
    {
        final String old = lines(diff, '+');
        try (Stream<Path> files = Files.list(directory))
        {
            final List<Path> found = new ArrayList<>();
            for (final Path file : files.filter(Files::isRegularFile).toList())
            {
                if (Files.size(file) < SOURCE_LIMIT && Files.readString(file, StandardCharsets.ISO_8859_1).contains(
                    new String(old.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)))
                {
                    found.add(file);
                }
            }
            assertEquals(1, found.size(), old);
            final String text = Files.readString(found.get(0));
            assertEquals(2, text.split(Pattern.quote(old), -1).length, old);
            Files.writeString(found.get(0), text.replace(old, lines(diff, '-')));
        }
    }

    private static String lines(final String diff, final char left)
    {
        return diff.lines().filter(line -> line.charAt(0) != left).map(line -> line.substring(1) + "\n")
            .collect(Collectors.joining());
    }
}

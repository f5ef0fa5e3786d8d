package org.gale.engine.cli.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.fail;

/**
 * Directory of golden files. A text that differs from its file fails {@link #end()}, as does a file without a text;
 * {@code -Dgale.golden=write} writes them instead. Commands run in the module's directory and name their files
 * relative to it, so that lengths do not depend on the host.
 */
public final class GoldenFiles
{
    private static final String PROP_NAME = "gale.golden";
    private static final Path ROOT = root();
    private static final Path OUTPUTS = Path.of("target/golden");
    private static final int HEAD_LINES = 24;
    private static final int SHOWN_LENGTH = 240;

    private final String name;
    private final boolean isWritten = "write".equals(System.getProperty(PROP_NAME));
    private final Set<String> checked = new TreeSet<>();
    private final List<String> differences = new ArrayList<>();

    /** Begins with a directory of {@code app/src/test/resources/golden}. */
    public GoldenFiles(final String name)
    {
        this.name = name;
    }

    /** Returns the directory of all golden files, which the check of faults reads from another module. */
    private static Path root()
    {
        final Path own = Path.of("app/src/test/resources/golden");

        return Files.exists(own) ? own : Path.of("../engine").resolve(own);
    }

    /** Returns an input of the tests, relative to the module. */
    public static String input(final String file)
    {
        return ROOT.resolve("jobs").resolve(file).toString();
    }

    /** Makes an empty directory for the outputs of commands; its name is the same on each host. */
    public static Path outputs(final String name) throws IOException
    {
        final Path directory = OUTPUTS.resolve(name);
        remove(directory);
        Files.createDirectories(directory);                         // its result is absolute where the parent is new

        return directory;
    }

    /** Removes a directory of outputs. */
    public static void remove(final Path directory) throws IOException
    {
        if (Files.exists(directory))
        {
            try (Stream<Path> files = Files.walk(directory))
            {
                for (final Path file : files.sorted((a, b) -> b.compareTo(a)).toList())
                {
                    Files.delete(file);
                }
            }
        }
    }

    /** Compares a text with a file, but for what {@link GoldenMask} has. */
    public void check(final String file, final String text) throws IOException
    {
        checkMasked(file, GoldenMask.masked(text));
    }

    /** Compares the first lines of a long text, the number of all, and their hash. */
    public void checkHead(final String file, final String text) throws IOException
    {
        final String masked = GoldenMask.masked(text);
        final List<String> lines = masked.lines().toList();
        final StringBuilder head = new StringBuilder();
        lines.stream().limit(HEAD_LINES).forEach(line -> head.append(shortened(line)).append('\n'));
        head.append("... ").append(lines.size()).append(" lines, SHA-256 ").append(GoldenText.hash(masked))
            .append('\n');
        checkMasked(file, head.toString());
    }

    private void checkMasked(final String file, final String text) throws IOException
    {
        checked.add(file);
        final Path path = ROOT.resolve(name).resolve(file);
        if (isWritten)
        {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        }
        else if (!Files.exists(path))
        {
            differences.add(path + ": there is no such file");
        }
        else
        {
            final String golden = Files.readString(path);
            if (!golden.equals(text))
            {
                final Path actual = OUTPUTS.resolve("actual").resolve(name).resolve(file);
                Files.createDirectories(actual.getParent());
                Files.writeString(actual, text);
                differences.add(difference(path, golden, text) + "\n  all: " + actual);
            }
        }
    }

    /** Fails if a text differed, or if the directory has a file that was compared with none. */
    public void end() throws IOException
    {
        final Path directory = ROOT.resolve(name);
        final List<Path> others = new ArrayList<>();
        if (Files.exists(directory))
        {
            try (Stream<Path> files = Files.list(directory))
            {
                files.filter(file -> !checked.contains(file.getFileName().toString())).sorted().forEach(others::add);
            }
        }
        for (final Path other : others)
        {
            if (isWritten)
            {
                Files.delete(other);
            }
            else
            {
                differences.add(other + ": is no longer compared with anything");
            }
        }
        if (!differences.isEmpty())
        {
            fail(String.join("\n", differences) + "\nIf that is meant: run these tests with -D" + PROP_NAME +
                "=write, and read the difference of engine/app/src/test/resources/golden");
        }
    }

    /** Returns the first line of each text that the other one does not have in its place. */
    static String difference(final Path path, final String golden, final String text)
    {
        final List<String> was = golden.lines().toList();
        final List<String> is = text.lines().toList();
        int line = 0;
        while (line < was.size() && line < is.size() && was.get(line).equals(is.get(line)))
        {
            line++;
        }

        final String old = line < was.size() ? was.get(line) : "(the end)";
        final String now = line < is.size() ? is.get(line) : "(the end)";
        int column = 0;
        while (column < old.length() && column < now.length() && old.charAt(column) == now.charAt(column))
        {
            column++;
        }
        final int from = column < SHOWN_LENGTH / 2 ? 0 : column - SHOWN_LENGTH / 4;

        return path + ":" + (line + 1) + ": differs from column " + (column + 1) + "\n  was: " +
            shortened(old.substring(from)) + "\n  is:  " + shortened(now.substring(from));
    }

    private static String shortened(final String text)
    {
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH) + "...";
    }
}

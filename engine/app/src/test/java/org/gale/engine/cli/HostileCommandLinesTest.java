package org.gale.engine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.replay.Runs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Command lines that are wrong. Each has its exit code and one line that says what is wrong, without a class of Java,
 * and creates nothing. The lines stand in {@code hostile/command-lines.txt}: exit code, beginning of the message,
 * words.
 */
@Tag("hostile")
class HostileCommandLinesTest
{
    private static final Pattern JAVA_NAME =
        Pattern.compile("[a-z]+[.][a-z]+[.][A-Z]|[A-Za-z]+Exception|[^/]\\bnull\\b");
    private static final int LENGTH_LIMIT = 1_000;

    @TempDir
    private static Path home;

    @BeforeAll
    static void makeFiles() throws IOException, InterruptedException
    {
        Runs.storm(home.resolve("run"), JournalConfig.DEFAULT, 2_000);
        Files.writeString(home.resolve("file"), "no journal\n");
        Files.createDirectory(home.resolve("empty"));
        Files.createDirectory(home.resolve("dir"));
        Files.writeString(Files.createDirectory(home.resolve("full")).resolve("file"), "of somebody");
    }

    static Stream<String> lines() throws IOException
    {
        try (InputStream in = HostileCommandLinesTest.class.getResourceAsStream("/hostile/command-lines.txt"))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void shouldBeRefused(final String line) throws IOException
    {
        final String[] parts = line.split("\t", -1);
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final List<Path> before = files();

        final int exit = GaleRun.of(out, err, words(parts[2]));

        final String message = err.toString().replace(home.toString(), "@");
        assertEquals(Integer.parseInt(parts[0]), exit, message);
        assertTrue(message.startsWith(parts[1]), () -> parts[1] + "\n" + message);
        assertEquals(parts[2].contains("\\n") ? message.lines().count() : 1, message.lines().count(), message);
        assertTrue(message.length() <= LENGTH_LIMIT, () -> message.length() + " characters: " + message);
        assertFalse(JAVA_NAME.matcher(message).find(), message);
        assertEquals(before, files());
    }

    private static List<Path> files() throws IOException
    {
        try (Stream<Path> files = Files.walk(home))
        {
            return files.sorted().toList();
        }
    }

    /** Returns the words of a line: blanks separate them, and escapes stand for what cannot stand in a line. */
    private static String[] words(final String line)
    {
        return Arrays.stream(line.strip().split(" +", -1)).filter(word -> !word.isEmpty())
            .map(word -> word.equals("''") ? "" : word.replace("@run@", home + "/run@").replaceAll(
                "@(run|file|empty|dir|full|none|new)", home + "/$1")
                .replace("\\e", "\u001b").replace("\\n", "\n").replace("\\u0661", "\u0661"))
            .toArray(String[]::new);
    }
}

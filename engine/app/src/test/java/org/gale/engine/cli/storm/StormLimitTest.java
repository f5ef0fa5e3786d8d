package org.gale.engine.cli.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gale storm --journal-limit}, and what other commands say of such a journal. */
class StormLimitTest
{
    private static final long LIMIT = 9L << 20;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;
    private Path run1;

    @BeforeEach
    void nameJournal()
    {
        run1 = directory.resolve("run1");
    }

    @Test
    void shouldStayWithinItsLimitAndProveWhatIsLeft() throws IOException
    {
        final Path report = directory.resolve("report.json");

        assertEquals(ExitCode.OK, gale("storm", "--vms", "2", "--vpes", "2", "--devices", "4", "--events", "512",
            "--count", "1500k", "--journal", run1.toString(), "--journal-limit", "9MiB",
            "--json", report.toString()), err.toString());

        assertTrue(bytes() <= LIMIT, "bytes=" + bytes());
        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals(0, json.get("accounting").get("remainder").asLong());
        assertTrue(json.at("/host/journal/bytes").asLong() > LIMIT);
        assertTrue(json.at("/host/replay/equal").asBoolean());
        final long first = json.at("/host/replay/first_command").asLong();
        assertTrue(out.toString().endsWith(String.format(" · the same as live\n         from the snapshot after " +
            "command %,d: earlier commands were purged (--journal-limit)\n", first - 1)), out.toString());

        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, gale("journal", "verify", run1.toString()), err.toString());
        final Matcher given = Pattern.compile("\npurged   segments 0 to \\d+, commands 1 to ([0-9,]+) " +
            "\\(--journal-limit\\)\nbegins   with the snapshot after command ([0-9,]+)\nrun      exit code 0\n" +
            "sound    closed and sealed\n$")
            .matcher(out.toString());
        assertTrue(given.find(), out.toString());
        assertEquals(String.format("%,d", first - 1), given.group(2));

        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, gale("journal", "verify", run1.toString(), "--json"), err.toString());
        final JsonNode verified = new ObjectMapper().readTree(out.toString());
        assertEquals(first - 1, verified.get("given_up").get("first_snapshot").asLong());
        assertEquals(verified.get("given_up"), verified.get("purged"));

        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, gale("replay", run1.toString(), "--verify"), err.toString());
        assertTrue(out.toString().contains("\npurged   segments 0 to "), out.toString());
        assertTrue(out.toString().contains(String.format(" · from the snapshot after command %,d\n", first - 1)),
            out.toString());

        assertEquals(ExitCode.USAGE, gale("replay", run1.toString(), "--to", "100"));
        assertTrue(err.toString().contains("gale replay: no command 100: the commands up to "), err.toString());
        assertEquals(ExitCode.OK, gale("journal", "describe", run1.toString()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "--journal-limit 1MiB | --journal-limit: 1,048,576 bytes is too small: four segments have to fit that each " +
            "hold a snapshot of up to 963 KiB (try 9MiB)",
        "--journal-limit 0 | --journal-limit: 0 bytes is too small: four segments have to fit",
        "--journal-limit 10M --lpis 64k | --journal-limit: 10,000,000 bytes is too small: four segments have to fit " +
            "that each hold a snapshot of up to 12 MiB (try 65MiB)",
        "--journal-limit 9MiB --journal none | --journal-limit: 9437184 needs a journal, and there is none",
        "--journal-limit 9MiB --durability none | --journal-limit: 9437184 needs a journal, and there is none",
        "--journal-limit lots | --journal-limit: 'lots' is not a size (try 512M or 1GiB)",
    })
    void shouldSayWhatWouldDoWhereALimitDoesNot(final String words, final String message)
    {
        assertEquals(ExitCode.USAGE, gale(Stream.concat(Stream.of("storm"), Stream.of(words.split(" ")))
            .toArray(String[]::new)));

        assertTrue(err.toString().startsWith("gale storm: " + message), err.toString());
    }

    @Test
    void shouldTakeTheLimitThatItSuggests() throws IOException
    {
        assertEquals(ExitCode.OK, gale("storm", "--count", "1M", "--journal", run1.toString(), "--journal-limit",
            "9MiB"), err.toString());

        assertTrue(bytes() <= LIMIT, "bytes=" + bytes());
    }

    /** Returns the bytes of the segments. */
    private long bytes() throws IOException
    {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(run1))
        {
            for (final Path file : files.filter(path -> path.toString().contains("/0")).toList())
            {
                bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
            }
        }

        return bytes;
    }

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}

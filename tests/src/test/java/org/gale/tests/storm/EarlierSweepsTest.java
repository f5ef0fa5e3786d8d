package org.gale.tests.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of joins of results that the build 6041fe3e wrote. */
class EarlierSweepsTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @Test
    void shouldJoinThemAndSayInOneLineWhatIsNotProven() throws IOException
    {
        final Path results = EarlierSweeps.unpack("sweep", directory.resolve("results"));

        assertEquals(0, merge(results), err.toString());

        assertEquals(List.of("joined   8 runs of 9, 3 points, in " + directory.resolve("joined"), "missing  5",
            "unproven " + results + ": of an earlier version, which recorded no hashes: edits of sweep and job " +
            "cannot be seen"), out.toString().lines().toList());
        assertEquals("", err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 | 1 | its seed is 2 in the report, and 1 in the plan",
        "0 | 3 | its config/groups/0/devices/0/rate_per_s is 200000, and that of the run 100000",
        "6 | 0 | its config/pes is 1, and that of the run 4"})
    void shouldRefuseTheResultOfAnotherRun(final int run, final int other, final String reason) throws IOException
    {
        final Path results = EarlierSweeps.unpack("sweep", directory.resolve("results"));
        for (final String name : List.of("report.json", "latency.hlog"))
        {
            Files.copy(results.resolve("runs/00000" + other).resolve(name),
                results.resolve("runs/00000" + run).resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        final Path done = results.resolve("runs/00000" + run + "/done");
        Files.writeString(done, Files.readString(results.resolve("runs/00000" + other + "/done"))
            .replace("\"run\":" + other, "\"run\":" + run));

        assertEquals(3, merge(results), out.toString());

        assertTrue(err.toString().contains("\n  run " + run + ": " + reason), err.toString());
        assertFalse(Files.exists(directory.resolve("joined")));
    }

    @Test
    void shouldNameNoBoundOfASearchAsFound() throws IOException
    {
        assertEquals(0, merge(EarlierSweeps.unpack("search", directory.resolve("results"))), err.toString());
        out.getBuffer().setLength(0);

        assertEquals(0, GaleRun.of(out, err, "sweep", "report", directory.resolve("joined").toString()));

        final List<String> lines = out.toString().lines().toList();
        assertTrue(lines.containsAll(List.of("1                   1      -  not bracketed",
            "4                   1      2", "40                  1      -  not bracketed",
            "search   run 0: not bracketed: the condition holds nowhere up to the highest value, 8, where " +
                "offered is 1577",
            "search   run 2: not bracketed: the condition holds at the lowest value, 1, where offered is 5191")),
            lines.toString());
    }

    private int merge(final Path results)
    {
        return GaleRun.of(out, err, "sweep", "merge", results.toString(), "-o", directory.resolve("joined").toString());
    }
}

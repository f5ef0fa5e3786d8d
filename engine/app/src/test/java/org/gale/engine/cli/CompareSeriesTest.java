package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Comparison of arrays of {@code --vary}, of points of sweeps, and of changes that conditions limit. */
class CompareSeriesTest
{
    private static final int UNKNOWN = Outcome.SKIPPED.exitCode();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;
    private String before;

    @BeforeEach
    void writeTheBaseline() throws IOException
    {
        before = file("before.json", array(run("1ms", 10_000), run("2ms", 20_000)));
    }

    @Test
    void shouldCompareRunsOfTheSameValues() throws IOException
    {
        final String after = file("after.json", array(run("2ms", 90_000), run("1ms", 10_000)));

        assertEquals(ExitCode.CHECK_FAILED, compare(before, after));

        assertThat(out.toString()).contains(
            "baseline " + before + "[slice=2ms]", "compared " + after + "[slice=2ms]",
            "response.p50, ns                     20,000           90,000  +350.0 %         -   regression",
            "baseline " + before + "[slice=1ms]",
            "response.p50, ns                     10,000           10,000    +0.0 %         -   same")
            .endsWith("\nall      2 reports compared \u00b7 1 failed \u00b7 0 unknown\n");
        assertEquals(ExitCode.CHECK_FAILED, compare("--json", before, after));
        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals(before + "[slice=2ms]", json.at("/compared/0/baseline").asText());
        assertEquals(after + "[slice=2ms]", json.at("/compared/0/report").asText());
    }

    @Test
    void shouldDrawACurveForEachPair() throws IOException
    {
        final Path page = directory.resolve("page.html");

        assertEquals(ExitCode.OK, compare(before, before, "--html", page.toString()));

        assertThat(Files.readString(page)).contains("\"baseline\":\"" + before + "[slice=1ms]\"",
            "\"baseline\":\"" + before + "[slice=2ms]\"", "\"name\":\"" + before + "[slice=2ms]\"");
    }

    @Test
    void shouldNotKnowWhatOneSeriesLacks() throws IOException
    {
        final String after = file("after.json", array(run("1ms", 10_000), run("3ms", 10_000)));

        assertEquals(UNKNOWN, compare(before, after));

        assertEquals("gale compare: unknown: " + before + " lacks what " + after + "[slice=3ms] has\n" +
            "gale compare: unknown: " + after + " lacks what " + before + "[slice=2ms] has\n", err.toString());
    }

    @Test
    void shouldRefuseSeriesThatCannotBePaired() throws IOException
    {
        final String one = file("one.json", run("1ms", 10_000));
        final String other = file("other.json", array(run("9ms", 1), run("8ms", 1)));
        final String twice = file("twice.json", array(run("9ms", 1), run("9ms", 1)));
        final String empty = file("empty.json", "[]");

        assertEquals(ExitCode.USAGE, compare(before, one));
        assertThat(err.toString()).contains(
            before + " holds a series of 2, " + one + " holds one report: compare a series with a series");
        assertEquals(ExitCode.USAGE, compare(before, other));
        assertThat(err.toString()).contains("have no values in common (slice=1ms / slice=9ms)");
        assertEquals(ExitCode.USAGE, compare(before, twice));
        assertThat(err.toString()).contains(twice + ": has two runs of the values slice=9ms");
        assertEquals(ExitCode.USAGE, compare(before, empty));
        assertThat(err.toString()).contains(empty + ": holds no report of a storm");
    }

    @Test
    void shouldJudgeEachRunOfASeriesAlone()
    {
        assertEquals(ExitCode.CHECK_FAILED, compare(before, "--fail-if", "response.p50 > 15us"));

        assertEquals("gale compare: " + before + "[slice=2ms]: --fail-if 'response.p50 > 15us': response.p50 is " +
            "20,000 ns\n", err.toString());
        assertEquals(ExitCode.OK, compare(before, "--fail-if", "response.p50 > 25us"));
    }

    /** A point of five runs from 10,000 to 11,000 ns: their range is the noise. */
    @ParameterizedTest
    @CsvSource({"5, 11000, 0, same", "5, 11500, 3, regression", "5, 8500, 0, better", "4, 11500, 4, unknown",
        "4, 10900, 0, same"})
    void shouldTakeTheRangeOfSeedsForTheNoiseOfAPoint(
        final int seeds, final long p50, final int exitCode, final String verdict) throws IOException
    {
        final String first = file("first.jsonl", point("1ms", seeds, 0, 10_000));
        final String second = file("second.jsonl", point("1ms", seeds, 0, p50));

        assertEquals(exitCode, compare(first, second), out.toString());

        assertThat(out.toString()).contains("baseline " + first + "[1ms] \u00b7 " + seeds + " runs\n")
            .containsPattern("response.p50, ns .* " + verdict + "\n");
        if (exitCode == UNKNOWN)
        {
            assertThat(out.toString()).endsWith(
                "the points have too few seeds for a noise bound (give each 5 or more)\n");
        }
    }

    /** The noise is that of the file whose seeds lie apart, whichever it is. */
    @Test
    void shouldTakeTheGreaterOfTheRanges() throws IOException
    {
        final String apart = file("apart.jsonl", point("1ms", 5, 0, 10_000));
        final String alike = file("alike.jsonl", point("1ms", 5, 0, 10_900).replace("11900", "10900"));

        assertEquals(ExitCode.OK, compare(apart, alike, "--tolerance", "0%"), out.toString());
        assertThat(out.toString()).containsPattern("response.p50, ns .* same\n");
        assertEquals(ExitCode.OK, compare(alike, apart, "--tolerance", "0%"), out.toString());
        assertThat(out.toString()).containsPattern("response.p50, ns .* same\n");
    }

    @Test
    void shouldTakeTheMedianOfWhatRunsDoNotHaveTogether() throws IOException
    {
        final String first = file("first.jsonl", point("1ms", 5, 0, 10_000));

        compare(first, first);

        assertThat(out.toString()).contains("rate, per second                        500              500");
    }

    @Test
    void shouldNotJudgeAPointWithoutAllOfItsRuns() throws IOException
    {
        final String first = file("first.jsonl", point("1ms", 5, 0, 10_000) + '\n' + point("2ms", 5, 0, 10_000));
        final String second = file("second.jsonl", point("1ms", 5, 1, 10_000) + '\n' + point("2ms", 5, 0, 10_000));

        assertEquals(UNKNOWN, compare(first, second));
        assertThat(out.toString()).contains("verdict  unknown: " + second + "[1ms] has 1 failed run\n")
            .endsWith("2 reports compared \u00b7 0 failed \u00b7 1 unknown\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{}|: is not the points.jsonl that gale sweep merge wrote",
        "{\"point\":0,\"values\":[1],\"results\":1,\"missing\":0,\"failed\":0}|: /values/0: 1 is not",
        "{\"point\":0,\"values\":[],\"missing\":0,\"failed\":0}|: /results: nothing is not",
        "{\"point\":0|: line 1: is not one JSON document",
        "''|: holds no report of a storm"})
    void shouldRefuseWhatIsNoPoint(final String line, final String reason) throws IOException
    {
        final String points = file("points.jsonl", line);

        assertEquals(ExitCode.USAGE, compare(points, points));
        assertThat(err.toString()).startsWith("gale compare: " + points + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "response.p50 > 10%, 10900, 0", "response.p50 > 10%, 11100, 3", "response.p50 > 10%, 5000, 0",
        "response.p50 < -10%, 9100, 0", "response.p50 < -10%, 8900, 3", "response.p50 < -10%, 11100, 0",
        "response.p50 >= +0.5 %, 10050, 3", "response.p50 > 0%, 10000, 0", "coalesced > 5%, 10000, 3"})
    void shouldFailOnASignedChange(final String condition, final long p50, final int exitCode) throws IOException
    {
        final String one = file("one.json", run("1ms", 10_000));
        final String other = file("other.json", run("1ms", p50));

        assertEquals(exitCode, compare(one, other, "--tolerance", "100%", "--fail-if", condition), err.toString());
    }

    @Test
    void shouldSayByHowMuchAFigureChanged() throws IOException
    {
        final String one = file("one.json", run("1ms", 10_000));
        final String other = file("other.json", run("1ms", 12_500));
        final String none = file("none.json", run("1ms", 10_000).replace("\"p50\":10000", "\"p50\":0")
            .replace("[0,10000],[50,10000]", "[0,0],[50,0]"));

        compare(one, other, "--tolerance", "100%", "--fail-if", "response.p50>20 %");
        assertEquals("gale compare: " + other + ": --fail-if 'response.p50 > 20%': response.p50 is 12,500 ns, " +
            "changed by +25.0 %\n", err.toString());
        assertEquals(ExitCode.CHECK_FAILED, compare(none, other, "--fail-if", "response.p50 > 20%"));
        assertThat(err.toString()).contains("'response.p50 > 20%': the baseline has no response.p50, or 0\n");
    }

    @Test
    void shouldRefuseAChangeWithoutABaseline()
    {
        assertEquals(ExitCode.USAGE, compare(before, "--fail-if", "response.p50 > 10%"));
        assertEquals("gale compare: --fail-if: 'response.p50 > 10%' is a change, and there is no baseline " +
            "('gale compare A B' has one)\n", err.toString());
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.USAGE, GaleRun.of(out, err, "storm", "--count", "1", "--fail-if", "rate < -5%"));
        assertThat(err.toString()).contains("is a change, and there is no baseline");
    }

    private String file(final String name, final String text) throws IOException
    {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static String array(final String... runs)
    {
        return '[' + String.join(",", runs) + ']';
    }

    /** Returns the report of a run whose responses take from a half to all of 10 % more than a time. */
    private static String run(final String slice, final long p50)
    {
        return "{\"modelled\":\"fast\",\"vary\":{\"slice\":\"" + slice + "\"},\"schema\":\"gale.storm/5\"," +
            "\"accounting\":{\"remainder\":0}," +
            "\"failure\":null,\"exit\":0,\"rate_per_s\":1000,\"latency_ns\":{\"response\":{\"count\":9,\"p50\":" + p50 +
            ",\"max\":" + p50 * 11 / 10 + "},\"curves\":{\"response\":[[0," + p50 + "],[50," + p50 + "]]}}}";
    }

    /** Returns a point whose runs lie a thousand apart, and together have the p50. */
    private static String point(final String slice, final int runs, final int failed, final long p50)
    {
        final List<String> spreads = new ArrayList<>();
        spreads.add("\"rate\":{\"min\":400,\"median\":500,\"max\":600}");
        spreads.add("\"response.p50\":{\"min\":" + p50 + ",\"median\":" + p50 + ",\"max\":" + (p50 + 1_000) + '}');

        return "{\"point\":0,\"values\":[\"" + slice + "\"],\"results\":" + runs + ",\"missing\":0,\"failed\":" +
            failed + ",\"accounting\":{\"remainder\":0},\"latency_ns\":{\"response\":{\"count\":9,\"p50\":" + p50 +
            "}},\"spread\":{" + String.join(",", spreads) + "}}";
    }

    private int compare(final String... arguments)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        final String[] all = new String[arguments.length + 1];
        all[0] = "compare";
        System.arraycopy(arguments, 0, all, 1, arguments.length);

        return GaleRun.of(out, err, all);
    }
}

package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CompareCommandTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;
    private String before;
    private String same;
    private String slower;

    @BeforeEach
    void writeReports() throws IOException
    {
        before = file("before.json", 10_000);
        same = file("same.json", 10_010);
        slower = file("slower.json", 20_000);
    }

    @Test
    void shouldFindNoRegressionBetweenEqualRuns()
    {
        assertEquals(ExitCode.OK, compare(before, same), err.toString());

        assertTrue(out.toString().endsWith("verdict  no regression beyond the tolerance of 10.0 % and the noise\n"),
            out.toString());
        assertTrue(out.toString().contains("\n         no interrupt lost, none invented\n"), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void shouldFailOnARegression()
    {
        assertEquals(ExitCode.CHECK_FAILED, compare(before, slower));

        assertTrue(out.toString().contains("response.p50, ns                     10,000           20,000  +100.0 %"),
            out.toString());
        assertTrue(out.toString().endsWith("verdict  2 regressions beyond the tolerance of 10.0 %: " +
            "response.p50, response.p99\n"), out.toString());
        assertEquals(ExitCode.OK, compare(before, slower, "--tolerance", "120%"));
        assertEquals(ExitCode.OK, compare(slower, before));
        assertEquals(ExitCode.CHECK_FAILED, compare(before, same, slower));
    }

    @Test
    void shouldPrintTheSameNumbersAsJson() throws IOException
    {
        assertEquals(ExitCode.CHECK_FAILED, compare("--json", before, same, slower));

        final JsonNode json = new ObjectMapper().readTree(out.toString());
        assertEquals("gale.compare/1", json.get("schema").asText());
        assertEquals(3, json.get("exit").asInt());
        assertEquals(0, json.at("/compared/0/regressions").size());
        assertEquals("response.p50", json.at("/compared/1/regressions/0").asText());
        assertEquals(20_000, json.at("/compared/1/figures/1/compared").asLong());
        assertEquals(1.0, json.at("/compared/1/figures/1/change").asDouble());
    }

    @Test
    void shouldSayFirstThatAReportIsNotSound() throws IOException
    {
        final String unsound = Files.writeString(directory.resolve("unsound.json"), Files.readString(Path.of(before))
            .replace("\"remainder\":0", "\"remainder\":5").replace("\"exit\":0", "\"exit\":7")).toString();

        assertEquals(ExitCode.CHECK_FAILED, compare(before, unsound, "--tolerance", "900%"));
        assertTrue(out.toString().startsWith(unsound + ": not sound: remainder 5, exit code 7\n"), out.toString());
        assertEquals(ExitCode.CHECK_FAILED, compare(before, unsound, same));
        assertEquals(ExitCode.CHECK_FAILED, compare(before, same, unsound));
        assertTrue(out.toString().startsWith(unsound + ": not sound: remainder 5, exit code 7\nbaseline "),
            out.toString());
        assertEquals(1, out.toString().split(": not sound: ", -1).length - 1, out.toString());
        assertEquals(ExitCode.CHECK_FAILED, compare("--json", before, unsound));
        assertEquals("remainder 5",
            new ObjectMapper().readTree(out.toString()).at("/compared/0/not_sound/0").asText());
        assertEquals(Outcome.SKIPPED.exitCode(), compare(unsound, before));
        assertTrue(out.toString().endsWith("verdict  unknown: " + unsound +
            " is not sound: remainder 5, exit code 7\n"), out.toString());
        assertEquals(ExitCode.CHECK_FAILED, compare(unsound, "--fail-if", "rate < 1"));
        assertEquals(unsound + ": not sound: remainder 5, exit code 7\n" + unsound + ": lost\n", out.toString());
    }

    @Test
    void shouldPrintWhatItJudgedUnlessAskedForAll()
    {
        compare(before, same);
        assertTrue(out.toString().contains("response.p50, ns "), out.toString());
        assertFalse(out.toString().contains("response.count "), out.toString());

        compare(before, same, "--all");
        assertTrue(out.toString().contains("response.p50, ns "), out.toString());
        assertTrue(out.toString().contains("response.count "), out.toString());
    }

    @ParameterizedTest
    @CsvSource({"response.p99 > 49us, 3", "response.p99 > 51us, 0", "rate < 2M, 3", "late.p50 > 1us, 3"})
    void shouldFailOnAConditionOfOneReport(final String condition, final int exitCode)
    {
        assertEquals(exitCode, compare(before, "--fail-if", condition), err.toString());

        assertEquals(exitCode == 0, err.toString().isEmpty());
    }

    /** A run that was cut short passes no condition; one that fulfils it fails. */
    @ParameterizedTest
    @CsvSource({"rate < 1, 4", "rate > 1, 3"})
    void shouldNotPassOneReportOfAnIncompleteRun(final String condition, final int exitCode) throws IOException
    {
        final String cut = Files.writeString(directory.resolve("cut.json"),
            Files.readString(Path.of(before)).replace("\"exit\":0", "\"exit\":130")).toString();

        assertEquals(exitCode, compare(cut, "--fail-if", condition));

        assertTrue(err.toString().endsWith("gale compare: unknown: " + cut + " ended with exit code 130\n"),
            err.toString());
    }

    @Test
    void shouldSayWhichValueFulfilsTheCondition()
    {
        assertEquals(ExitCode.CHECK_FAILED, compare(before, slower, "--tolerance", "200%", "--fail-if",
            "response.p99>60us"));

        assertEquals("gale compare: " + slower + ": --fail-if 'response.p99 > 60us': response.p99 is 100,000 ns\n",
            err.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--fail-if|respnse.p99 > 5us|no metric 'respnse.p99': did you mean 'response.p99'?",
        "--fail-if|response.p99 > 5|response.p99 is a time (try 50us or 1ms)",
        "--fail-if|rate < 5us|rate is not a time",
        "--fail-if|rate|'rate' is not METRIC OP VALUE",
        "--tolerance|ten|--tolerance: 'ten' is not a percentage"})
    void shouldRefuseWrongArguments(final String option, final String value, final String message)
    {
        assertEquals(ExitCode.USAGE, compare(before, same, option, value));

        assertTrue(err.toString().contains(message), err.toString());
    }

    @Test
    void shouldNotHoldAConditionAgainstTheBaseline()
    {
        assertEquals(ExitCode.OK, compare(slower, before, "--fail-if", "response.p99 > 60us"), err.toString());
        assertEquals("", err.toString());
        assertEquals(ExitCode.CHECK_FAILED, compare(slower, before, slower, "--fail-if", "response.p99 > 60us"));
    }

    @Test
    void shouldHaveNoVerdictOnAChangeInRunsThatAreTooShort() throws IOException
    {
        final String shortBefore = file("short-before.json", 10_000, 1);
        final String shortSlower = file("short-slower.json", 20_000, 1);

        assertEquals(Outcome.SKIPPED.exitCode(), compare(shortBefore, shortSlower), err.toString());

        assertTrue(out.toString().contains("unknown"), out.toString());
        assertEquals(ExitCode.OK, compare(shortBefore, shortSlower, "--tolerance", "120%"), err.toString());
        assertEquals(ExitCode.CHECK_FAILED, compare(shortBefore, shortSlower, "--fail-if", "response.p50 > 15us"));
    }

    @Test
    void shouldDrawTheCurvesOfAllReports() throws IOException
    {
        final Path page = directory.resolve("page.html");
        assertEquals(ExitCode.CHECK_FAILED, compare(before, same, slower, "--html", page.toString()), err.toString());

        final String text = Files.readString(page);
        assertEquals(3, text.split("\"curves\":\\{", -1).length - 1);
        assertTrue(text.contains("slower.json: 2 regressions beyond the tolerance of 10.0 %: " +
            "response.p50, response.p99"), text);
        assertTrue(text.contains("same.json: no regression"), text);
    }

    @Test
    void shouldNotReplaceAReportByAPage() throws IOException
    {
        assertEquals(ExitCode.USAGE, compare(before, same, "--html", same));
        assertEquals(ExitCode.USAGE, compare(before, "--fail-if", "rate < 1", "--html", directory + "/page"));
        assertTrue(Files.readString(Path.of(same)).startsWith("{"));
    }

    @Test
    void shouldRefuseWhatIsNoReport() throws IOException
    {
        assertEquals(ExitCode.USAGE, compare(before, directory.toString()));
        assertEquals(ExitCode.USAGE, compare(before, directory.resolve("none").toString()));
        assertEquals(ExitCode.USAGE, compare(before, Files.writeString(directory.resolve("x"), "x").toString()));
        assertEquals(ExitCode.USAGE, compare(before));
        assertEquals(ExitCode.USAGE, compare());
    }

    @Test
    void shouldShowNoControlCharactersOfAReport() throws IOException
    {
        final String hostile = Files.writeString(directory.resolve("hostile.json"), Files.readString(Path.of(before))
            .replace("0.1.0", "\\u001b[2J")).toString();

        assertEquals(ExitCode.OK, compare(before, hostile));
        assertTrue(out.toString().chars().noneMatch(letter -> letter == 0x1b), out.toString());
    }

    @Test
    void shouldShowAFigureThatOneReportLacks() throws IOException
    {
        final String without = Files.writeString(directory.resolve("without.json"), Files.readString(Path.of(before))
            .replaceAll("\"p99\":\\d+", "\"p99\":null")).toString();

        assertEquals(Outcome.SKIPPED.exitCode(), compare(before, without));
        assertTrue(out.toString().contains(
            "response.p99, ns                     50,000                -         -         -   unknown\n"),
            out.toString());
        assertEquals(Outcome.SKIPPED.exitCode(), compare("--json", before, without));
        assertTrue(new ObjectMapper().readTree(out.toString()).at("/compared/0/figures/2/compared").isNull());
    }

    private String file(final String name, final long p50) throws IOException
    {
        return file(name, p50, 8);
    }

    private String file(final String name, final long p50, final int secondCount) throws IOException
    {
        final StringBuilder seconds = new StringBuilder();
        for (int i = 0; i < secondCount; i++)
        {
            seconds.append(i == 0 ? "" : ",").append("{\"rate_per_s\":").append(1_000_000 + i)
                .append(",\"latency_ns\":").append(latency(p50 + 10L * (i % 2))).append('}');
        }

        return Files.writeString(directory.resolve(name),
            "{\"schema\":\"gale.storm/5\",\"host\":{\"version\":\"0.1.0\"}," +
            "\"accounting\":{\"remainder\":0},\"generator\":{\"kept_up\":true},\"failure\":null,\"exit\":0," +
            "\"rate_per_s\":1000000,\"latency_ns\":" +
            latency(p50).replaceFirst("}$", ",\"curves\":{\"response\":[[0," + p50 +
            "],[50," + p50 + "],[99," + 5 * p50 + "]]}}") + ",\"intervals\":[" + seconds + "]}").toString();
    }

    private static String latency(final long p50)
    {
        return "{\"response\":{\"count\":9,\"p50\":" + p50 + ",\"p99\":" + 5 * p50 + "}}";
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

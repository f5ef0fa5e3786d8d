package org.gale.engine.report.shown;

import java.io.IOException;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

/** Tests of the laws of the text of an answer: each number and each word that is wrong by the least is found. */
class WrittenAnswerTest
{
    private static final String ANSWER = """
        {"keys": ["policy", "at"], "head": {"groups": ["quiet"]},
        "ranges": [{"place": "4:1", "figure": "completions_per_s", "low": -910.4, "high": 2104.2},
            {"place": "4:1", "figure": "mean", "low": -77, "high": 78}],
        "lines": ["At 4:1, all direct changes completions a second by -12 % [-14, -11]; by costs that nobody has \
        measured: -910 to 2,104.", "All direct takes 1.82 us [1.78, 1.86] off the mean response of 4.52 us, and adds \
        300 ns [250, 350] to p99.", "  By load: no difference shown, 609 ns [-918, 2,136]; all direct 57.2 % \
        [-23.2, 141]."],
        "rows": [
            {"labels": ["none", "1:1"], "figures": [
                {"name": "mean", "value": {"value": 4523.7, "low": 4502, "high": 4545}, "worth": null,
                    "recovered": null, "verdict": null, "least": 5000, "change":
                    {"value": -0.1249, "low": -0.1401, "high": -0.1101}},
                {"name": "quiet.p99", "value": null, "worth": null, "verdict": null, "least": 717},
                {"name": "host_share", "value": {"value": 0.0331, "low": 0.03, "high": 0.04}, "worth": null}]},
            {"labels": ["direct", "1:1"], "figures": [
                {"name": "mean", "value": {"value": 2699.9, "low": 2639.3, "high": 2760.5},
                    "worth": {"value": 1823.8, "low": 1784.5, "high": 1863.1},
                    "recovered": {"value": 0.572, "low": -0.232, "high": 1.41}, "verdict": "overloaded", "least": 5000},
                {"name": "quiet.p99", "value": {"value": 13043, "low": 12382, "high": 13704}, "worth": null,
                    "verdict": null, "least": 50000},
                {"name": "host_share", "value": {"value": 0.012, "low": 0.01, "high": 0.02}, "worth": null}]}],
        "steps": [{"name": "selection", "pool": "32", "figure": "mean",
            "worth": {"value": 609.05, "low": -917.9, "high": 2136}}],
        "sensitivity": [{"cost": "vmovp", "place": "4:1", "now": "1us", "other": "2us",
            "worth": {"value": -300, "low": -350, "high": -250},
            "change": {"value": -3320, "low": -3868, "high": -2773}}],
        "break_even": [{"cost": "vmovp", "figure": "mean", "now_ns": 1000.0, "from_ns": null, "to_ns": 2000.0,
            "tried": [62.5, 500, 16000]}],
        "break_even_io": [{"place": "1:1", "property": "rate", "level": 0.05, "now": [20000, 100000], "from": 2.0,
            "to": 2.378, "sides": "<>", "tried": [0.0625, 1, 2, 2.378, 16]}],
        "works": [{"part": "pools", "runs": 24, "journaled": 1, "events": 1200000}], "config": {"vms": 7}}
        """;
    private static final String TEXT = """
        gale 0.10 \u00b7 2 cores \u00b7 seeds 1 to 2, [intervals] of 95 %

        All direct takes 1.82 us [1.78, 1.86] off the mean response of 4.52 us

        response and host, all
        policy  at      mean    host       worth of the mean
        none    1:1  4.52 us  3.31 %                       -
        direct  1:1  2.70 us  1.20 %  1.82 us [1.78, 1.86]

        policy  at   recovered of the mean
        none    1:1                      -
        direct  1:1   57.2 % [-23.2, 141]

        response of quiet
        policy  at       p99
        none    1:1  - (717)
        direct  1:1  13.0 us

        selection: vm-by-load over vm-by-boot
        step       pool  figure                 worth          shown
        selection  32    mean    609 ns [-918, 2,136]  no difference

        sensitivity of the worth of all
        cost   at   now  then           worth then                   change  shown
        vmovp  4:1  1us  2us   -300 ns [-350, -250]  -3.32 us [-3.87, -2.77]    yes

        break-even of all direct vCPUs
        cost   figure      now                       the sign changes               tried
        vmovp  mean    1.00 us  62.5 ns (end of the range) to 2.00 us  62.5 ns to 16.0 us

        break-even in I/O: where all direct vCPUs change completions a second
        at   property                   now  change by                   reached at                  tried
        1:1  rate      20,000/s to 100,000/s      5.0 %  2.00 to 2.38 times, and above  0.0625 to 16.0 times

        worth of all direct vCPUs over costs that nobody has measured
        at   figure               from     to
        4:1  completions_per_s    -910  2,104
        4:1  mean               -77 ns  78 ns

        runs by part
        part   runs  journaled     events
        pools    24          1  1,200,000

        traffic  quiet: 10 VMs \u00d7 4 VPEs
        24 runs, each with its laws; 1 of them journaled and replayed
        """;

    private static List<String> faults(final String text, final String answer) throws IOException
    {
        final JsonNode json = new ObjectMapper().readTree(answer);

        return WrittenAnswer.faults(text.lines().toList(), json);
    }

    @Test
    void shouldFindNothingInASoundText() throws IOException
    {
        assertEquals(List.of(), faults(TEXT, ANSWER));
        assertEquals(List.of(), faults(TEXT.replace("1.82 us [1.78, 1.86]\n", "overloaded\n"), ANSWER));
    }

    @ParameterizedTest(name = "{0} for {1}")
    @CsvSource(delimiter = '|', value = {
        "4.52 us  3.31 | 4.53 us  3.31",
        "3.31 % | 3.32 %",
        "1.20 %  1.82 us [1.78 | 1.20 %  1.82 us [1.77",
        "57.2 % | 57.3 %",
        "- (717) | - (718)",
        "13.0 us | 13.1 us",
        "609 ns [-918, 2,136]  no difference | 609 ns [-918, 2,136]  yes",
        "mean    609 ns | p50     609 ns",
        "-2.77] | 2.77]",
        "62.5 ns (end | 63.5 ns (end",
        "1,200,000 | 1,200,001",
        "20,000/s | 20,001/s",
        "5.0 % | 5.1 %",
        "2.38 times | 2.39 times",
        "2.00 to 2.38 times | before 2.38 times",
        "and above | and below",
        "0.0625 to 16.0 times | 0.0625 to 15.0 times",
        "-910  2,104 | -910  2,105",
        "4:1  mean  | 1:1  mean ",
        "mean               -77 ns | mean                77 ns",
    })
    void shouldFindACellThatTheAnswerContradicts(final String right, final String wrong)
        throws IOException
    {
        assertNotEquals(List.of(), faults(TEXT.replace(right, wrong), ANSWER));
    }

    @ParameterizedTest(name = "{1} for {0}")
    @CsvSource(delimiter = '|', value = {
        "takes 1.82 us [1.78, | takes 1.83 us [1.78, | the words have 1.83 us [1.78, 1.86], which is no figure of " +
            "the answer",
        "of 4.52 us | of 4.52 ms | the words have 4.52 ms, which is no figure of the answer",
        "adds 300 ns [250, 350] to p99 | takes 300 ns [250, 350] off p99 | the words have 300 ns [250, 350], which " +
            "is no figure of the answer",
        "takes 1.82 us | shows no difference 1.82 us | the words show no difference, and its interval leaves 0 out: " +
            "1.82 us [1.78, 1.86]",
        "no difference shown, 609 ns [-918, 2,136]; | 609 ns [-918, 2,136] off; | the words show a difference, and " +
            "its interval holds 0: 609 ns [-918, 2,136]",
        "-12 % [-14, -11]; | 12 % [11, 14]; | the words have 12 % [11, 14], which is no figure of the answer",
        "-910 to | -911 to | 'the words have -911, which is no end of a range: At 4:1, all direct changes " +
            "completions a second by -12 % [-14, -11]; by costs that nobody has measured: -911 to 2,104.'",
        "-910 to | -77 ns to | 'the words have -77 ns, which is no end of a range: At 4:1, all direct changes " +
            "completions a second by -12 % [-14, -11]; by costs that nobody has measured: -77 ns to 2,104.'",
        "57.2 % | 57.4 % | the words have 57.4 % [-23.2, 141], which is no figure of the answer",
    })
    void shouldFindWordsThatFiguresContradict(final String right, final String wrong, final String fault)
        throws IOException
    {
        assertEquals(List.of(fault), faults(TEXT, ANSWER.replace(right, wrong)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "vmovp  mean | the text has 0 rows of /break_even, which are 1",
        "1:1  rate | the text has 0 rows of /break_even_io, which are 1",
        "4:1  mean  | the text has 1 rows of /ranges, which are 2",
        "pools    24 | the text has 0 rows of /works, which are 1",
        "selection  32 | the text has 0 rows of /steps, which are 1",
    })
    void shouldFindARowThatIsMissing(final String begin, final String fault) throws IOException
    {
        final String text = String.join("\n", TEXT.lines().filter(line -> !line.startsWith(begin)).toList());

        assertEquals(List.of(fault), faults(text, ANSWER));
    }
}

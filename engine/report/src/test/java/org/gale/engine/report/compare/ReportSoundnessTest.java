package org.gale.engine.report.compare;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ReportSoundnessTest
{
    private static final String SOUND = ReportTexts.report(1e6, 1_000, 5);
    private static final String SLOW = ReportTexts.report(1e6, 100_000, 5);
    private static final String MISSED = SOUND.replace("\"kept_up\":true", "\"kept_up\":false");
    private static final String MISSED_AT_A_RATE = atRate(MISSED, 5);

    @Test
    void shouldJudgeTheFiguresOfSoundReports()
    {
        assertEquals(Outcome.OK, outcome(SOUND, SOUND));
        assertEquals(Outcome.CHECK_FAILED, outcome(SOUND, SLOW));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"remainder\":0 | \"remainder\":5 | remainder 5",
        "\"remainder\":0 | \"remainder\":-1 | remainder -1",
        "\"remainder\":0 | \"remainder\":0,\"vms\":[{\"vm\":3,\"remainder\":1},{\"vm\":4,\"remainder\":-1}] |" +
            " remainder 1 of VM 3",
        "\"remainder\":0 | \"remainder\":0},\"groups\":[{\"name\":\"g\"},{\"name\":\"h\",\"accounting\":" +
            "{\"remainder\":2}}],\"x\":{ | remainder 2 of group h",
        "\"remainder\":0 | \"remainder\":0},\"phases\":[{\"name\":\"p\",\"accounting\":{\"remainder\":-3}}],\"x\":{ |" +
            " remainder -3 of phase p",
        "\"remainder\":0 | \"remainder\":0},\"phases\":[{\"name\":\"p\",\"groups\":[{\"name\":\"g\",\"accounting\":" +
            "{\"remainder\":4}}]}],\"x\":{ | remainder 4 of group g in phase p",
        "\"failure\":null | \"failure\":\"P1 broken\" | P1 broken",
        "\"failure\":null | \"failure\":\"P1 broken\\n  at VM 3\\r\\n\" | P1 broken at VM 3",
        "\"exit\":0 | \"exit\":1 | exit code 1",
        "\"exit\":0 | \"exit\":5 | exit code 5",
        "\"exit\":0 | \"exit\":6 | exit code 6",
        "\"exit\":0 | \"exit\":7 | exit code 7",
        "\"exit\":0 | \"exit\":8 | exit code 8"})
    @Tag("P1")
    void shouldFailAReportThatIsNotSoundWhateverItsFigures(final String from, final String to, final String reason)
    {
        final String unsound = SOUND.replace(from, to);

        assertEquals(List.of(reason), ReportSoundness.faults(ComparedReport.of("b", unsound)));
        assertEquals(Outcome.CHECK_FAILED, outcome(SOUND, unsound));
        assertEquals("not sound: " + reason, compare(SOUND, unsound).verdict());
        assertEquals(Outcome.SKIPPED, outcome(unsound, SOUND));
        assertEquals(Outcome.SKIPPED, outcome(unsound, SLOW));
        assertEquals("unknown: a is not sound: " + reason, compare(unsound, SOUND).verdict());
        assertEquals(Outcome.CHECK_FAILED, outcome(unsound, unsound));
    }

    @Test
    void shouldNameAllReasons()
    {
        assertEquals(List.of("P1 broken", "remainder 1", "exit code 7"), ReportSoundness.faults(ComparedReport.of("b",
            SOUND.replace("\"exit\":0", "\"exit\":7").replace("\"remainder\":0", "\"remainder\":1")
            .replace("\"failure\":null", "\"failure\":\"P1 broken\""))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"exit\":0 | \"exit\":4 | ended with exit code 4",
        "\"exit\":0 | \"exit\":130 | ended with exit code 130",
        "\"exit\":0 | \"exit\":null | does not say its exit code",
        "\"remainder\":0 | \"other\":0 | does not say its remainder",
        "\"kept_up\":true | \"other\":true | does not say whether it kept its rate",
        "\"kept_up\":true | \"kept_up\":false | did not keep its rate"})
    void shouldNotJudgeFiguresOfAnIncompleteReport(final String from, final String to, final String reason)
    {
        final String partial = SOUND.replace(from, to);

        assertEquals(Outcome.SKIPPED, outcome(SOUND, partial));
        assertEquals("unknown: b " + reason, compare(SOUND, partial).verdict());
        assertEquals(Outcome.SKIPPED, outcome(partial, SLOW));
        assertEquals("unknown: a " + reason, compare(partial, SOUND).verdict());
    }

    /** Toggles that a run was asked and did not keep count as a rate that it did not keep. */
    @Test
    void shouldNotJudgeFiguresOfARunThatDidNotKeepItsActions()
    {
        final String kept = withActions("1000", true);
        final String missed = withActions("1000", false);
        final String missedMore = withActions("2000", false);

        assertEquals(Outcome.OK, outcome(kept, kept));
        assertEquals(Outcome.OK, outcome(missed, missed), "both missed the same");
        assertEquals("unknown: b did not keep its toggles (1000)", compare(kept, missed).verdict());
        assertEquals("unknown: a did not keep its toggles (1000)", compare(missed, kept).verdict());
        assertEquals("unknown: a did not keep its toggles (1000)", compare(missed, SOUND).verdict());
        assertEquals("unknown: a did not keep its toggles (1000); b did not keep its toggles (2000)",
            compare(missed, missedMore).verdict());
        assertEquals(Outcome.SKIPPED, outcome(kept, missed));
    }

    private static String withActions(final String asked, final boolean isKept)
    {
        return SOUND.replace("\"exit\":0", "\"actions\":{\"toggles\":{\"asked\":\"" + asked + "\",\"kept_up\":" +
            isKept + "},\"moves\":{\"asked\":\"1/10\",\"kept_up\":true},\"timeline\":{}},\"exit\":0");
    }

    @Test
    void shouldJudgeRunsThatMissedTheSameRate()
    {
        assertEquals(Outcome.OK, outcome(MISSED_AT_A_RATE, MISSED_AT_A_RATE));
        assertEquals(Outcome.SKIPPED, outcome(MISSED_AT_A_RATE, atRate(MISSED, 6)));
        assertEquals(Outcome.SKIPPED, outcome(MISSED_AT_A_RATE, atRate(SOUND, 5)));
        assertEquals(Outcome.SKIPPED, outcome(MISSED, MISSED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"rate_per_s\":1000000 | \"rate_per_s\":true | /rate_per_s",
        "\"rate_per_s\":1000000 | \"rate_per_s\":1e40 | /rate_per_s",
        "\"rate_per_s\":1000000 | \"rate_per_s\":-1 | /rate_per_s",
        "\"latency_ns\":{\"response\":{\"count\":9,\"p50\":1000, | " +
            "\"latency_ns\":{\"response\":{\"count\":9,\"p50\":\"1\", | /latency_ns/response/p50",
        "\"latency_ns\":{\"response\":{\"count\":9,\"p50\":1000, | " +
            "\"latency_ns\":{\"response\":{\"count\":-1,\"p50\":1000, | /latency_ns/response/count",
        "\"latency_ns\":{\"response\":{\"count\":9,\"p50\":1000, | " +
            "\"latency_ns\":{\"response\":{\"count\":9,\"p50\":0.5, | /latency_ns/response/p50",
        "\"intervals\":[ | \"intervals\":[7, | /intervals/0",
        "\"intervals\":[ | \"intervals\":[{\"length_s\":\"1\"}, | /intervals/0/length_s",
        "\"intervals\":[ | \"intervals\":[{\"latency_ns\":{\"response\":7}}, | /intervals/0/latency_ns/response",
        "\"intervals\":[ | \"intervals\":{},\"x\":[ | /intervals",
        "\"remainder\":0 | \"remainder\":\"0\" | /accounting/remainder",
        "\"remainder\":0 | \"remainder\":0.5 | /accounting/remainder",
        "\"remainder\":0 | \"remainder\":0,\"vms\":[1] | /accounting/vms/0",
        "\"remainder\":0 | \"remainder\":0,\"vms\":[{\"remainder\":{}}] | /accounting/vms/0/remainder",
        "\"remainder\":0 | \"remainder\":0,\"offered\":-1 | /accounting/offered",
        "\"accounting\":{ | \"accounting\":-1,\"x\":{ | /accounting",
        "\"config\":{ | \"config\":[],\"x\":{ | /config",
        "\"kept_up\":true | \"kept_up\":1 | /generator/kept_up",
        "\"failure\":null | \"failure\":7 | /failure",
        "\"exit\":0 | \"exit\":99 | /exit",
        "\"exit\":0 | \"exit\":\"0\" | /exit",
        "\"exit\":0 | \"exit\":4294967296 | /exit",
        "\"exit\":0 | \"exit\":4294967296.0 | /exit",
        "\"exit\":0 | \"exit\":18446744073709551616 | /exit",
        "\"exit\":0 | \"exit\":0.5 | /exit",
        "\"config\":{ | \"config\":{\"threads\":\"two\", | /config/threads",
        "\"config\":{ | \"config\":{\"job\":7, | /config/job",
        "\"config\":{ | \"config\":{\"toggles\":[], | /config/toggles",
        "\"config\":{ | \"config\":{\"toggles\":-1, | /config/toggles",
        "\"latency_ns\":{ | \"latency_ns\":{\"sampled\":3, | /latency_ns/sampled",
        "\"latency_ns\":{ | \"latency_ns\":{\"curves\":{\"response\":[[1]]}, | /latency_ns/curves/response/0/1",
        "gale.storm/5 | gale.storm/4 | /schema", "gale.storm/5 | gale.storm/9 | /schema"})
    void shouldRefuseAValueOfAnotherTypeWithItsPlace(final String from, final String to, final String pointer)
    {
        final String text = SOUND.replaceFirst(Pattern.quote(from),
            Matcher.quoteReplacement(to));

        assertEquals("r.json: " + pointer, refusal(text).replaceFirst(": [^:]* is not [^:]*$", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"accounting\":{\"vms\":[{\"offered\":-1}]} | /accounting/vms/0/offered",
        "\"accounting\":{\"vms\":[{\"vm\":-1}]} | /accounting/vms/0/vm",
        "\"accounting\":{\"vms\":[null]} | /accounting/vms/0",
        "\"accounting\":{\"rejected\":-1} | /accounting/rejected",
        "\"accounting\":{\"rejected\":{\"unreachable\":-1}} | /accounting/rejected/unreachable",
        "\"accounting\":{\"doorbells_rung\":\"x\"} | /accounting/doorbells_rung",
        "\"accounting\":{\"lanes\":{\"generator\":{\"left\":-1}}} | /accounting/lanes/generator/left",
        "\"host\":{\"journal\":{\"commands\":-1}} | /host/journal/commands",
        "\"measured_ns\":-5 | /measured_ns",
        "\"measured_ns\":\"x\" | /measured_ns",
        "\"intervals\":[{},{\"start_s\":-1}] | /intervals/1/start_s",
        "\"intervals\":[{},{\"pending\":\"x\"}] | /intervals/1/pending",
        "\"config\":{\"duration_ns\":-1} | /config/duration_ns",
        "\"config\":{\"slice_ns\":-1} | /config/slice_ns",
        "\"config\":{\"groups\":[{\"devices\":[{\"count\":\"x\"}]}]} | /config/groups/0/devices/0/count",
        "\"generator\":{\"skipped\":\"x\"} | /generator/skipped",
        "\"generator\":{\"lane_full_share\":-1} | /generator/lane_full_share",
        "\"warmup\":\"x\" | /warmup",
        "\"warmup\":{\"ns\":-1} | /warmup/ns",
        "\"outliers\":5 | /outliers",
        "\"outliers\":[{\"stages\":{\"late\":-1}}] | /outliers/0/stages/late",
        "\"seed\":\"x\" | /seed",
        "\"host\":{\"digest\":5} | /host/digest",
        "\"stalls\":{\"engine\":{\"wait_ns\":\"x\"}} | /stalls/engine/wait_ns",
        "\"latency_ns\":{\"vms\":[{\"response\":{\"p50\":-1}}]} | /latency_ns/vms/0/response/p50",
        "\"latency_ns\":{\"curves\":{\"a/b\":[[null,1]]}} | /latency_ns/curves/a~1b/0/0",
        "\"phases\":[{\"name\":\"p\",\"groups\":[{\"name\":null}]}] | /phases/0/groups/0/name",
        "\"groups\":[{}] | /groups/0/name",
        "\"actions\":{\"moves\":{\"due\":-1}} | /actions/moves/due",
        "\"actions\":{\"timeline\":{\"open_ns\":[0,-1]}} | /actions/timeline/open_ns/1",
        "\"host\":{\"run_s\":\"x\"} | /host/run_s",
        "\"later\":{\"key\":[1,-1]} | /later/key/1"})
    void shouldRefuseAWrongValueThatNoComparisonReads(final String member, final String pointer)
    {
        assertEquals("r.json: " + pointer, refusal("{\"schema\":\"gale.storm/5\"," + member + '}')
            .replaceFirst(": [^:]* is not [^:]*$", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"seed\":-9223372036854775808", "\"seed\":9223372036854775807", "\"warmup\":null",
        "\"accounting\":{\"remainder\":-1,\"vms\":[{\"vm\":\"none\",\"remainder\":-1}]}", "\"generator\":{}",
        "\"later\":[null,true,\"x\",{\"key\":0.5}]", "\"config\":{\"toggles\":\"1/10k\",\"events\":null}"})
    void shouldTakeWhatStormsWrite(final String member)
    {
        final String report = "{\"schema\":\"gale.storm/5\"," + member + '}';

        assertEquals("r.json", ComparedReport.of("r.json", report).name());
    }

    @ParameterizedTest
    @ValueSource(strings = {" {}", " 7", " x", "]"})
    void shouldRefuseASecondDocument(final String more)
    {
        assertEquals("r.json: is not one JSON document (line 1)", refusal(SOUND + more));
    }

    @Test
    void shouldRefuseAFieldThatIsGivenTwice()
    {
        assertEquals("r.json: is not one JSON document (line 1)",
            refusal(SOUND.replace("\"exit\":0", "\"exit\":7,\"exit\":0")));
    }

    private static String refusal(final String text)
    {
        return assertThrows(
            OutcomeException.class, () -> ComparedReport.of("r.json", text)).getMessage();
    }

    private static String atRate(final String report, final int ratePerS)
    {
        return report.replace("\"vms\":16", "\"vms\":16,\"rate_per_s\":" + ratePerS);
    }

    private static Outcome outcome(final String baseline, final String candidate)
    {
        return compare(baseline, candidate).outcome();
    }

    private static Comparison compare(final String baseline, final String candidate)
    {
        return Comparison.of(ComparedReport.of("a", baseline), ComparedReport.of("b", candidate), 0.1);
    }
}

package org.gale.engine.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.cli.golden.GoldenFiles;
import org.gale.engine.cli.golden.GoldenText;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.page.StormPage;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;

/** Golden files of results that were built, since a storm on the wall clock gives others each time. */
class ResultGoldenTest
{
    private final GoldenFiles golden = new GoldenFiles("results");

    @Test
    void shouldReportBuiltResultsAsBefore() throws IOException
    {
        text("sound", StormResults.SETTING, StormResults.sound());
        text("late", StormResults.setting(StormResults.WITH_RATE), StormResults.result(StormResults.WITH_RATE,
            StormResults.accounting(42_650_000, 42_650_000, 0), 6_100_000, false, 0, null));
        text("resumed", StormResults.setting(StormResults.CONFIG, JobProfiles.ALL.of("default"), SettingValues.NONE,
            new StormResumed(48_111_616, 1, 1, 40_000_000, 39_999_990, 0)), StormResults.sound());
        text("rejected", StormResults.SETTING, rejected());
        text("groups", StormResults.SETTING,
            StormResults.with(StormResults.sound(), StormResults.UNLIKE));
        text("phases", StormResults.setting(HostShapes.quietAndLoud(
            HostShapes.phase("calm", 500_000_000), HostShapes.phase("noise", 2_000_000_000))),
            StormResults.with(StormResults.sound(), StormResults.PHASED));
        text("lanes", StormResults.SETTING,
            StormResults.with(StormResults.sound(), "totals.attached", LaneReportTest.TOTALS));
        text("requests", StormResults.SETTING, RequestReportTest.result());
        text("measured", StormResults.SETTING, MeasuredReportTest.result());
        text("modelled", StormResults.SETTING, ModelledReportTest.report().result());
        measured();
        samples();
        runs();

        golden.end();
    }

    private void text(final String name, final StormDescription description, final StormResult result)
        throws IOException
    {
        final StringWriter out = new StringWriter();
        final StormText text = new StormText(new PrintWriter(out), AnsiColours.NONE, Spelling.NAMES);
        text.head(description);
        text.result(description, result);
        text.journal(description, result, StormResults.PROOF);
        text.replay(result, StormResults.PROOF);
        golden.check(name + ".txt", out.toString());
    }

    /** Compares the other forms of the report in which all happened. */
    private void measured() throws IOException
    {
        final StringWriter json = new StringWriter();
        StormJson.write(report(MeasuredReportTest.result()), json);
        golden.check("measured.json", json.toString());
        final StringWriter page = new StringWriter();
        StormPage.write(report(MeasuredReportTest.result()), Spelling.NAMES, page);
        golden.check("measured.html", GoldenText.page(page.toString()));
        final StringWriter csv = new StringWriter();
        StormCsv.write(StormResults.HISTORY, false, csv);
        golden.check("intervals.csv", csv.toString());
    }

    private void samples() throws IOException
    {
        final StringWriter csv = new StringWriter();
        SampleCsv.write(ModelledReportTest.report().result().latencies(), true, new BufferedWriter(csv));
        golden.check("samples.csv", csv.toString());
    }

    private void runs() throws IOException
    {
        golden.check("runs.txt", String.join("\n", RunTableText.lines(new RunTable(List.of("n"), List.of(
            new RunTable.RunRow(List.of("1"), report(
                StormResults.with(StormResults.sound(), StormResults.UNLIKE))),
            new RunTable.RunRow(List.of("2"), report(StormResults.sound())),
            new RunTable.RunRow(List.of("3"), report(RequestReportTest.result())))))));
    }

    private static StormResult rejected()
    {
        final Map<String, Long> rejected = new LinkedHashMap<>();
        rejected.put(StormAccounting.UNTRANSLATED, 1_200L);
        rejected.put(StormAccounting.WITHDRAWN_CLEARED, 0L);
        rejected.put(StormAccounting.WITHDRAWN_UNMAPPED, 34L);

        return StormResults.result(StormResults.CONFIG,
            new StormAccounting(2_234, 1_000, 0, 0, rejected, List.of(), List.of()), 1, true, 0, null);
    }

    private static StormReport report(final StormResult result)
    {
        return new StormReport(StormResults.SETTING, result, StormResults.PROOF, null, Outcome.OK);
    }
}

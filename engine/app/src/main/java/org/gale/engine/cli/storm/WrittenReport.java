package org.gale.engine.cli.storm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.document.WrittenLaws;
import org.gale.engine.report.document.WrittenParts;
import org.gale.engine.report.shown.WrittenPage;
import org.gale.engine.report.shown.WrittenText;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StormSettings;

/** Check of a report before it is shown: its figures have to follow from one another (P14). */
public final class WrittenReport
{
    private static final List<Setting<Path>> FILES =
        List.of(StormSettings.JSON, ShownSettings.HTML, ShownSettings.METRICS);
    private static final int SHOWN = 3;

    private WrittenReport()
    {
    }

    /**
     * Returns a report, with the outcome of a broken promise where what it writes contradicts itself: where a file of
     * its figures is asked for.
     *
     * @param outputs  options of the storm
     * @param messages takes the numbers that differ, and their places
     */
    static StormReport checked(final StormReport report, final SettingValues outputs, final ReportTree trees,
        final Consumer<String> messages)
    {
        return isAsked(outputs) ? checked(report, trees, messages) : report;
    }

    /**
     * Returns a report, with the outcome of a broken promise where what it writes contradicts itself.
     *
     * @param messages takes the numbers that differ, and their places
     */
    public static StormReport checked(final StormReport report, final Consumer<String> messages)
    {
        return checked(report, new ReportTree(), messages);
    }

    private static StormReport checked(
        final StormReport report, final ReportTree trees, final Consumer<String> messages)
    {
        final List<String> faults = new ArrayList<>(WrittenLaws.faults(trees.of(report)));
        if (report.result() != null && Outcome.hasResult(report.outcome().exitCode()))
        {
            faults.addAll(WrittenParts.faults(
                trees.of(report), report.result().totals().groups(), report.result().totals().phases()));
        }

        return with(report, outcome("report", faults, messages));
    }

    private static StormReport with(final StormReport report, final Outcome written)
    {
        return written == Outcome.OK ? report : report.with(Outcome.first(report.outcome(), written));
    }

    /** Returns whether a file of figures is asked for. */
    static boolean isAsked(final SettingValues outputs)
    {
        return FILES.stream().anyMatch(file -> outputs.get(file) != null);
    }

    /**
     * Returns a report, with the outcome of a broken promise where its text contradicts it.
     *
     * @param text     null where it is not compared
     * @param messages takes the numbers that differ, and their places
     */
    static StormReport shown(
        final StormReport report, final KeptText text, final ReportTree trees, final Consumer<String> messages)
    {
        return text == null ? report :
            with(report, outcome("text", WrittenText.faults(text.text(), trees.of(report)), messages));
    }

    /** Returns the outcome of a page that is written, which has to say what its report says. */
    static Outcome page(
        final StormReport report, final KeptText page, final ReportTree trees, final Consumer<String> messages)
    {
        return outcome("page", WrittenPage.faults(page.text(), trees.of(report)), messages);
    }

    /**
     * Returns the outcome of what is written.
     *
     * @param faults   laws that it breaks
     * @param messages takes them
     */
    static Outcome outcome(final String what, final List<String> faults, final Consumer<String> messages)
    {
        if (faults.isEmpty())
        {
            return Outcome.OK;
        }
        messages.accept(SoundResult.message(
            what, String.join("; ", faults.subList(0, Math.min(SHOWN, faults.size())))));

        return Outcome.INVARIANT_BROKEN;
    }
}

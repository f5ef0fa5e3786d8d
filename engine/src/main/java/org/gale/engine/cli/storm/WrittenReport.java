package org.gale.engine.cli.storm;

import java.util.List;
import java.util.function.Consumer;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.StormJson;
import org.gale.engine.report.document.WrittenLaws;
import org.gale.engine.storm.result.StormReport;

/** Check of a report before it is shown: the figures that it writes have to follow from one another (P14). */
public final class WrittenReport
{
    private static final int SHOWN = 3;

    private WrittenReport()
    {
    }

    /**
     * Returns a report, with the outcome of a broken promise where what it writes contradicts itself.
     *
     * @param messages takes the numbers that differ, and their places
     */
    public static StormReport checked(final StormReport report, final Consumer<String> messages)
    {
        final List<String> faults = WrittenLaws.faults(StormJson.tree(report));
        if (faults.isEmpty())
        {
            return report;
        }
        messages.accept("P14 broken: the report contradicts itself: " +
            String.join("; ", faults.subList(0, Math.min(SHOWN, faults.size()))));

        return report.with(Outcome.first(report.outcome(), Outcome.INVARIANT_BROKEN));
    }
}

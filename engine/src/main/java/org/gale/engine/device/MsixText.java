package org.gale.engine.device;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.msix.MsixResult;
import org.gale.engine.device.pci.ClientCounts;
import org.gale.engine.device.proof.VectorProof;
import org.gale.engine.report.TextTable;

/** Report of the closed loop as lines of text. Pure functions. */
public final class MsixText
{
    private static final List<String> HEAD = List.of(
        "vector", "sent", "looked", "handled", "lost", "dropped", "p50", "p99", "max");

    private MsixText()
    {
    }

    /** Returns the lines of a report. */
    public static List<String> lines(final DeviceJob job, final MsixResult result, final ClientCounts client)
    {
        final List<String> lines = new ArrayList<>();
        lines.add("job " + job.name() + "   seed " + job.seed() + "   " + NumberText.counted(job.queues(), "vector"));
        lines.add(NumberText.counted(result.sent(), "message") + "   " + NumberText.counted(result.resets(), "reset") +
            "   " + NumberText.counted(result.injected(), "message") + " left out on purpose");
        lines.add(DeviceText.client(client));
        lines.add("");
        final List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        result.vectors().stream().filter(vector -> vector.sent() > 0).forEach(vector -> rows.add(row(vector)));
        lines.addAll(TextTable.lines(rows, column -> false));
        lines.add("");
        result.vectors().forEach(vector -> lines.addAll(vector.named()));
        final Outcome outcome = result.outcome();
        lines.add("proof: " + (outcome == Outcome.OK ? "holds" : outcome == Outcome.SKIPPED ? "open" : "broken") +
            (result.lost() > 0 ? ", " + NumberText.count(result.lost()) + " lost and sent again" : "") +
            (result.invented() > 0 ? ", " + NumberText.count(result.invented()) + " invented" : "") +
            (result.isIncomplete() ? ", incomplete" : "") + (result.isStopped() ? ", the guest stopped" : "") +
            (result.sent() == 0 ? ", no message was sent" : ""));

        return lines;
    }

    private static List<String> row(final VectorProof vector)
    {
        final List<String> row = new ArrayList<>();
        row.add(Integer.toString(vector.vector()));
        for (final long count : new long[]{
            vector.sent(), vector.looked(), vector.handled(), vector.lost(), vector.dropped() })
        {
            row.add(NumberText.count(count));
        }
        for (final double percentile : new double[]{ 50, 99, 100 })
        {
            row.add(vector.looked() == 0 ? "-" :
                NumberText.duration(vector.latency().getValueAtPercentile(percentile)));
        }

        return row;
    }
}

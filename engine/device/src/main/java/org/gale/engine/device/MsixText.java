package org.gale.engine.device;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.msix.MsixResult;
import org.gale.engine.device.pci.ClientCounts;
import org.gale.engine.device.proof.VectorProof;
import org.gale.engine.report.TextTable;

/** Report of a device that sends messages, as lines of text. Pure functions. */
public final class MsixText
{
    private static final List<String> HEAD = List.of(
        "vector", "sent", "looked", "handled", "lost", "dropped", "merged", "p50", "p99", "max");

    private static final double MEDIAN = 50;
    private static final double TAIL = 99;

    private MsixText()
    {
    }

    /**
     * Returns the lines of a report.
     *
     * @param run    number of the run; 0 of the only one
     * @param served devices that had a client
     */
    public static List<String> lines(
        final DeviceJob job, final int run, final List<ServedDevice<MsixResult>> served)
    {
        final List<String> lines = new ArrayList<>();
        for (final ServedDevice<MsixResult> device : served)
        {
            final DeviceJob.Device shape = job.devices().get(device.number());
            lines.add(DeviceText.head(job, run, device.number()) + NumberText.counted(shape.queues(), "vector") +
                (shape.stream() == null ? "" : "   open loop, " + shape.stream().text()));
            lines.addAll(lines(device.result(), device.counts()));
        }

        return lines;
    }

    private static List<String> lines(final MsixResult result, final ClientCounts client)
    {
        final List<String> lines = new ArrayList<>();
        lines.add(NumberText.counted(result.sent(), "message") + "   " + NumberText.counted(result.resets(), "reset") +
            "   " + NumberText.count(result.sum(VectorProof::single)) + " proved singly" +
            (result.isClosed() ? "" : "   about " + NumberText.count(result.merged()) +
            " merged in their eventfds"));
        if (result.injected() > 0)
        {
            lines.add(leftOut(result));
        }
        lines.add(DeviceText.client(client));
        lines.add("response " + percentiles(result, VectorProof::response) + "   service " +
            percentiles(result, VectorProof::service));
        lines.add("");
        final List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        result.vectors().stream().filter(vector -> vector.sent() > 0).forEach(vector -> rows.add(row(vector)));
        lines.addAll(TextTable.lines(rows, column -> false));
        lines.add("");
        result.vectors().forEach(vector -> lines.addAll(vector.named()));
        final Outcome outcome = result.outcome();
        lines.add("proof: " + (outcome == Outcome.OK ? "holds" : outcome == Outcome.SKIPPED ? "open" : "broken") +
            (result.lost() > 0 ? ", " + NumberText.count(result.lost()) + " lost, " +
            NumberText.count(result.sum(VectorProof::repairs)) + " sent again" : "") +
            (result.isControlOpen() ? control(result) : "") +
            (result.invented() > 0 ? ", " + NumberText.count(result.invented()) + " invented" : "") +
            (result.isIncomplete() ? ", incomplete" : "") + (result.isStopped() ? ", the guest stopped" : "") +
            (result.sent() == 0 ? ", no message was sent" : ""));

        return lines;
    }

    /** Returns what a control shows that was not found. */
    private static String control(final MsixResult result)
    {
        return result.injected() == 0 ? ", the mistake never acted: no message was left out (try a smaller N in " +
            "'drop 1/N', or a larger count)" : ", no message that was left out was found";
    }

    private static String percentiles(
        final MsixResult result, final Function<VectorProof, Histogram> latency)
    {
        final Histogram sum = result.latency(latency);

        return sum.getTotalCount() == 0 ? "-" : "p50 " + NumberText.duration(sum.getValueAtPercentile(MEDIAN)) +
            ", p99 " + NumberText.duration(sum.getValueAtPercentile(TAIL)) + ", max " +
            NumberText.duration(sum.getMaxValue());
    }

    private static String leftOut(final MsixResult result)
    {
        final VectorProof.LeftOut last = result.leftOut();

        return NumberText.counted(result.injected(), "message") + " left out on purpose, " +
            NumberText.count(last.found() + last.covered() + last.dropped()) + " of them before a silence: " +
            NumberText.count(last.found()) + " found, " + NumberText.count(last.covered()) + " covered by an earlier " +
            "interrupt, " + NumberText.count(last.dropped()) + " dropped by a reset";
    }

    private static List<String> row(final VectorProof vector)
    {
        final List<String> row = new ArrayList<>();
        row.add(Integer.toString(vector.vector()));
        for (final long count : new long[]{
            vector.sent(), vector.looked(), vector.handled(), vector.lost(), vector.dropped(), vector.merged() })
        {
            row.add(NumberText.count(count));
        }
        for (final double percentile : new double[]{ MEDIAN, TAIL, 100 })
        {
            row.add(vector.looked() == 0 ? "-" :
                NumberText.duration(vector.response().getValueAtPercentile(percentile)));
        }

        return row;
    }
}

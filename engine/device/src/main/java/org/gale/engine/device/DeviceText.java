package org.gale.engine.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.nvme.NvmeResult;
import org.gale.engine.device.nvme.NvmeResult.NvmeFigure;
import org.gale.engine.device.pci.ClientCounts;
import org.gale.engine.device.proof.QueueAccount;
import org.gale.engine.report.TextTable;

/** Report of a drive as lines of text. Pure functions. */
public final class DeviceText
{
    private static final List<String> HEAD = List.of("queue", "posted", "consumed", "dropped", "pending", "polled",
        "interrupts", "withheld", "per completion", "of the model", "p50", "p99", "max");

    private DeviceText()
    {
    }

    /**
     * Returns the lines of a report.
     *
     * @param run    number of the run; 0 of the only one
     * @param served drives that had a client
     */
    public static List<String> lines(
        final DeviceJob job, final int run, final List<ServedDevice<NvmeResult>> served)
    {
        final List<String> lines = new ArrayList<>();
        for (final ServedDevice<NvmeResult> device : served)
        {
            lines.add(head(job, run, device.number()) +
                NumberText.counted(job.devices().get(device.number()).queues(), "I/O queue"));
            lines.addAll(lines(device.result(), device.counts()));
        }

        return lines;
    }

    /** Returns the begin of the first line about a device. */
    static String head(final DeviceJob job, final int run, final int device)
    {
        return (run == 0 ? "" : "run " + run + "   ") + "job " + job.name() + "   seed " + job.seed() + "   " +
            (job.devices().size() == 1 ? "" : "device " + device + " of " + job.devices().get(device).group() + "   ");
    }

    private static List<String> lines(final NvmeResult result, final ClientCounts client)
    {
        final List<String> lines = new ArrayList<>();
        final NvmeResult.Drive drive = result.drive();
        lines.add(NumberText.counted(drive.requests(), "request") + "   read " +
            NumberText.bytes(drive.bytesRead()) + "   written " + NumberText.bytes(drive.bytesWritten()) + "   " +
            NumberText.counted(result.resets(), "reset") + "   " +
            NumberText.counted(result.wrongDoorbells(), "wrong doorbell"));
        lines.add(client(client));
        lines.add("");
        final List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (final QueueAccount account : result.accounts())
        {
            if (account.posted() + account.polled() > 0)
            {
                rows.add(row(account, result));
            }
        }
        lines.addAll(TextTable.lines(rows, column -> false));
        lines.add("");
        result.accounts().forEach(account -> lines.addAll(account.named()));
        lines.addAll(result.wrong().named());
        if (result.wrong().mistake() != null)
        {
            lines.add("control: " + result.wrong().mistake().text() + " acted " +
                NumberText.counted(result.wrong().acted(), "time") +
                (result.wrong().isIdle() ? ": " + result.wrong().mistake().idle() : ""));
        }
        lines.add(proof(result));

        return lines;
    }

    static String client(final ClientCounts client)
    {
        return "client: " + NumberText.counted(client.refused(), "message") + " refused   " +
            NumberText.counted(client.strayUnmaps(), "unmap") + " without a map   " +
            NumberText.counted(client.unwritten(), "interrupt") + " not written" + (client.raises() == 0 ? "" :
            "   pin: " + NumberText.counted(client.raises(), "raise") + ", " + NumberText.count(client.again()) +
            " interrupts again, " + NumberText.count(client.takenBack()) + " taken back");
    }

    private static List<String> row(final QueueAccount account, final NvmeResult result)
    {
        final List<String> row = new ArrayList<>();
        row.add(account.queue() == 0 ? "admin" : Integer.toString(account.queue()));
        for (final NvmeFigure figure : List.of(NvmeFigure.POSTED, NvmeFigure.CONSUMED, NvmeFigure.DROPPED,
            NvmeFigure.PENDING, NvmeFigure.POLLED, NvmeFigure.INTERRUPTS, NvmeFigure.WITHHELD))
        {
            row.add(NumberText.count(NvmeResult.of(account, figure)));
        }
        row.add(account.posted() == 0 ? "-" :
            String.format(Locale.ROOT, "%.3f", account.interrupts() / (double)account.posted()));
        row.add(account.queue() == 0 ? "-" : NumberText.count(result.decided().get(account.queue() - 1)));
        for (final double percentile : new double[]{ 50, 99, 100 })
        {
            row.add(account.consumed() == 0 ? "-" :
                NumberText.duration(account.latency().getValueAtPercentile(percentile)));
        }

        return row;
    }

    private static String proof(final NvmeResult result)
    {
        final Outcome outcome = result.outcome();
        final long lost = result.sum(NvmeFigure.LOST);
        final long late = result.sum(NvmeFigure.LATE);
        final String found = (lost > 0 ? ", " + NumberText.count(lost) + " lost" : "") +
            (late > 0 ? ", " + NumberText.count(late) + " late" : "") +
            (result.isIncomplete() ? ", incomplete" : "") +
            (result.drive().mismatches() > 0 ?
            ", " + NumberText.counted(result.drive().mismatches(), "block") + " read otherwise than written" : "") +
            (result.drive().fault() != null ? ", " + result.drive().fault() : "") +
            (result.wrong().lost() > 0 ?
            ", " + NumberText.counted(result.wrong().lost(), "request") + " not fetched" : "") +
            (result.wrong().invented() > 0 ?
            ", " + NumberText.counted(result.wrong().invented(), "completion") + " invented" : "") +
            (result.differing() > 0 ? ", the model decides otherwise" :
            result.differing() < 0 ? ", too many stamps for the model" : "");

        return "proof: " + (outcome == Outcome.OK ? "holds" : outcome == Outcome.SKIPPED ? "open" : "broken") + found +
            (result.drive().requests() == 0 ? ", no request came" : "");
    }
}

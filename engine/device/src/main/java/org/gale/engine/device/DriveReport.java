package org.gale.engine.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.nvme.NvmeResult.NvmeFigure;
import org.gale.engine.device.nvme.NvmeResult;
import org.gale.engine.device.proof.DeviceHistory;
import org.gale.engine.device.proof.QueueAccount;
import org.gale.engine.storm.model.Mistake;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.SummedHistogram;

/**
 * Report of a run of drives, as that of a storm: each queue is a group, its interrupts are the events, and its
 * completions the work of a device. An interrupt whose completions the guest had consumed before is coalesced. Response
 * begins with the time for which the model decided on an interrupt, and service with its write. Pure functions.
 */
public final class DriveReport
{
    private static final int DIGITS = 2;

    private DriveReport()
    {
    }

    /**
     * Returns the report.
     *
     * @param plan    of the job
     * @param served  drives that had a client
     * @param outcome of the run
     */
    public static StormReport of(final StormPlan plan, final String version, final DeviceJob job,
        final List<ServedDevice<NvmeResult>> served, final DeviceHistory history, final Outcome outcome)
    {
        final Histogram request = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
        queues(served).filter(account -> account.queue() > 0).forEach(account -> request.add(account.latency()));
        final List<Part> groups = new ArrayList<>();
        final List<DeviceCounts> devices = new ArrayList<>();
        for (final ServedDevice<NvmeResult> device : served)
        {
            for (final QueueAccount account : device.result().accounts())
            {
                final String name = name(job, device.number(), account.queue());
                final long completions = account.posted() + account.polled();
                groups.add(new Part(name, 1, null, account(account), Part.Times.of(account.response()), null,
                    account.queue() == 0 ? null : Part.Times.of(account.latency()), null, List.of()));
                devices.add(new DeviceCounts(name, completions, account.interrupts(), Map.of(), Map.of(), null,
                    new DeviceCounts.Work(completions, account.interrupts(), 0, history.elapsedNs())));
            }
        }
        final String failure = outcome == Outcome.OK ? null : queues(served).flatMap(
            account -> account.named().stream()).findFirst().orElse(DeviceReport.OPEN);
        final long requests = of(served, result -> result.drive().requests());

        return DeviceReport.of(plan, version, job, history, new DeviceReport.Figures(
            accounting(served), groups, devices, request, requests >= job.limit(), outcome, failure));
    }

    private static Stream<QueueAccount> queues(final List<ServedDevice<NvmeResult>> served)
    {
        return served.stream().flatMap(device -> device.result().accounts().stream());
    }

    private static String name(final DeviceJob job, final int device, final int queue)
    {
        return (job.devices().size() == 1 ? "" : "device " + device + ' ') + (queue == 0 ? "admin" : "queue " + queue);
    }

    private static EventAccount account(final QueueAccount queue)
    {
        return new EventAccount(0, queue.interrupts(), queue.taken(), queue.covered(),
            queue.interruptsLost() + queue.interruptsDropped(), queue.waiting());
    }

    private static StormAccounting accounting(final List<ServedDevice<NvmeResult>> served)
    {
        final EventAccount all = queues(served).map(DriveReport::account).reduce(EventAccount.NONE, EventAccount::plus);
        final Map<String, Long> rejected = new LinkedHashMap<>();
        rejected.put("lost", queues(served).mapToLong(QueueAccount::interruptsLost).sum());
        rejected.put("dropped", queues(served).mapToLong(QueueAccount::interruptsDropped).sum());

        return new StormAccounting(all.offered(), all.delivered(), all.coalesced(), all.pending(), rejected,
            List.of(new StormAccounting.OfVm(0, all)), rows(served));
    }

    private static List<AccountingRow> rows(final List<ServedDevice<NvmeResult>> served)
    {
        final List<AccountingRow> rows = new ArrayList<>();
        row(rows, "requests", "requests", of(served, result -> result.drive().requests()), "");
        row(rows, "read_bytes", "read, bytes", of(served, result -> result.drive().bytesRead()), "");
        row(rows, "written_bytes", "written, bytes", of(served, result -> result.drive().bytesWritten()), "");
        row(rows, "mismatched_blocks", "mismatched blocks", of(served, result -> result.drive().mismatches()),
            "read otherwise than written");
        row(rows, "completions_posted", "completions posted", sum(served, NvmeFigure.POSTED), "");
        row(rows, "completions_consumed", "completions consumed", sum(served, NvmeFigure.CONSUMED), "");
        row(rows, "completions_dropped", "completions dropped", sum(served, NvmeFigure.DROPPED), "");
        row(rows, "completions_pending", "completions pending", sum(served, NvmeFigure.PENDING), "");
        row(rows, "completions_polled", "completions polled", sum(served, NvmeFigure.POLLED), "without an interrupt");
        row(rows, "completions_lost", "completions lost", sum(served, NvmeFigure.LOST), "");
        row(rows, "completions_late", "completions late", sum(served, NvmeFigure.LATE), "");
        row(rows, "interrupts_withheld", "interrupts withheld", sum(served, NvmeFigure.WITHHELD),
            "nobody was to take them");
        row(rows, "interrupts_of_the_model", "interrupts of the model",
            of(served, result -> result.decided().stream().mapToLong(Long::longValue).sum()), "of the I/O queues");
        row(rows, "coalescing", "coalescing", of(served, result -> result.isCoalescing() ? 1 : 0),
            "drives, by the job or the guest");
        row(rows, "device_resets", "resets", of(served, NvmeResult::resets), "");
        row(rows, "wrong_doorbells", "wrong doorbells", of(served, NvmeResult::wrongDoorbells), "");
        final List<Mistake> mistakes = served.stream().map(device -> device.result().wrong().mistake())
            .filter(Objects::nonNull).distinct().toList();
        if (!mistakes.isEmpty())
        {
            row(rows, "mistake_acted", "mistakes acted", of(served, result -> result.wrong().acted()),
                mistakes.stream().map(Mistake::text).collect(Collectors.joining(", ")));
            row(rows, "requests_not_fetched", "requests not fetched", of(served, result -> result.wrong().lost()), "");
            row(rows, "completions_invented", "completions invented", of(served, result -> result.wrong().invented()),
                "consumed before they were written");
        }

        return rows;
    }

    private static void row(
        final List<AccountingRow> rows, final String key, final String name, final long total, final String remark)
    {
        DeviceReport.row(rows, key, name, total, remark);
    }

    private static long sum(final List<ServedDevice<NvmeResult>> served, final NvmeFigure figure)
    {
        return of(served, result -> result.sum(figure));
    }

    private static long of(final List<ServedDevice<NvmeResult>> served, final ToLongFunction<NvmeResult> figure)
    {
        return served.stream().map(ServedDevice::result).mapToLong(figure).sum();
    }
}

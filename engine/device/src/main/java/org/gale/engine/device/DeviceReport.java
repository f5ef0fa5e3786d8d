package org.gale.engine.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Outcome;
import org.gale.engine.device.msix.MsixResult;
import org.gale.engine.device.proof.DeviceHistory;
import org.gale.engine.device.proof.VectorProof;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.result.GeneratorTotals;
import org.gale.engine.storm.result.HostEffects;
import org.gale.engine.storm.result.JournalTotals;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.Platform;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.Stalls;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormEnd;
import org.gale.engine.storm.result.StormHistory;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormResumed;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.ThreadCpus;
import org.gale.engine.storm.scenario.Warmup;

/**
 * Report of a run of devices that send messages, as that of a storm: each vector is a group. Messages that a store
 * covered beside the oldest one are coalesced, and what was lost or dropped is rejected. Pure functions.
 */
public final class DeviceReport
{
    /** Failure of a run in which nothing was lost, and not all was proved. */
    static final String OPEN = "the proof is open";

    private DeviceReport()
    {
    }

    /**
     * Returns the report.
     *
     * @param plan    of the job
     * @param served  devices that had a client
     * @param outcome of the run
     */
    public static StormReport of(final StormPlan plan, final String version, final DeviceJob job,
        final List<ServedDevice<MsixResult>> served, final DeviceHistory history, final Outcome outcome)
    {
        final String failure = outcome == Outcome.OK ? null : served.stream().flatMap(
            device -> device.result().vectors().stream()).flatMap(vector -> vector.named().stream()).findFirst()
            .orElse(OPEN);

        return of(plan, version, job, history, new Figures(accounting(served), groups(job, served), List.of(), null,
            sum(served, VectorProof::sent) >= job.limit(), outcome, failure));
    }

    /**
     * Figures of a run, of all its devices.
     *
     * @param devices    counts of each group; empty without models of devices
     * @param request    latencies of requests; null without
     * @param isComplete whether the run reached its limit
     * @param failure    what the proof found first; null if it holds
     */
    record Figures(StormAccounting accounting, List<Part> groups, List<DeviceCounts> devices, Histogram request,
        boolean isComplete, Outcome outcome, String failure)
    {
    }

    /** Returns the report of the figures of a run. */
    static StormReport of(final StormPlan plan, final String version, final DeviceJob job, final DeviceHistory history,
        final Figures figures)
    {
        final StormHistory intervals = history.history();
        final Outcome outcome = figures.outcome();
        final long sent = figures.accounting().offered();
        final long delivered = figures.accounting().delivered();
        final StormResult result = new StormResult(
            new StormTotals(history.elapsedNs(), figures.accounting(), null, figures.groups(), List.of(),
                figures.devices(), new SentEvents(sent, 0, 0, List.of()), StormActions.NONE),
            new MeasuredRates(Warmup.Past.NONE, history.elapsedNs(), sent, delivered), generator(job, sent, history),
            new StormLatencies(history.response(),
                StormLatencies.others(null, history.service(), figures.request()), Map.of(),
                List.of(history.response()), Map.of(), history.outliers(), null, new MeasuredDeliveries(delivered,
                figures.groups().stream().map(group -> group.account().delivered()).toList(), Map.of())),
            new HostEffects(Stalls.NONE, List.of(), ThreadCpus.ANY, List.of()), null,
            new JournalTotals(0, 0, 0, 0, 0), new StormVerdict(outcome, figures.failure(), null, null,
                outcome == Outcome.INTERRUPTED, outcome == Outcome.OK ? StormEnd.ofSources(figures.isComplete()) :
                StormEnd.FAILED), intervals);

        return new StormReport(new StormDescription(Platform.ofHost(version), job.name(), plan.profile().name(),
            plan.profile().settings(), plan.config(), plan.settings(), "", false, StormResumed.NONE), result,
            new StormProof(StormProof.Extent.NO_JOURNAL), figures.failure(), outcome);
    }

    private static long sum(final List<ServedDevice<MsixResult>> served, final ToLongFunction<VectorProof> figure)
    {
        return served.stream().mapToLong(device -> device.result().sum(figure)).sum();
    }

    private static EventAccount account(final VectorProof vector)
    {
        return new EventAccount(0, vector.sent(), vector.looked() - vector.merged(), vector.merged(),
            vector.lost() + vector.dropped(), vector.pending());
    }

    private static List<Part> groups(final DeviceJob job, final List<ServedDevice<MsixResult>> served)
    {
        final List<Part> groups = new ArrayList<>();
        for (final ServedDevice<MsixResult> device : served)
        {
            final String name = job.devices().size() == 1 ? "vector " : "device " + device.number() + " vector ";
            device.result().vectors().forEach(vector -> groups.add(new Part(name + vector.vector(), 1, null,
                account(vector), Part.Times.of(vector.response()), null, null, null, List.of())));
        }

        return groups;
    }

    private static StormAccounting accounting(final List<ServedDevice<MsixResult>> served)
    {
        final EventAccount all = served.stream().flatMap(device -> device.result().vectors().stream())
            .map(DeviceReport::account).reduce(EventAccount.NONE, EventAccount::plus);
        final Map<String, Long> rejected = new LinkedHashMap<>();
        rejected.put("lost", sum(served, VectorProof::lost));
        rejected.put("dropped", sum(served, VectorProof::dropped));

        return new StormAccounting(all.offered(), all.delivered(), all.coalesced(), all.pending(), rejected,
            List.of(new StormAccounting.OfVm(0, all)), rows(served));
    }

    private static List<AccountingRow> rows(final List<ServedDevice<MsixResult>> served)
    {
        final VectorProof.LeftOut leftOut = served.stream().map(device -> device.result().leftOut())
            .reduce(VectorProof.LeftOut.NONE, VectorProof.LeftOut::plus);
        final List<AccountingRow> rows = new ArrayList<>();
        row(rows, "proved_singly", "proved singly", sum(served, VectorProof::single), "");
        row(rows, "handled", "handled", sum(served, VectorProof::handled), "as the guest counts");
        row(rows, "merged_estimate", "merged in eventfds", of(served, MsixResult::merged), "an estimate");
        row(rows, "sent_again", "sent again", sum(served, VectorProof::repairs), "");
        row(rows, "invented", "invented", sum(served, VectorProof::invented), "");
        row(rows, "device_resets", "resets", of(served, MsixResult::resets), "");
        row(rows, "left_out", "left out on purpose", of(served, MsixResult::injected), "");
        row(rows, "left_out_found", "of them found", leftOut.found(), "");
        row(rows, "left_out_covered", "of them covered", leftOut.covered(), "");

        return rows;
    }

    private static long of(final List<ServedDevice<MsixResult>> served, final ToLongFunction<MsixResult> figure)
    {
        return served.stream().map(ServedDevice::result).mapToLong(figure).sum();
    }

    /** Adds a row beside the accounting. */
    static void row(
        final List<AccountingRow> rows, final String key, final String name, final long total, final String remark)
    {
        rows.add(new AccountingRow(key, name, total, remark));
    }

    private static GeneratorTotals generator(final DeviceJob job, final long sent, final DeviceHistory history)
    {
        final double askedPerS = job.devices().stream().filter(device -> device.stream() != null)
            .mapToDouble(device -> device.stream().events(1)).sum();
        final double reachedPerS = sent * 1e9 / history.elapsedNs();

        return new GeneratorTotals(new GeneratorPace(askedPerS, reachedPerS, reachedPerS, 0, 0, 0,
            Math.max(0, LatencySummary.at(history.lag(), LatencySummary.TAIL)),
            Math.max(0, LatencySummary.at(history.response(), LatencySummary.TAIL)), false), history.lag(), 0,
            new LaneWords(0, 0, 0));
    }
}

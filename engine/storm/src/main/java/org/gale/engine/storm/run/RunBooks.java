package org.gale.engine.storm.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.flow.DeviceWork;
import org.gale.engine.storm.flow.DueModels;
import org.gale.engine.storm.flow.RequestSource;
import org.gale.engine.storm.flow.RequestTaker;
import org.gale.engine.storm.flow.SenderModels;
import org.gale.engine.storm.flow.SourceBooks;
import org.gale.engine.storm.latency.InterruptPlaces;
import org.gale.engine.storm.latency.IntervalHistory;
import org.gale.engine.storm.latency.ResponseSink;
import org.gale.engine.storm.latency.ResponseStops;
import org.gale.engine.storm.latency.RunHistory;
import org.gale.engine.storm.latency.SenderWaits;
import org.gale.engine.storm.law.SpreadLaw;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.SoundResult;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormEnd;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;

/**
 * Books of one run, on either clock: the private interrupts, ledgers, parts and devices of its storm, and what is made
 * of them at the end. On the thread of the machine.
 */
public final class RunBooks
{
    private final RunOptions options;
    private final Topology topology;
    private final PrivateBook interrupts;
    private final StormLedgers ledgers;
    private final PartMeter parts;
    private final RunIdentity identity;
    private final UntakenInterrupts untaken;
    private final ResponseSink responses;
    private final SourceBooks sources;
    private final DueModels models;                              // null without
    private final SenderWaits waits;
    private long releasesBefore;                                    // of vCPUs that had waited, in the warm-up
    private long releasedBeforeNs;
    private List<DeviceCounts.Work> workBefore;                     // of each group, before the measured part

    /**
     * Begins the books of a run, with the machine as the run finds it.
     *
     * @param lines     of the storm, see {@link #lines}
     * @param responses sink of the run
     * @param start     begins a phase in the recorder of the run
     */
    public RunBooks(
        final RunOptions options,
        final Machine machine,
        final SharedLines lines,
        final ResponseSink responses,
        final ResponseSink.PhaseStart start,
        final SourceBooks sources)
    {
        this(options, options.workload().topology(), machine,
            book(options.workload().topology(), lines, machine), false, responses, start, sources);
    }

    private RunBooks(
        final RunOptions options,
        final Topology topology,
        final Machine machine,
        final PrivateBook interrupts,
        final boolean isOfPartition,
        final ResponseSink responses,
        final ResponseSink.PhaseStart start,
        final SourceBooks sources)
    {
        this.options = options;
        this.topology = topology;
        this.interrupts = interrupts;
        this.ledgers = isOfPartition ? new StormLedgers(machine, topology, interrupts) :
            StormLedgers.of(machine, topology, interrupts);
        this.responses = responses;
        this.sources = sources;
        this.models = sources.models();
        this.parts = new PartMeter(topology, ledgers, responses, start, models);
        this.identity = new RunIdentity(
            ledgers, topology.vms(), options.workload().merges() || !options.producers().sources().isEmpty());
        this.untaken = new UntakenInterrupts(topology, machine, interrupts);
        final SenderModels senders = models == null ? null : models.senders();
        this.waits = new SenderWaits(topology, group -> senders != null && senders.sends(group));
        this.workBefore = models == null ? List.of() : DeviceWork.of(topology, models);
        sources.laws().spread(new SpreadLaw(options.config(), topology)
            .fault(new LpiSpread(options.config(), topology)::entry));
        if (responses.hasRequests())
        {
            models.requests(options.config().value(StormSettings.LATENCY) == 0 ? RequestTaker.NONE : responses);
        }
    }

    /**
     * Begins the books of a run of one partition: what the machine did before belongs to others.
     *
     * @param topology of the partition
     */
    public static RunBooks ofPartition(
        final RunOptions options,
        final Topology topology,
        final Machine machine,
        final ResponseSink responses,
        final ResponseSink.PhaseStart start,
        final SourceBooks sources)
    {
        return new RunBooks(options, topology, machine, book(topology, lines(options.workload()), machine), true,
            responses, start, sources);
    }

    private static PrivateBook book(final Topology topology, final SharedLines lines, final Machine machine)
    {
        return new PrivateBook(topology, new PrivateTimers(topology), lines, machine);
    }

    /** Returns the lines of a workload, which only KVM's guests have. */
    public static SharedLines lines(final Workload workload)
    {
        return new SharedLines(workload.topology(), workload.hostModel().kind() == HostModel.HostKind.KVM);
    }

    /** Returns the book of the interrupts that have wires. */
    public PrivateBook interrupts()
    {
        return interrupts;
    }

    /** Returns the ledgers of the VMs. */
    public StormLedgers ledgers()
    {
        return ledgers;
    }

    /** Returns the meter of the parts of the storm. */
    public PartMeter parts()
    {
        return parts;
    }

    /** Returns the search for interrupts that wait for ever. */
    public UntakenInterrupts untaken()
    {
        return untaken;
    }

    /** Returns the books of the sources. */
    SourceBooks sources()
    {
        return sources;
    }

    /** Returns the recorder of the times that vCPUs wait for others. */
    public SenderWaits waits()
    {
        return waits;
    }

    /**
     * Returns the history of the run by these figures, which may be one of nothing. A share of a storm keeps its
     * histograms, so that they may be added.
     */
    public RunHistory history(final IntervalHistory.FigureSource figures)
    {
        final RunOptions.History recorded = options.measurement().history();

        return new RunHistory(recorded == RunOptions.History.NONE ? null : new IntervalHistory(
            responses.histograms(), recorded == RunOptions.History.HISTOGRAMS || !topology.share().isWhole()), figures);
    }

    /** Compares responses and requests with conditions from now on. */
    public void stopIf(final ResponseStops stops)
    {
        responses.stopIf(stops);
    }

    /**
     * Begins the measured part of the devices.
     *
     * @param source models by the clock of the run; null without
     */
    public void measure(final RequestSource source, final long nowNs)
    {
        waits.reset();
        releasesBefore = sources.laws().releases();
        releasedBeforeNs = sources.laws().releasedNs();
        if (models != null)
        {
            source.measure(nowNs);
            workBefore = DeviceWork.of(topology, models);
        }
        responses.resetRequests();
    }

    /**
     * Accounts of a run that ended.
     *
     * @param groups of VMs, and the events of no VM
     * @param sent   what devices and producers have sent
     */
    public record Accounts(StormAccounting accounting, List<Part> groups, List<Part> phases, SentEvents sent)
    {
    }

    /**
     * Closes the accounts.
     *
     * @param before events of the storm up to its resume
     * @param run    events of this run, with those that it carried in
     * @param rows   of the workload
     * @param sent   tells by the accounts of the groups what was sent
     */
    public Accounts close(
        final EventAccount before,
        final EventAccount run,
        final List<AccountingRow> rows,
        final Function<Map<String, EventAccount>, SentEvents> sent)
    {
        final EventAccount storm = before.then(run);
        final StormAccounting accounting = ledgers.accounting(storm.offered(), storm.delivered(), rows);
        final List<Part> groups = parts.groups(accounting);
        final Map<String, EventAccount> accounts = new LinkedHashMap<>();
        groups.stream().filter(group -> group.vms() > 0).forEach(group -> accounts.put(group.name(), group.account()));

        return new Accounts(accounting, groups, parts.phases(accounting), sent.apply(accounts));
    }

    /**
     * Returns the totals of the storm.
     *
     * @param measuredNs length of the measured part
     * @param attached   totals of the producers that attached; null if none could
     */
    public StormTotals totals(final Accounts accounts, final long elapsedNs, final long measuredNs,
        final AttachTotals attached, final StormActions actions)
    {
        return new StormTotals(elapsedNs, accounts.accounting(), attached, accounts.groups(),
            accounts.phases(), models == null ?
            List.of() : DeviceWork.counts(topology, models, waits::histogram, workBefore, measuredNs), accounts.sent(),
            actions);
    }

    /**
     * Returns how the recorded waits of senders differ from the vCPUs that continued (P14), both after the warm-up.
     *
     * @return a message, or null
     */
    public String waitsFault()
    {
        final List<Histogram> all = IntStream.range(0, topology.groups().size()).mapToObj(waits::histogram)
            .filter(Objects::nonNull).toList();
        final long recorded = all.stream().mapToLong(Histogram::getTotalCount).sum();
        final long recordedNs = all.stream().mapToLong(LatencySummary::sumOf).sum();
        final long measured = sources.laws().releases() - releasesBefore;
        final long measuredNs = sources.laws().releasedNs() - releasedBeforeNs;
        final boolean isTimed = topology.shape().phases().isEmpty();

        return recorded == measured && (!isTimed || recordedNs == measuredNs) ? null : SoundResult.message(
            NumberText.counted(recorded, "wait") + " of senders recorded" +
            (isTimed ? ", of " + NumberText.count(recordedNs) + " ns" : "") + ", and " +
            NumberText.counted(measured, "sender") + " let go on after one" +
            (isTimed ? ", of " + NumberText.count(measuredNs) + " ns" : ""));
    }

    /** Returns the places of the interrupts of the storm. */
    public InterruptPlaces places()
    {
        return new InterruptPlaces(options.config(), topology, interrupts.lines().lines());
    }

    /**
     * Returns how the accounts differ from the identity, or from what was sent (P6, P13).
     *
     * @param words     of the generator's lane
     * @param published events that the generator published
     * @param drained   events of the generator that were applied
     * @return a message, or null
     */
    public String fault(
        final Accounts accounts, final LaneWords words, final long published, final long drained)
    {
        final String fault = identity.fault(accounts.accounting(), words, published, drained);

        return fault == null ? accounts.sent().fault(accounts.accounting()) : fault;
    }

    /**
     * End of a run.
     *
     * @param failure       of the run itself, or null
     * @param fault         of a run that came to its end, or null
     * @param broken        promise that is broken, if that is the failure or the fault; else null
     * @param stop          what met a condition, or null
     * @param isInterrupted true if it was asked to end
     * @param isSpent       true if all events were offered that were asked for
     */
    public record End(
        String failure, String fault, InvariantBrokenException broken, StormVerdict.Stop stop, boolean isInterrupted,
        boolean isSpent)
    {
        /** Decides how the run ended: by its own failure, by a fault, by a condition, or well. */
        public StormVerdict verdict(final StormActions actions)
        {
            final boolean isBroken = broken != null || (failure == null && fault != null);
            final Outcome stopped = stop != null ? Outcome.CHECK_FAILED :
                actions.empty().isEmpty() ? Outcome.OK : Outcome.SKIPPED;
            final Outcome failed = isBroken ? Outcome.INVARIANT_BROKEN : Outcome.RESOURCES;
            final String message = failure == null ? fault : failure;

            return new StormVerdict(message == null ? stopped : failed, message, broken, stop, isInterrupted,
                failure != null ? StormEnd.FAILED : isInterrupted ? StormEnd.INTERRUPTED :
                stop != null ? StormEnd.CONDITION : StormEnd.ofSources(isSpent));
        }
    }

    /** Makes the exception for a promise beyond the machine that is broken. */
    public static InvariantBrokenException broken(final String finding, final long sequence)
    {
        return new InvariantBrokenException(UntakenInterrupts.PROMISE, finding, -1, -1, sequence, sequence);
    }

    /** Returns the message of a device whose work waits for a handler that is not to come. */
    public static String stalledMessage(final String stalled)
    {
        return "P13 broken: " + stalled + " has work that waits for a handler, and none is to come";
    }

    /**
     * Checks that models keep their laws.
     *
     * @throws InvariantBrokenException if one breaks its own
     */
    public static void checkLaws(final SourceBooks sources, final long sequence)
    {
        final String broken = sources.brokenLaw();
        if (broken != null)
        {
            throw broken(broken, sequence);
        }
    }
}

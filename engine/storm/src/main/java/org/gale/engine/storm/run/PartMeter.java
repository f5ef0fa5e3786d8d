package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.figure.FigureName;
import org.gale.engine.storm.flow.DeviceWork;
import org.gale.engine.storm.flow.ModelCounts;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.latency.ResponseSink;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormTotals;
import org.gale.engine.storm.scenario.PhaseClock;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;

/**
 * Meter of the parts of one run: its groups of VMs, and its phases. Accounts are taken at each boundary, since the
 * machine was at reset; the account of a phase is the difference of two. On the engine's thread; read after the run.
 */
public final class PartMeter
{
    private final Topology topology;
    private final StormLedgers ledgers;
    private final ResponseSink responses;
    private final ResponseSink.PhaseStart start;
    private final PhaseClock phases;
    /** Accounts at the end of each phase but the last: one of each group, and behind them that of no VM. */
    private final List<List<EventAccount>> ends = new ArrayList<>();
    private final ModelCounts models;                                  // null where no device has a model
    /** Work of each group at the end of each phase of this run but the last. */
    private final List<List<DeviceCounts.Work>> workEnds = new ArrayList<>();
    private int firstPhase;
    private WallVerbs migrations;                                   // null where no VM migrates
    private boolean isResumed;
    private long beforeNs;

    /** Makes the meter of a storm without models of devices. */
    PartMeter(final Topology topology, final StormLedgers ledgers, final ResponseSink responses,
        final ResponseSink.PhaseStart start)
    {
        this(topology, ledgers, responses, start, null);
    }

    /**
     * Makes the meter of a storm.
     *
     * @param start  begins a phase in the recorder of the run
     * @param models counts of its devices; null without models
     */
    PartMeter(
        final Topology topology,
        final StormLedgers ledgers,
        final ResponseSink responses,
        final ResponseSink.PhaseStart start,
        final ModelCounts models)
    {
        this.models = models;
        this.topology = topology;
        this.ledgers = ledgers;
        this.responses = responses;
        this.start = start;
        this.phases = new PhaseClock(topology.shape().phases());
    }

    /** Has the meter count messages that wait while a VM migrates, which no ledger has before they are sent. */
    void waiting(final WallVerbs verbs)
    {
        migrations = verbs;
    }

    /** Returns the number of parts that an event may belong to in a phase: the groups, and that of no VM. */
    private int partCount()
    {
        return topology.groups().size() + 1;
    }

    /** Returns the boundaries of the phases. */
    public PhaseClock phases()
    {
        return phases;
    }

    /** Returns the phase in which the run begins. */
    public int firstPhase()
    {
        return firstPhase;
    }

    /**
     * Begins the run of a storm that was resumed: what was done before is a part of its own.
     *
     * @param before what the storm did; nothing is a part of its own if it ended before its first event
     */
    public void resume(final StormResumeTotals before)
    {
        final long sinceBeginNs = before.position().timeNs();
        isResumed = before.offered() > 0;
        if (!isResumed)
        {
            return;                                                             // it ended before its first event
        }
        beforeNs = sinceBeginNs;
        firstPhase = phases.indexAt(sinceBeginNs);
        ends.add(accounts(new long[partCount()]));
        for (int phase = 1; phase <= firstPhase; phase++)
        {
            start.begin(phase, ResponseSink.AT_ONCE);
        }
    }

    /**
     * Ends a phase at the TIME with which the next one begins.
     *
     * @param next  index of the phase that begins
     * @param at    index of the TIME among the words that are drained
     * @param ahead events of each part that stand in front of it and are not applied
     */
    public void end(final int next, final int at, final long[] ahead)
    {
        ends.add(accounts(ahead));
        if (models != null)
        {
            workEnds.add(DeviceWork.of(topology, models));
        }
        start.begin(next, at);
    }

    /** Returns the groups of the storm whose accounting is given. After the run. */
    List<Part> groups(final StormAccounting accounting)
    {
        return groups(accounts(accounting), group -> times(FigureName.ALL, group), List.of());
    }

    /** Returns the phases of the storm whose accounting is given, after the run; none of a storm without phases. */
    List<Part> phases(final StormAccounting accounting)
    {
        final List<PhaseShape> shapes = topology.shape().phases();
        final List<Part> ofPhases = new ArrayList<>();
        List<EventAccount> before = nothing();
        int taken = 0;
        if (isResumed && !shapes.isEmpty())
        {
            before = ends.get(taken++);
            ofPhases.add(phase(StormTotals.BEFORE, new Part.Span(0, beforeNs), before, group -> none(), List.of()));
        }
        final List<List<DeviceCounts.Work>> works = works(shapes.size() - firstPhase);
        for (int i = firstPhase; i < shapes.size(); i++)
        {
            final int index = i;
            final List<EventAccount> after = taken < ends.size() ? ends.get(taken++) : accounts(accounting);
            final long startNs = Math.max(beforeNs, phases.beginNs(i));
            ofPhases.add(phase(shapes.get(i).name(),
                new Part.Span(startNs, Math.max(0, phases.endNs(i) - startNs)), since(before, after),
                group -> times(index, group), works.get(i - firstPhase)));
            before = after;
        }

        return ofPhases;
    }

    /** {@return the work of each group in each phase of this run; none of a group where no device has a model} */
    private List<List<DeviceCounts.Work>> works(final int count)
    {
        final List<List<DeviceCounts.Work>> works = new ArrayList<>();
        List<DeviceCounts.Work> before = Collections.nCopies(topology.groups().size(), DeviceCounts.Work.NONE);
        for (int i = 0; i < count; i++)
        {
            final List<DeviceCounts.Work> ofPhase = new ArrayList<>();
            if (models != null)
            {
                final List<DeviceCounts.Work> after =
                    i < workEnds.size() ? workEnds.get(i) : DeviceWork.of(topology, models);
                for (int group = 0; group < after.size(); group++)
                {
                    ofPhase.add(after.get(group).since(before.get(group), 0));
                }
                before = after;
            }
            works.add(ofPhase);
        }

        return works;
    }

    /** Latencies of a part, as {@link Part} has them. */
    private record Latencies(Part.Times response, Part.Times handled, Part.Times request)
    {
    }

    private Latencies times(final int ofPhase, final int ofGroup)
    {
        final Histogram handled = responses.handled(ofPhase, ofGroup);

        return new Latencies(Part.Times.of(responses.responses(ofPhase, ofGroup)),
            handled == null ? null : Part.Times.of(handled),
            responses.hasRequests() ? Part.Times.of(responses.requests(ofPhase, ofGroup)) : null);
    }

    /** Returns the latencies of a part without interrupts and requests. */
    private Latencies none()
    {
        return new Latencies(Part.Times.EMPTY, responses.hasHandlers() ? Part.Times.EMPTY : null,
            responses.hasRequests() ? Part.Times.EMPTY : null);
    }

    private Part phase(
        final String name,
        final Part.Span span,
        final List<EventAccount> accounts,
        final IntFunction<Latencies> latencies,
        final List<DeviceCounts.Work> works)
    {
        final Latencies all = latencies.apply(FigureName.ALL);

        return new Part(name, 0, span, accounts.stream().reduce(EventAccount.NONE, EventAccount::plus),
            all.response(), all.handled(), all.request(),
            works.stream().reduce(DeviceCounts.Work::plus).orElse(null), groups(accounts, latencies, works));
    }

    private List<Part> groups(
        final List<EventAccount> accounts,
        final IntFunction<Latencies> latencies,
        final List<DeviceCounts.Work> works)
    {
        final List<Part> groups = new ArrayList<>();
        for (int group = 0; group < topology.groups().size(); group++)
        {
            final VmShape shape = topology.groups().get(group);
            final Latencies ofGroup = latencies.apply(group);
            groups.add(new Part(shape.name(), shape.count(), null, accounts.get(group), ofGroup.response(),
                ofGroup.handled(), ofGroup.request(), works.isEmpty() ? null : works.get(group), List.of()));
        }
        final EventAccount ofNoVm = accounts.get(groups.size());
        if (!ofNoVm.isZero())
        {
            groups.add(new Part(
                Part.NO_VM, 0, null, ofNoVm, Part.Times.EMPTY, none().handled(), null, null, List.of()));
        }

        return groups;
    }

    /** Returns the accounts at the end of the run. */
    private List<EventAccount> accounts(final StormAccounting accounting)
    {
        final List<EventAccount> accounts = nothing();
        for (final StormAccounting.OfVm vm : accounting.vms())
        {
            add(accounts, topology.groupOfVm(vm.vmId()), vm.account());
        }
        add(accounts, accounts.size() - 1, EventAccount.rejected(accounting.rejectedOfNoVm()));

        return accounts;
    }

    /**
     * Returns the accounts by the ledgers.
     *
     * @param ahead events of each part that are taken and not applied: offered, and pending
     */
    private List<EventAccount> accounts(final long[] ahead)
    {
        final List<EventAccount> accounts = nothing();
        for (int part = 0; part < ahead.length; part++)
        {
            add(accounts, part, new EventAccount(0, ahead[part], 0, 0, 0, ahead[part]));
        }
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            add(accounts, topology.groupOfVm(vm), ledgers.account(vm));
        }
        add(accounts, accounts.size() - 1, ledgers.accountOfNoVm());
        final long waiting = migrations == null ? 0 : migrations.waiting();
        if (waiting > 0)
        {
            add(accounts, topology.groupOfVm(migrations.migratingVm()),
                new EventAccount(0, waiting, 0, 0, 0, waiting));
        }

        return accounts;
    }

    private List<EventAccount> nothing()
    {
        final List<EventAccount> accounts = new ArrayList<>();
        for (int part = 0; part < partCount(); part++)
        {
            accounts.add(EventAccount.NONE);
        }

        return accounts;
    }

    private static void add(final List<EventAccount> accounts, final int part, final EventAccount account)
    {
        accounts.set(part, accounts.get(part).plus(account));
    }

    private static List<EventAccount> since(final List<EventAccount> before, final List<EventAccount> after)
    {
        final List<EventAccount> accounts = new ArrayList<>();
        for (int part = 0; part < after.size(); part++)
        {
            accounts.add(after.get(part).since(before.get(part)));
        }

        return accounts;
    }
}

package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.figure.PartNames;
import org.gale.engine.storm.flow.DeviceWork;
import org.gale.engine.storm.flow.ModelCounts;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.latency.PartLatencies;
import org.gale.engine.storm.latency.RequestLatencies;
import org.gale.engine.storm.result.DeviceCounts;
import org.gale.engine.storm.result.EncodedLatency;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormParts;
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
    private final PartLatencies latencies;
    private final PhaseClock phases;
    private final RequestLatencies requests;                           // null in a storm without
    /** Accounts at the end of each phase but the last: one of each group, and behind them that of no VM. */
    private final List<List<EventAccount>> ends = new ArrayList<>();
    private final ModelCounts models;                                  // null where no device has a model
    /** Work of each group at the end of each phase of this run but the last. */
    private final List<List<DeviceCounts.Work>> workEnds = new ArrayList<>();
    private int firstPhase;
    private boolean isResumed;
    private long beforeNs;

    /** Makes the meter of a storm without models of devices. */
    PartMeter(final Topology topology, final StormLedgers ledgers, final PartLatencies latencies)
    {
        this(topology, ledgers, latencies, null, null);
    }

    /**
     * Makes the meter of a storm.
     *
     * @param models   counts of its devices; null without models
     * @param requests recorder of its requests; null without requests
     */
    PartMeter(
        final Topology topology,
        final StormLedgers ledgers,
        final PartLatencies latencies,
        final ModelCounts models,
        final RequestLatencies requests)
    {
        this.models = models;
        this.requests = requests;
        this.topology = topology;
        this.ledgers = ledgers;
        this.latencies = latencies;
        this.phases = new PhaseClock(topology.shape().phases());
    }

    /** Returns the number of parts that an event may belong to in a phase: the groups, and that of no VM. */
    public int partCount()
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
            latencies.beginPhase(phase, PartLatencies.AT_ONCE);
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
        latencies.beginPhase(next, at);
    }

    /** Returns the parts of the storm whose accounting is given. After the run. */
    public StormParts parts(final StormAccounting accounting)
    {
        final List<EventAccount> all = accounts(accounting);
        final List<PhaseShape> shapes = topology.shape().phases();
        final List<StormParts.OfPhase> ofPhases = new ArrayList<>();
        List<EventAccount> before = nothing();
        int taken = 0;
        if (isResumed)
        {
            before = ends.get(taken++);
            ofPhases.add(phase(StormParts.BEFORE, 0, beforeNs, before, group -> EncodedLatency.EMPTY,
                group -> requests == null ? null : EncodedLatency.EMPTY, List.of()));
        }
        final List<List<DeviceCounts.Work>> works = works(shapes.size() - firstPhase);
        for (int i = firstPhase; i < shapes.size(); i++)
        {
            final int index = i;
            final List<EventAccount> after = taken < ends.size() ? ends.get(taken++) : all;
            final long startNs = Math.max(beforeNs, phases.beginNs(i));
            ofPhases.add(phase(shapes.get(i).name(), startNs, Math.max(0, phases.endNs(i) - startNs),
                since(before, after), group -> latencies.responses().latency(index, group),
                group -> request(index, group), works.get(i - firstPhase)));
            before = after;
        }

        return new StormParts(groups(all, group -> latencies.responses().latency(PartNames.ALL, group),
            group -> request(PartNames.ALL, group), List.of()),
            shapes.isEmpty() ? List.of() : ofPhases);
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

    private EncodedLatency request(final int ofPhase, final int ofGroup)
    {
        return requests == null ? null : requests.latency(ofPhase, ofGroup);
    }

    private StormParts.OfPhase phase(
        final String name,
        final long startNs,
        final long lengthNs,
        final List<EventAccount> accounts,
        final IntFunction<EncodedLatency> response,
        final IntFunction<EncodedLatency> request,
        final List<DeviceCounts.Work> works)
    {
        final EncodedLatency ofResponses = response.apply(PartNames.ALL);
        final EncodedLatency ofRequests = request.apply(PartNames.ALL);

        return new StormParts.OfPhase(name, startNs, lengthNs,
            accounts.stream().reduce(EventAccount.NONE, EventAccount::plus), ofResponses.summary(),
            ofRequests == null ? null : ofRequests.summary(),
            works.stream().reduce(DeviceCounts.Work::plus).orElse(null), encoded(ofResponses, ofRequests),
            groups(accounts, response, request, works));
    }

    private List<StormParts.OfGroup> groups(
        final List<EventAccount> accounts,
        final IntFunction<EncodedLatency> response,
        final IntFunction<EncodedLatency> request,
        final List<DeviceCounts.Work> works)
    {
        final List<StormParts.OfGroup> groups = new ArrayList<>();
        for (int group = 0; group < topology.groups().size(); group++)
        {
            final VmShape shape = topology.groups().get(group);
            final EncodedLatency ofResponses = response.apply(group);
            final EncodedLatency ofRequests = request.apply(group);
            groups.add(new StormParts.OfGroup(shape.name(), shape.count(), accounts.get(group), ofResponses.summary(),
                ofRequests == null ? null : ofRequests.summary(), works.isEmpty() ? null : works.get(group),
                encoded(ofResponses, ofRequests)));
        }
        final EventAccount ofNoVm = accounts.get(groups.size());
        if (!ofNoVm.equals(EventAccount.NONE))
        {
            groups.add(new StormParts.OfGroup(StormParts.NO_VM, 0, ofNoVm, LatencySummary.EMPTY));
        }

        return groups;
    }

    /** Returns the histograms that have samples, by the names of their latencies. */
    private static Map<String, String> encoded(final EncodedLatency responses, final EncodedLatency requests)
    {
        final Map<String, String> encoded = new LinkedHashMap<>();
        encoded.put(Latency.RESPONSE.label(), responses.text());
        encoded.put(Latency.REQUEST.label(), requests == null ? "" : requests.text());
        encoded.values().removeIf(String::isEmpty);

        return encoded;
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

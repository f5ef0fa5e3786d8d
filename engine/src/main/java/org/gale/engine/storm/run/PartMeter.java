package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.gale.engine.storm.latency.LatencySummary;
import org.gale.engine.storm.latency.PartLatencies;
import org.gale.engine.storm.latency.RequestLatencies;
import org.gale.engine.storm.setting.PartNames;
import org.gale.engine.storm.setting.PhaseClock;
import org.gale.engine.storm.setting.PhaseShape;
import org.gale.engine.storm.setting.VmShape;
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
    private RequestLatencies requests;                              // null in a storm without
    /** Accounts at the end of each phase but the last: one of each group, and behind them that of no VM. */
    private final List<List<PartAccount>> ends = new ArrayList<>();
    private int firstPhase;
    private boolean isResumed;
    private long beforeNs;

    public PartMeter(final Topology topology, final StormLedgers ledgers, final PartLatencies latencies)
    {
        this.topology = topology;
        this.ledgers = ledgers;
        this.latencies = latencies;
        this.phases = new PhaseClock(topology.shape().phases());
    }

    /** Sets the recorder of the requests of a storm that has any. */
    public void requests(final RequestLatencies recorder)
    {
        requests = recorder;
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
        latencies.beginPhase(next, at);
    }

    /** Returns the parts of the storm whose accounting is given. After the run. */
    public StormParts parts(final StormAccounting accounting)
    {
        final List<PartAccount> all = accounts(accounting);
        final List<StormParts.OfPhase> ofPhases = new ArrayList<>();
        List<PartAccount> before = nothing();
        int taken = 0;
        if (isResumed)
        {
            before = ends.get(taken++);
            ofPhases.add(phase(StormParts.BEFORE, 0, beforeNs, before, group -> LatencySummary.EMPTY,
                group -> requests == null ? null : LatencySummary.EMPTY));
        }
        final List<PhaseShape> shapes = topology.shape().phases();
        for (int i = firstPhase; i < shapes.size(); i++)
        {
            final int index = i;
            final List<PartAccount> after = taken < ends.size() ? ends.get(taken++) : all;
            final long startNs = Math.max(beforeNs, phases.beginNs(i));
            ofPhases.add(phase(shapes.get(i).name(), startNs, Math.max(0, phases.endNs(i) - startNs),
                since(before, after), group -> latencies.response(index, group),
                group -> request(index, group)));
            before = after;
        }

        return new StormParts(groups(all, group -> latencies.response(PartNames.ALL, group),
            group -> request(PartNames.ALL, group)),
            shapes.isEmpty() ? List.of() : ofPhases);
    }

    private LatencySummary request(final int ofPhase, final int ofGroup)
    {
        return requests == null ? null : requests.summary(ofPhase, ofGroup);
    }

    private StormParts.OfPhase phase(
        final String name,
        final long startNs,
        final long lengthNs,
        final List<PartAccount> accounts,
        final IntFunction<LatencySummary> response,
        final IntFunction<LatencySummary> request)
    {
        return new StormParts.OfPhase(name, startNs, lengthNs,
            accounts.stream().reduce(PartAccount.NONE, PartAccount::plus), response.apply(PartNames.ALL),
            request.apply(PartNames.ALL), groups(accounts, response, request));
    }

    private List<StormParts.OfGroup> groups(
        final List<PartAccount> accounts,
        final IntFunction<LatencySummary> response,
        final IntFunction<LatencySummary> request)
    {
        final List<StormParts.OfGroup> groups = new ArrayList<>();
        for (int group = 0; group < topology.groups().size(); group++)
        {
            final VmShape shape = topology.groups().get(group);
            groups.add(new StormParts.OfGroup(
                shape.name(), shape.count(), accounts.get(group), response.apply(group), request.apply(group)));
        }
        final PartAccount ofNoVm = accounts.get(groups.size());
        if (!ofNoVm.equals(PartAccount.NONE))
        {
            groups.add(new StormParts.OfGroup(StormParts.NO_VM, 0, ofNoVm, LatencySummary.EMPTY));
        }

        return groups;
    }

    /** Returns the accounts at the end of the run. */
    private List<PartAccount> accounts(final StormAccounting accounting)
    {
        final List<PartAccount> accounts = nothing();
        for (final StormAccounting.OfVm vm : accounting.vms())
        {
            add(accounts, topology.groupOfVm(vm.vmId()), new PartAccount(
                0, vm.offered(), vm.delivered(), vm.coalesced(), vm.rejected(), vm.pending()));
        }
        final long ofNoVm = accounting.rejectedOfNoVm();
        add(accounts, accounts.size() - 1, new PartAccount(0, ofNoVm, 0, 0, ofNoVm, 0));

        return accounts;
    }

    /**
     * Returns the accounts by the ledgers.
     *
     * @param ahead events of each part that are taken and not applied: offered, and pending
     */
    private List<PartAccount> accounts(final long[] ahead)
    {
        final List<PartAccount> accounts = nothing();
        for (int part = 0; part < ahead.length; part++)
        {
            add(accounts, part, new PartAccount(0, ahead[part], 0, 0, 0, ahead[part]));
        }
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            add(accounts, topology.groupOfVm(vm), ledgers.account(vm));
        }
        add(accounts, accounts.size() - 1, ledgers.accountOfNoVm());

        return accounts;
    }

    private List<PartAccount> nothing()
    {
        final List<PartAccount> accounts = new ArrayList<>();
        for (int part = 0; part < partCount(); part++)
        {
            accounts.add(PartAccount.NONE);
        }

        return accounts;
    }

    private static void add(final List<PartAccount> accounts, final int part, final PartAccount account)
    {
        accounts.set(part, accounts.get(part).plus(account));
    }

    private static List<PartAccount> since(final List<PartAccount> before, final List<PartAccount> after)
    {
        final List<PartAccount> accounts = new ArrayList<>();
        for (int part = 0; part < after.size(); part++)
        {
            accounts.add(after.get(part).since(before.get(part)));
        }

        return accounts;
    }
}

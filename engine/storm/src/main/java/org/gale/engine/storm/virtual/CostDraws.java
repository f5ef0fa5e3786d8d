package org.gale.engine.storm.virtual;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.gale.engine.storm.law.CostLaw;
import org.gale.engine.storm.model.Draw;
import org.gale.engine.storm.model.Draws;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.tables.memory.Mix;

/**
 * Draws of the costs of a run, and of its handlers. Each VM has random numbers of its own for each of them. They follow
 * from the seed, the name, the group and the VM within it, so that other costs, groups and VMs change nothing. Owned by
 * one thread.
 */
final class CostDraws
{
    private static final long COSTS = 0x636f737473L;
    private static final long HANDLERS = 0x68616e646cL;
    private static final long DAEMONS = 0x6b736f6674L;

    private final Draw[] signal;                                    // each by vCPU that is run: the draws of its VM
    private final Draw[] exit;
    private final Draw[] enter;
    private final Draw[] hostIrq;
    private final Draw[] inject;
    private final Draw[] kick;
    private final Draw[] schedule;
    private final Draw[] put;
    private final Draw[] load;
    private final Draw[] putDirect;
    private final Draw[] loadDirect;
    private final Draw[] vmovp;
    private final Draw[] dirty;
    private final Draw[] eoi;
    private final Draw[] trap;
    private final Draw[] step;
    private final Draw[] msixTable;
    private final Draw[] msixConfig;
    private final Draw[] move;
    private final Draw[] moveEntry;
    private final Draw[] migrateVm;
    private final Draw[] migrateEntry;
    private final Draw[] migrateRoute;
    private final Draw[] migratePage;
    private final Draw[] handlers;
    private final Draw[] daemons;
    private final LaterDraws later;
    private final PollWindows polls;
    private final int listRegisters;
    private final boolean areMigrationsGiven;
    private final CostLaw law;

    /**
     * Makes the draws of the VMs that are run.
     *
     * @param isOwn tells of which VMs
     */
    CostDraws(final CostModel costs, final List<VmShape> groups, final IntPredicate isOwn, final long seed)
    {
        final Map<Cost, Draw[]> draws = new EnumMap<>(Cost.class);
        for (final Cost cost : Cost.TIMES.stream().filter(time -> !time.isFixed()).toList())
        {
            draws.put(cost,
                ofVcpus(groups, isOwn, group -> costs.time(cost), Mix.of(seed ^ COSTS, cost.label().hashCode())));
        }
        signal = draws.get(Cost.SIGNAL);
        exit = draws.get(Cost.EXIT);
        enter = draws.get(Cost.ENTER);
        hostIrq = draws.get(Cost.HOST_IRQ);
        inject = draws.get(Cost.INJECT);
        kick = draws.get(Cost.KICK);
        schedule = draws.get(Cost.SCHEDULE);
        put = draws.get(Cost.PUT);
        load = draws.get(Cost.LOAD);
        putDirect = draws.get(Cost.PUT_DIRECT);
        loadDirect = draws.get(Cost.LOAD_DIRECT);
        vmovp = draws.get(Cost.VMOVP);
        dirty = draws.get(Cost.DIRTY);
        eoi = draws.get(Cost.EOI);
        trap = draws.get(Cost.TRAP);
        step = draws.get(Cost.TRANSITION_STEP);
        msixTable = draws.get(Cost.MSIX_TABLE);
        msixConfig = draws.get(Cost.MSIX_CONFIG);
        move = draws.get(Cost.MOVE);
        moveEntry = draws.get(Cost.MOVE_ENTRY);
        migrateVm = draws.get(Cost.MIGRATE_VM);
        migrateEntry = draws.get(Cost.MIGRATE_ENTRY);
        migrateRoute = draws.get(Cost.MIGRATE_ROUTE);
        migratePage = draws.get(Cost.MIGRATE_PAGE);
        law = new CostLaw(costs, groups);
        polls = new PollWindows(costs, signal.length);
        listRegisters = costs.lrLimit();
        areMigrationsGiven = Cost.TIMES.stream().anyMatch(cost -> cost.isOfMigrations() && costs.has(cost));
        handlers = ofVcpus(groups, isOwn, group -> group.guest().handler(), seed ^ HANDLERS);
        later = new LaterDraws(groups, isOwn, seed);
        daemons = ofVcpus(groups, isOwn, group -> group.guest().softirqs().wake(), seed ^ DAEMONS);
    }

    /** Makes the draws of each VM that is run, and returns them by vCPU: null for those of the others. */
    private static Draw[] ofVcpus(final List<VmShape> groups, final IntPredicate isOwn,
        final Function<VmShape, Distribution> times, final long seed)
    {
        final Draw[] draws = new Draw[groups.stream().mapToInt(shape -> shape.count() * shape.vpes()).sum()];
        int firstVm = 0;
        int vcpu = 0;
        for (int group = 0; group < groups.size(); group++)
        {
            final VmShape shape = groups.get(group);
            for (int vm = 0; vm < shape.count(); vm++, vcpu += shape.vpes())
            {
                if (isOwn.test(firstVm + vm))
                {
                    Arrays.fill(draws, vcpu, vcpu + shape.vpes(),
                        Draws.of(times.apply(shape), Mix.of(Mix.of(seed, group), vm)));
                }
            }
            firstVm += shape.count();
        }

        return draws;
    }

    /** Returns whether the job gives a cost of migrations, so that these take a time. */
    boolean areMigrationsGiven()
    {
        return areMigrationsGiven;
    }

    long move(final int vcpu)
    {
        return law.drawn(Cost.MOVE, move[vcpu].nextNs());
    }

    long moveEntry(final int vcpu)
    {
        return law.drawn(Cost.MOVE_ENTRY, moveEntry[vcpu].nextNs());
    }

    long migrateVm(final int vcpu)
    {
        return law.drawn(Cost.MIGRATE_VM, migrateVm[vcpu].nextNs());
    }

    long migrateEntry(final int vcpu)
    {
        return law.drawn(Cost.MIGRATE_ENTRY, migrateEntry[vcpu].nextNs());
    }

    long migratePage(final int vcpu)
    {
        return law.drawn(Cost.MIGRATE_PAGE, migratePage[vcpu].nextNs());
    }

    long migrateRoute(final int vcpu)
    {
        return law.drawn(Cost.MIGRATE_ROUTE, migrateRoute[vcpu].nextNs());
    }

    long signal(final int vcpu)
    {
        return law.drawn(Cost.SIGNAL, signal[vcpu].nextNs());
    }

    long exit(final int vcpu)
    {
        return law.drawn(Cost.EXIT, exit[vcpu].nextNs());
    }

    long enter(final int vcpu)
    {
        return law.drawn(Cost.ENTER, enter[vcpu].nextNs());
    }

    long hostIrq(final int vcpu)
    {
        return law.drawn(Cost.HOST_IRQ, hostIrq[vcpu].nextNs());
    }

    long inject(final int vcpu)
    {
        return law.drawn(Cost.INJECT, inject[vcpu].nextNs());
    }

    long kick(final int vcpu)
    {
        return law.drawn(Cost.KICK, kick[vcpu].nextNs());
    }

    long schedule(final int vcpu)
    {
        return law.drawn(Cost.SCHEDULE, schedule[vcpu].nextNs());
    }

    long put(final int vcpu, final boolean isDirect)
    {
        return law.drawn(isDirect ? Cost.PUT_DIRECT : Cost.PUT, (isDirect ? putDirect : put)[vcpu].nextNs());
    }

    long load(final int vcpu, final boolean isDirect)
    {
        return law.drawn(isDirect ? Cost.LOAD_DIRECT : Cost.LOAD, (isDirect ? loadDirect : load)[vcpu].nextNs());
    }

    long vmovp(final int vcpu)
    {
        return law.drawn(Cost.VMOVP, vmovp[vcpu].nextNs());
    }

    long dirty(final int vcpu)
    {
        return law.drawn(Cost.DIRTY, dirty[vcpu].nextNs());
    }

    long eoi(final int vcpu)
    {
        return law.drawn(Cost.EOI, eoi[vcpu].nextNs());
    }

    long trap(final int vcpu)
    {
        return law.drawn(Cost.TRAP, trap[vcpu].nextNs());
    }

    long msixTable(final int vcpu)
    {
        return law.drawn(Cost.MSIX_TABLE, msixTable[vcpu].nextNs());
    }

    long msixConfig(final int vcpu)
    {
        return law.drawn(Cost.MSIX_CONFIG, msixConfig[vcpu].nextNs());
    }

    long step(final int vcpu)
    {
        return law.drawn(Cost.TRANSITION_STEP, step[vcpu].nextNs());
    }

    long handler(final int vcpu)
    {
        return law.handler(vcpu, handlers[vcpu].nextNs());
    }

    long daemonWake(final int vcpu)
    {
        return daemons[vcpu].nextNs();
    }

    /** Returns the draws of what handlers leave. */
    LaterDraws later()
    {
        return later;
    }

    /** Returns the law of the times. */
    CostLaw law()
    {
        return law;
    }

    /** Returns the windows within which PEs poll. */
    PollWindows polls()
    {
        return polls;
    }

    /** Returns the number of list registers of a vCPU. */
    int listRegisters()
    {
        return listRegisters;
    }
}

package org.gale.engine.storm.profile;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.result.StormMigrations;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.topology.Topology;

/**
 * Model of a workload's host, as a run in virtual time needs it.
 *
 * @param kind     machine and its way to run guests
 * @param sliceNs  time that a vCPU may run while others wait
 * @param preempts true if a vCPU that is woken takes the place of one that runs its own work
 * @param acts     what it does between the events
 * @param reporter makes the actions of a report
 * @param rules    of the host
 * @param migrating how often VMs migrate, and in which order
 * @param moving   vectors that guests move
 */
public record HostModel(
    HostKind kind, long sliceNs, boolean preempts, Acts acts, Function<HostModel.Done, StormActions> reporter,
    HostRules rules, Migrating migrating, Moving moving)
{
    /** Host of a GICv5 whose VPEs are all resident. */
    public static final HostModel RESIDENT = withoutActions(HostKind.RESIDENT, Long.MAX_VALUE / 2, false);

    /** Makes the model of a host whose VMs do not migrate. */
    public HostModel(
        final HostKind kind, final long sliceNs, final boolean preempts, final ActionRate toggles,
        final ActionRate moves, final Function<HostModel.Done, StormActions> reporter, final HostRules rules)
    {
        this(kind, sliceNs, preempts, new Acts(toggles, moves, ActionRate.NONE, PlugOrder.RIGHT), reporter, rules,
            Migrating.NONE, Moving.NONE);
    }

    /**
     * Actions between the events.
     *
     * @param toggles transitions of vCPUs, masks of functions, or times that a guest of KVM disables its IRS; none
     *                where the machine has none
     * @param moves   moves of events, or retargets of vectors; none where the machine has none
     * @param plugs   of functions; none where the machine has none
     * @param order   of plugs
     */
    public record Acts(ActionRate toggles, ActionRate moves, ActionRate plugs, PlugOrder order)
    {
    }

    /** Returns the rate of toggles. */
    public ActionRate toggles()
    {
        return acts.toggles();
    }

    /** Returns the rate of moves. */
    public ActionRate moves()
    {
        return acts.moves();
    }

    /** Returns the same host, whose functions are unplugged and plugged in again. */
    HostModel withPlugs(final ActionRate plugs, final PlugOrder order)
    {
        return new HostModel(kind, sliceNs, preempts, new Acts(toggles(), moves(), plugs, order), reporter, rules,
            migrating, moving);
    }

    /** Returns the model of a host with the rules of current kernels, without actions between the events. */
    public static HostModel withoutActions(final HostKind kind, final long sliceNs, final boolean preempts)
    {
        return withoutActions(kind, sliceNs, preempts, HostRules.DEFAULT);
    }

    /** Returns the model of a host without actions between the events. */
    public static HostModel withoutActions(
        final HostKind kind, final long sliceNs, final boolean preempts, final HostRules rules)
    {
        return new HostModel(kind, sliceNs, preempts, ActionRate.NONE, ActionRate.NONE, done -> StormActions.NONE,
            rules);
    }

    /** Returns the same host, whose guests disable their IRS so many times a second. */
    HostModel withIrsSwitches(final long perS)
    {
        return new HostModel(kind, sliceNs, preempts, ActionRate.perSecond(perS), moves(), reporter, rules);
    }

    /** Returns the same host, whose VMs migrate. */
    HostModel with(final Migrating other)
    {
        return new HostModel(kind, sliceNs, preempts, acts, other::actions, rules, other, moving);
    }

    /** Returns the same host, whose VMs migrate next to its other actions. */
    HostModel beside(final Migrating other)
    {
        return new HostModel(kind, sliceNs, preempts, acts,
            done -> plus(reporter.apply(done), other.actions(done.beside())), rules, other, moving);
    }

    private static StormActions plus(final StormActions actions, final StormActions ofMigrations)
    {
        return new StormActions(Stream.concat(ofMigrations.kinds().stream(), actions.kinds().stream()).toList(),
            actions.timeline(), ofMigrations.migrations());
    }

    /** Returns the same host, whose guests move vectors. */
    HostModel with(final Moving vectors, final Function<HostModel.Done, StormActions> actions)
    {
        return new HostModel(kind, sliceNs, preempts, acts, actions, rules, migrating, vectors);
    }

    /**
     * Vectors that guests move.
     *
     * @param isBalanced true if a guest has a balancer, which moves vectors at the ends of periods
     * @param drawn      moves of vectors that are drawn
     */
    public record Moving(boolean isBalanced, ActionRate drawn)
    {
        /** No moves. */
        public static final Moving NONE = new Moving(false, ActionRate.NONE);

        /** Returns whether no vector moves. */
        public boolean isNone()
        {
            return !isBalanced && drawn.isNone();
        }
    }

    /**
     * Migrations of the VMs of a host.
     *
     * @param rate    of them
     * @param order   of the steps of each
     * @param failing step that fails
     * @param leastNs time from stop to resume at least
     * @param kind    of them
     * @param groups  whose VMs migrate, none for all
     * @param precopy passes that send the tables before the VM stops
     */
    public record Migrating(ActionRate rate, MigrationOrder order, FailingStep failing, long leastNs,
        MigrationKind kind, List<String> groups, int precopy)
    {
        /** No migrations. */
        public static final Migrating NONE =
            new Migrating(ActionRate.NONE, MigrationOrder.RIGHT, FailingStep.NONE, 0, MigrationKind.MOVE, List.of(), 0);

        /** Returns the migrations that settings ask for. */
        static Migrating of(final SettingValues own)
        {
            return new Migrating(
                own.valueOrDefault(MigrationSettings.EVERY), own.valueOrDefault(MigrationSettings.ORDER),
                own.valueOrDefault(MigrationSettings.FAIL), own.valueOrDefault(MigrationSettings.LEAST_DOWNTIME),
                own.valueOrDefault(MigrationSettings.KIND),
                own.valueOrDefault(MigrationSettings.GROUPS).all(),
                own.valueOrDefault(MigrationSettings.PRECOPY).intValue());
        }

        /** Returns the VMs of a run that may migrate: its own, of the groups that are named. */
        public int[] vms(final Topology topology)
        {
            return IntStream.of(topology.ownVms()).filter(vm -> groups.isEmpty() ||
                groups.contains(topology.groups().get(topology.groupOfVm(vm)).name())).toArray();
        }

        /** Returns whether no VM migrates. */
        public boolean isNone()
        {
            return rate.isNone();
        }

        private StormActions actions(final Done done)
        {
            final boolean isShown = done.migrations() == null || done.migrations().rolledBack() == 0;

            return new StormActions(List.of(new AskedActions(
                MigrationSettings.EVERY, kind == MigrationKind.UPDATE ? "update" : "migration", rate, isShown,
                done.togglesDue(), done.begun(), done.completed(), "another one was under way")),
                new ActionTimeline(0, 0, List.of()), done.migrations());
        }
    }

    /**
     * Actions that a run has done: transitions and moves, masks and retargets, or migrations.
     *
     * @param togglesDue transitions that were due
     * @param begun      of them, those that began
     * @param completed  of them, those that came to their end
     * @param movesDue   moves that were due
     * @param moved      of them, those that were made
     * @param migrations what else is known of migrations; null of other actions
     * @param beside     migrations next to these actions; null where there are none
     * @param vectors    moves of vectors by guests
     * @param plugs      of functions
     */
    public record Done(long togglesDue, long begun, long completed, long movesDue, long moved,
        StormMigrations migrations, Done beside, Vectors vectors, Plugs plugs)
    {
        /** Nothing. */
        public static final Done NOTHING = new Done(0, 0, 0, 0, 0);

        /** Returns the actions that have begun once so many of their steps are taken, of each so many in all. */
        public static long begun(final long steps, final int each)
        {
            return (steps + each - 1) / each;
        }

        /** Makes actions that are no migrations. */
        public Done(
            final long togglesDue, final long begun, final long completed, final long movesDue, final long moved)
        {
            this(togglesDue, begun, completed, movesDue, moved, null, null, Vectors.NONE, Plugs.NONE);
        }

        /** Makes migrations. */
        public Done(final long due, final long begun, final long completed, final StormMigrations migrations)
        {
            this(due, begun, completed, 0, 0, migrations, null, Vectors.NONE, Plugs.NONE);
        }

        /** Returns these actions with migrations next to them. */
        public Done with(final Done others)
        {
            return new Done(togglesDue, begun, completed, movesDue, moved, migrations, others, vectors, plugs);
        }

        /** Returns these actions with moves of vectors by guests. */
        public Done with(final Vectors others)
        {
            return new Done(togglesDue, begun, completed, movesDue, moved, migrations, beside, others, plugs);
        }

        /** Returns these actions with plugs of functions. */
        public Done with(final Plugs others)
        {
            return new Done(togglesDue, begun, completed, movesDue, moved, migrations, beside, vectors, others);
        }
    }

    /**
     * Moves of vectors that guests have made.
     *
     * @param balanced at the ends of periods
     * @param spread   as a vCPU went offline or online
     * @param drawnDue moves of vectors that are drawn
     * @param drawn    of them, those that were made
     * @param managed  vectors that do not move
     */
    public record Vectors(long balanced, long spread, long drawnDue, long drawn, Managed managed)
    {
        /** No moves. */
        public static final Vectors NONE = new Vectors(0, 0, 0, 0, new Managed(0, 0, 0, 0));
    }

    /**
     * Managed vectors, and what has waited for their vCPUs.
     *
     * @param due      vectors that were to be shut down
     * @param shutDown of them, those that were
     * @param waited   requests and events that had to wait
     * @param wentOn   of them, those that went on
     */
    public record Managed(long due, long shutDown, long waited, long wentOn)
    {
    }

    /**
     * Functions that were unplugged and plugged in again.
     *
     * @param due       plugs that were due
     * @param begun     of them, those that began
     * @param completed of them, those that came to their end
     */
    public record Plugs(long due, long begun, long completed)
    {
        /** No plugs. */
        public static final Plugs NONE = new Plugs(0, 0, 0);
    }

    /** Kinds of hosts. */
    public enum HostKind
    {
        /** Each VPE is resident on its own PE. */
        RESIDENT,
        /** Each VPE is resident on its own PE, and devices are functions. */
        FUNCTIONS,
        /** KVM schedules vCPUs of a GICv5. */
        KVM,
        /** vCPUs of a GICv4 host are scheduled, direct or software-forwarded. */
        DIRECT;

        /** Returns whether vCPUs are scheduled on PEs. */
        public boolean isScheduled()
        {
            return this == KVM || this == DIRECT;
        }
    }
}

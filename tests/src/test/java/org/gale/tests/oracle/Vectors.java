package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Vectors of the functions of a partition: which of them hold what, and what guests and their monitor do to them, in
 * the order of the journal. A vector has up to two events, one in its eventfd and one in its pending bit.
 */
final class Vectors
{
    private static final int STEPS = 4;
    private static final int PLUG_STEPS = 2;

    private final Run run;
    private final StormJob job;
    private final long[] maskRate;
    private final long[] retargetRate;
    private final long[] plugRate;
    private final Map<Long, Vector> vectors = new HashMap<>();
    private final Map<Integer, Boolean> maskedFunctions = new HashMap<>();
    /** VMs whose functions send nothing, as they migrate. */
    private final Set<Integer> heldBack = new HashSet<>();
    /** Events that were held when they came, in their order. */
    private final List<Held> held = new ArrayList<>();
    /** Mask in hand, and the vector whose route the monitor has dropped with it. */
    private JournalText.Act current;
    private Vector dropped;
    private long steps;
    private long stepsDue;
    private long retargeted;
    /** Steps of plugs, those that were due, and the act that has begun the plug in hand. */
    private long plugSteps;
    private long plugStepsDue;
    private JournalText.Act plugged;
    /** Command that raised the last event. */
    private long command;

    Vectors(final Run run)
    {
        this.run = run;
        this.job = run.job;
        maskRate = rate("masks");
        retargetRate = rate("retargets");
        plugRate = rate("plugs");
    }

    private long[] rate(final String actions)
    {
        return Stream.of(job.root.at("/machine/functions/" + actions).asText("0").split("/", -1))
            .mapToLong(Numbers::count).toArray();
    }

    /** State of a vector. */
    private static final class Vector
    {
        private boolean isMasked;
        private boolean isDropped;
        private boolean isSignalled;
        private boolean isPending;
    }

    /** Event that is held, the first one of its vector. */
    private record Held(StormJob.Device device, int event, long intendedNs, boolean isOfMigration)
    {
    }

    private boolean isAny()
    {
        return job.isOfFunctions();
    }

    private Vector vector(final int device, final int number)
    {
        return vectors.computeIfAbsent(JournalText.key(device, number), key -> new Vector());
    }

    /** Returns whether eventfds carry the vectors of a device: of each VM every second one. */
    private static boolean isCarried(final StormJob.Device device, final int firstOfVm)
    {
        return (device.index() - firstOfVm) % 2 == 0;
    }

    private boolean isCarried(final int device)
    {
        final StormJob.Device own = job.devices.get(device);
        int first = device;
        while (first > 0 && job.devices.get(first - 1).stream().vm().index() == own.stream().vm().index())
        {
            first--;
        }

        return isCarried(own, first);
    }

    private boolean isOpen(final int device, final Vector vector)
    {
        return !maskedFunctions.getOrDefault(device, false) && !vector.isMasked && !vector.isDropped &&
            !heldBack.contains(vm(device));
    }

    private int vm(final int device)
    {
        return job.devices.get(device).stream().vm().index();
    }

    /** Holds the functions of a VM back, which a monitor does while it migrates the VM; or has them send again. */
    void holdBack(final StormJob.Vm vm, final boolean is)
    {
        if (is)
        {
            heldBack.add(vm.index());
        }
        else if (heldBack.remove(vm.index()))
        {
            job.devices.stream().filter(device -> device.stream().vm().index() == vm.index())
                .forEach(device -> release(device.index()));
        }
    }

    /** Notes the command that has raised what is raised next. */
    void command(final long number)
    {
        command = number;
    }

    /** Returns the number of the command that raised the last event. */
    long command()
    {
        return command;
    }

    /** Takes an event; returns whether its vector holds it. */
    boolean holds(final StormJob.Device device, final int event, final long intendedNs)
    {
        if (!isAny())
        {
            return false;
        }
        command = run.journal.messages.get(run.triggers++).number();
        final Vector vector = vector(device.index(), event);
        if (isOpen(device.index(), vector))
        {
            return false;
        }
        final boolean isCarried = isCarried(device.index());
        final boolean isMerged = isCarried ? vector.isSignalled : vector.isPending;
        vector.isSignalled |= isCarried;
        vector.isPending |= !isCarried;
        run.account(device.stream().vm().index(), isMerged ? new Account(1, 0, 1, 0) : Account.held(1, 0, 1));
        run.merged[isCarried ? 0 : 1] += isMerged ? 1 : 0;
        final boolean isOfMigration = run.migrations.isUnderWay(device.stream().vm());
        run.migrated.held += isOfMigration ? 1 : 0;
        if (held.stream().noneMatch(other -> other.device().index() == device.index() && other.event() == event))
        {
            held.add(new Held(device, event, intendedNs, isOfMigration));
        }
        else
        {
            run.backlog.applied(device.stream(), true);
            run.migrated.merged += isOfMigration ? 1 : 0;
        }
        run.acts();

        return true;
    }

    /** Does what is due behind an offer: guests move vectors before what these have held leaves. */
    void offered()
    {
        if (isAny())
        {
            acts();
        }
        run.moves.offered();
        release();
    }

    /** Does what is due, unless a VM migrates. */
    void acts()
    {
        if (run.migrations.isOpen())
        {
            return;
        }
        stepsDue = Math.max(steps, due(maskRate, STEPS));
        while (steps < stepsDue)
        {
            step();
        }
        final long due = due(retargetRate, 1);
        while (retargeted < due)
        {
            retargeted++;
            retarget();
        }
        plugStepsDue = Math.max(plugSteps, due(plugRate, PLUG_STEPS));
        while (plugSteps < plugStepsDue)
        {
            plug();
        }
    }

    /** Takes the next step of a plug; a mask that is open on its function ends before the second one. */
    private void plug()
    {
        plugSteps++;
        if (plugSteps % PLUG_STEPS != 0)
        {
            plugged = next();
            set(plugged, true);
            trap(plugged, true, 1);
            return;
        }
        while (steps % STEPS != 0 && current.device() == plugged.device())
        {
            step();
        }
        next();                                                     // unmasks
        set(plugged, false);
        release(plugged.device());
        next();                                                     // disables MSI-X
        JournalText.Act act = next();
        while (!act.kind().equals("CONTROL"))
        {
            act = next();                                           // routes and the table, until MSI-X is enabled
        }
        trap(plugged, true, 3);
        trap(plugged, false, 2 * job.devices.get(plugged.device()).stream().events());
    }

    private long due(final long[] rate, final int times)
    {
        return rate.length == 1 ? run.nowNs / 1000 * job.byVcpus(rate[0])[run.part.index()] * times / 1_000_000 :
            run.offered * rate[0] * times / rate[1];
    }

    boolean isOpen()
    {
        return steps % STEPS != 0 || plugSteps % PLUG_STEPS != 0;
    }

    /** Takes a step though none is due, as nothing else can happen. */
    void idle()
    {
        if (steps % STEPS != 0)
        {
            step();
        }
        else
        {
            plug();
        }
        release();
    }

    /** Adds what was done to that of all partitions. */
    void close()
    {
        if (isAny())
        {
            run.actions[0] += (stepsDue + STEPS - 1) / STEPS;
            run.actions[1] += (steps + STEPS - 1) / STEPS;
            run.actions[2] += steps / STEPS;
            run.actions[3] += retargeted;
            run.actions[4] += retargeted;
            run.actions[5] += (plugStepsDue + PLUG_STEPS - 1) / PLUG_STEPS;
            run.actions[6] += (plugSteps + PLUG_STEPS - 1) / PLUG_STEPS;
            run.actions[7] += plugSteps / PLUG_STEPS;
            run.migrated.inFront += held.stream().filter(Held::isOfMigration).count();
        }
    }

    private void step()
    {
        steps++;
        switch ((int)((steps - 1) % STEPS))
        {
            case 0 -> mask();
            case 1 -> take();
            case 2 -> read();
            default -> unmask();
        }
    }

    private JournalText.Act next()
    {
        final JournalText.Act act = run.journal.acts.get(run.acts++);
        command = act.number();

        return act;
    }

    /** Returns the next action if it is of a kind, and of the event in hand. */
    private JournalText.Act peek(final int ahead, final String kind)
    {
        final int at = run.acts + ahead;
        final JournalText.Act act = at < run.journal.acts.size() ? run.journal.acts.get(at) : null;

        return act != null && act.kind().equals(kind) && act.events() == run.triggers ? act : null;
    }

    private JournalText.Act take(final String kind, final boolean isOfPin)
    {
        final JournalText.Act act = peek(0, kind);

        return act != null && act.isOfPin() == isOfPin ? next() : null;
    }

    private void mask()
    {
        current = next();
        set(current, true);
        final JournalText.Act drop = take("DROP", false);
        if (drop != null)
        {
            dropped = vector(drop.device(), drop.vector());
            dropped.isDropped = true;
        }
        take("DROP", true);
        trap(current, current.kind().equals("CONTROL"), 1);
    }

    private void set(final JournalText.Act act, final boolean isMasked)
    {
        if (act.kind().equals("CONTROL"))
        {
            maskedFunctions.put(act.device(), isMasked);
        }
        else
        {
            vector(act.device(), act.vector()).isMasked = isMasked;
        }
    }

    private void take()
    {
        final JournalText.Act consume = take("CONSUME", false);
        if (consume != null)
        {
            final Vector vector = vector(consume.device(), consume.vector());
            if (vector.isSignalled && !isOpen(consume.device(), vector))
            {
                merge(consume.device(), vector.isPending);
                vector.isPending = true;
                vector.isSignalled = false;
            }
        }
        take("SIGNAL", true);
        if (peek(0, "SIGNAL") != null)
        {
            next();
        }
    }

    /** Notes that two events of a vector have become one. */
    private void merge(final int device, final boolean isOne)
    {
        if (isOne)
        {
            run.account(job.devices.get(device).stream().vm().index(), Account.held(0, 1, -1));
            run.merged[1]++;
        }
    }

    private void read()
    {
        next();
        final JournalText.Act save = take("SAVE", false);
        while (save != null && take("RESTORE", false) == null)
        {
            next();
        }
        if (save != null)
        {
            vectors.forEach((key, vector) ->
            {
                if (key >> Integer.SIZE == save.device())
                {
                    merge(save.device(), vector.isPending && vector.isSignalled);
                    vector.isPending |= vector.isSignalled;
                    vector.isSignalled = false;
                }
            });
        }
        trap(current, false, 1);
    }

    private void unmask()
    {
        if (take("ROUTE", true) != null)
        {
            next();
        }
        final JournalText.Act route = take("ROUTE", false);
        if (route != null)
        {
            dropped.isDropped = false;
            release(route.device());
        }
        final JournalText.Act act = next();
        set(act, false);
        release(act.device());
        trap(current, act.kind().equals("CONTROL"), 1);
    }

    private void retarget()
    {
        if (peek(0, "MASK") == null || peek(1, "DATA") == null)
        {
            return;                                                 // its vector is masked
        }
        final JournalText.Act mask = next();
        next();
        next();
        trap(mask, false, 3);
    }

    /** Has what vectors of a function hold leave where it may. */
    private void release(final int device)
    {
        vectors.forEach((key, vector) ->
        {
            if (key >> Integer.SIZE == device && isOpen(device, vector))
            {
                merge(device, vector.isPending && vector.isSignalled);
                vector.isPending = false;
                vector.isSignalled = false;
            }
        });
    }

    /** Raises the events that no vector holds any more. */
    void release()
    {
        for (final Held event : List.copyOf(held))
        {
            final Vector vector = vector(event.device().index(), event.event());
            if (!vector.isPending && !vector.isSignalled)
            {
                held.remove(event);
                run.account(event.device().stream().vm().index(), Account.held(-1, 0, -1));
                if (event.isOfMigration())
                {
                    run.migrations.sent(event.device(), event.event(), event.intendedNs());
                }
                else
                {
                    run.raise(event.device(), event.event(), event.intendedNs(), run.nowNs - event.intendedNs());
                }
            }
        }
    }

    /** Has the vCPU of a vector trap, of a function that of the first one. */
    private void trap(final JournalText.Act act, final boolean isConfig, final int times)
    {
        final StormJob.Device device = job.devices.get(act.device());
        final Vcpu vcpu = run.target(JournalText.key(device.stream().vm().index(), device.firstLpi() + act.vector()));
        for (int i = 0; i < times; i++)
        {
            run.host.guests.trap(vcpu, run.host.costs.of(isConfig ? "msix-config" : "msix-table", vcpu.vm));
        }
    }
}

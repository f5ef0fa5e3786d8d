package org.gale.tests.oracle;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Operator of a GICv4 host, who moves events to other vCPUs and switches vCPUs between the hardware and software, step
 * by step. Of what vCPUs and where to the journal tells.
 */
final class Operator
{
    private static final int STEPS = 8;
    private static final int STEPS_PER_EVENT = 4;

    private final Run run;
    private final StormJob job;
    private final List<JournalText.Toggle> toggles;
    private final long[] toggleRate;
    private final long[] moveRate;
    /** Keys of all LPIs. */
    private final List<Long> all;
    /** LPIs, by their keys, whose route is direct. */
    private final Set<Long> direct = new TreeSet<>();
    /** Steps of the open transition; null stands for the swaps of all events. */
    private final Deque<Runnable> steps = new ArrayDeque<>();
    private Vcpu switched;
    private boolean isEnabling;
    private long stepsLeft;
    long togglesDue;
    long begun;
    long completed;
    long moved;
    private long movesDue;

    Operator(final Run run, final Collection<Long> keys)
    {
        this.run = run;
        this.job = run.job;
        toggles = run.journal.toggles;
        toggleRate = rate("/machine/injection/toggles");
        moveRate = rate("/machine/injection/moves");
        all = keys.stream().sorted().toList();
        if (job.kind.equals("gicv4"))
        {
            keys.stream().filter(key -> run.target(key).isDirect).forEach(direct::add);
        }
    }

    /** Returns a rate: a number a second, or a number and how many events. */
    long[] rate(final String place)
    {
        return Stream.of(job.root.at(place).asText("0").split("/", -1))
            .mapToLong(Numbers::count).toArray();
    }

    /** Adds what was done to that of all partitions. */
    void close()
    {
        run.actions[0] += togglesDue;
        run.actions[1] += begun;
        run.actions[2] += completed;
        run.actions[3] += moved;
        run.actions[4] += movesDue;
    }

    boolean isOpen()
    {
        return switched != null;
    }

    /** Returns the route of a message that comes for a vCPU now. */
    String route(final Vcpu vcpu)
    {
        return vcpu == switched ? "transition" : vcpu.isDirect ? "direct" : "forwarded";
    }

    /** Returns how many actions of a rate were due until now: by the number of events, or by the clock. */
    long due(final long[] rate)
    {
        return rate.length == 1 ? run.nowNs / 1000 * job.byVcpus(rate[0])[run.part.index()] / 1_000_000 :
            run.offered * rate[0] / rate[1];
    }

    /** Begins what is due behind an offer. */
    void offered()
    {
        final long togglesBy = due(toggleRate);
        if (togglesBy > togglesDue)
        {
            togglesDue = togglesBy;
            if (!isOpen())
            {
                begin(toggles.get((int)(run.actions[1] + begun++)));
            }
        }
        final long movesBy = due(moveRate);
        if (movesBy > movesDue)
        {
            movesDue = movesBy;
            move(run.journal.moves.get((int)(run.actions[3] + moved++)));
        }
    }

    private void move(final JournalText.Move move)
    {
        final StormJob.Device device = job.devices.get(move.device());
        final long key = JournalText.key(device.stream().vm().index(), device.firstLpi() + move.event());
        final Vcpu from = run.target(key);
        run.retarget(key, move.vpe());
        final Vcpu to = run.target(key);
        run.host.guests.trap(to, run.host.costs.of("trap", to.vm));
        if (from != to)
        {
            route(key, to.isDirect);
        }
        run.host.guests.moved(run.waiting(key), from, to);
    }

    private void route(final long key, final boolean isDirect)
    {
        direct.remove(key);
        if (isDirect)
        {
            direct.add(key);
        }
        if (run.waiting(key) != null)
        {
            run.waiting(key).isInTable = isDirect;
        }
    }

    /** Returns whether what comes for an LPI waits in a hardware table. */
    boolean isInTable(final long key)
    {
        return direct.contains(key);
    }

    private void begin(final JournalText.Toggle toggle)
    {
        switched = run.host.vcpus.get(job.vms.get(toggle.vm()).firstVcpu() + toggle.vpe());
        isEnabling = toggle.isEnable();
        stepsLeft = STEPS + STEPS_PER_EVENT * all.stream().filter(key -> run.target(key) == switched).count();
        final Runnable nothing = () ->
        {
            // Software does it: no vCPU and no event sees anything of it.
        };
        steps.addAll(isEnabling ?
            List.of(nothing, nothing, this::hold, this::swap, this::becomeDirect, this::end) :
            List.of(() -> switched.isDirect = false, this::hold, this::swap, nothing, nothing, this::kick,
                () -> switched.isPendingLast = false, () -> switched.isHeld = false, this::end));
        plan();
        run.host.guests.changed(switched);
    }

    private void plan()
    {
        final Vcpu vcpu = switched;
        run.host.irqs.takeStep(new HostIrqs.Irq(Agenda.Kind.OPERATOR, vcpu, 0,
            () -> run.host.costs.of("transition-step", vcpu.vm), this::step));
    }

    private void step()
    {
        final Vcpu vcpu = switched;
        steps.poll().run();
        stepsLeft--;
        while (isOpen() && stepsLeft == 0)
        {
            steps.poll().run();                         // the last step takes what is left
        }
        if (isOpen())
        {
            plan();
        }
        run.host.guests.changed(vcpu);
        run.acts();
    }

    /** Holds the vCPU out of its guest, and asks the hardware once more. */
    private void hold()
    {
        switched.isHeld = true;
        switched.hasTable = true;
        switched.asksTable();
        switched.hasTable = false;
    }

    /** Swaps the route of an event, and comes again; goes on if there is none. */
    private void swap()
    {
        for (final long key : all)
        {
            if (run.target(key) == switched && direct.contains(key) != isEnabling)
            {
                route(key, isEnabling);
                steps.addFirst(this::swap);

                return;
            }
        }
        steps.poll().run();
    }

    private void becomeDirect()
    {
        switched.isDirect = true;
        switched.hasTable = switched.isResident;
        switched.isPendingLast = true;
        switched.isHeld = false;
        kick();
    }

    private void kick()
    {
        switched.isWoken |= switched.state == Vcpu.State.BLOCKED || switched.state == Vcpu.State.PUTTING;
    }

    private void end()
    {
        completed++;
        run.host.count("transitions");
        switched = null;
    }
}

package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Queues of one guest whose vectors stay on a vCPU that goes offline: nothing is given to them from the end of a period
 * until the vCPU is online again, and it is offline once nothing is under way in any.
 */
final class ManagedQueues
{
    private static final long CHECK_NS = 100_000;
    private static final int CHECKS = 10_000;

    private final Run run;
    private final StormJob.Vm vm;
    private final long offlineNs;
    private final List<Long> vectors;
    private final List<Long> closed = new ArrayList<>();
    private Agenda.Entry next;
    private boolean isClosing;
    private boolean isOffline;
    private int checks;
    private int vpe;

    /** @param vectors of the guest */
    ManagedQueues(final Run run, final StormJob.Vm vm, final long offlineNs, final List<Long> vectors)
    {
        this.run = run;
        this.vm = vm;
        this.offlineNs = offlineNs;
        this.vectors = vectors;
    }

    /** Returns whether some are closed. */
    boolean areClosed()
    {
        return !closed.isEmpty();
    }

    /** Ends a period: a check that is due now comes first. All vCPUs but the first one go offline in turn. */
    void over()
    {
        if (next != null && next.ns() == run.nowNs)
        {
            run.agenda.remove(next);
            reach();
        }
        if (isClosing || isOffline || run.moves.isEnding)
        {
            return;
        }
        vpe = vpe == vm.group().vpes() - 1 ? 1 : vpe + 1;
        isClosing = true;
        checks = 0;
        vectors.stream().filter(key -> run.target(key).vpe == vpe)
            .filter(key -> run.journal.priorities.get(key) <= vm.group().mask()).forEach(closed::add);
        closed.forEach(key -> run.traffic.shut(device(key), event(key), true, run.nowNs));
        closed.stream().filter(key -> !hasDriver(key)).forEach(run.moves.masked::add);
        look();
    }

    private void reach()
    {
        next = null;
        if (isClosing)
        {
            look();
        }
        else
        {
            open();
        }
    }

    private void plan(final long ns)
    {
        next = run.agenda.add(run.nowNs + ns, Agenda.Kind.OPERATOR, vm.index(), 0, 0, () ->
        {
            run.acts();
            reach();
        });
    }

    private void look()
    {
        checks++;
        if (run.moves.isEnding)
        {
            open();
        }
        else if (closed.stream().noneMatch(this::isUnderWay))
        {
            isClosing = false;
            isOffline = true;
            run.moves.masked.addAll(closed);
            run.vectorMoves[4] += closed.size();
            run.vectorMoves[5] += closed.size();
            plan(offlineNs);
        }
        else if (checks == CHECKS)
        {
            run.vectorMoves[4] += closed.size();
            open();
        }
        else
        {
            plan(CHECK_NS);
        }
    }

    private void open()
    {
        isClosing = false;
        isOffline = false;
        closed.forEach(key ->
        {
            run.moves.masked.remove(key);
            run.traffic.shut(device(key), event(key), false, run.nowNs);
        });
        closed.clear();
        run.moves.release();
    }

    private boolean isUnderWay(final long key)
    {
        return run.waiting(key) != null || !run.traffic.isQuiet(device(key), event(key)) ||
            run.host.vcpus.stream().flatMap(ManagedQueues::atWork)
            .anyMatch(at -> !at.isTimer && JournalText.key(at.vm(), at.lpi()) == key);
    }

    private static Stream<Interrupt> atWork(final Vcpu vcpu)
    {
        return Stream.of(Stream.ofNullable(vcpu.handled), vcpu.left.stream(), Stream.ofNullable(vcpu.worked),
            vcpu.softirqs.waiting.stream(), Stream.ofNullable(vcpu.softirqs.running)).flatMap(found -> found);
    }

    /** Returns whether a driver submits what the device of a vector interrupts for. */
    private boolean hasDriver(final long key)
    {
        return List.of("io", "virtio").contains(device(key).stream().kind());
    }

    private StormJob.Device device(final long key)
    {
        return run.job.devices.stream().filter(device -> device.stream().vm().index() == vm.index() &&
            (int)key >= device.firstLpi() && (int)key < device.firstLpi() + device.stream().events())
            .findFirst().orElseThrow();
    }

    private int event(final long key)
    {
        return (int)key - device(key).firstLpi();
    }
}

package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Monitor of a host, who takes VMs to other ids one at a time, as the page on migrations has it. The journal tells
 * which VMs. Used for one partition.
 */
final class VmMigrations
{
    private static final int LPIS_OF_KVM = 1 << 14;
    private static final int SPIS_OF_KVM = 32;

    /** Sums of all partitions. */
    static final class Sums
    {
        long due;
        long begun;
        long completed;
        long held;
        long merged;
        long inTables;
        long again;
        long marked;
        long inFront;
        final List<Long> stopsNs = new ArrayList<>();
        final List<Long> downtimesNs = new ArrayList<>();
        final Map<String, List<Long>> partsNs = new LinkedHashMap<>();
        final Map<String, Long> words = new LinkedHashMap<>();

        private void add(final String part, final long count)
        {
            words.merge(part, count, Long::sum);
        }
    }

    /** Message that waits in front of the ITS. */
    private record Held(StormJob.Device device, int event, long intendedNs)
    {
    }

    private final Run run;
    private final StormJob job;
    private final Sums sums;
    private final long[] rate;
    private final List<Held> front = new ArrayList<>();
    private final Map<String, Long> taken = new LinkedHashMap<>();
    /** VM that migrates, or is about to; null of none. */
    private StormJob.Vm vm;
    private boolean isStopping;
    private boolean isOut;
    private boolean isHolding;
    private long due;
    private long beganNs;
    private long stoppedNs;
    private long stepNs;

    VmMigrations(final Run run)
    {
        this.run = run;
        job = run.job;
        sums = run.migrated;
        rate = run.operator.rate("/machine/migrations/every");
    }

    /** Returns whether VMs of a job migrate. */
    static boolean isAny(final StormJob job)
    {
        return !job.root.at("/machine/migrations/every").asText("0").equals("0");
    }

    boolean isOpen()
    {
        return vm != null;
    }

    /** Returns whether the VM of a vCPU is to leave its PEs, or has left them. */
    boolean stops(final Vcpu vcpu)
    {
        return isInHand(vcpu.vm);
    }

    private boolean isInHand(final StormJob.Vm other)
    {
        return vm != null && other != null && other.index() == vm.index();
    }

    /** Returns whether the VM of a vCPU has left KVM_RUN, so that nothing rings it. */
    boolean isOut(final Vcpu vcpu)
    {
        return isOut && isInHand(vcpu.vm);
    }

    /** Begins what is due behind an offer. */
    void offered()
    {
        final long by = isAny(job) ? run.operator.due(rate) : 0;
        if (by <= due)
        {
            return;
        }
        sums.due += by - due;
        due = by;
        if (isOpen())
        {
            return;
        }
        vm = job.vms.get(run.journal.migrated.get((int)sums.begun++));
        beganNs = run.nowNs;
        isStopping = true;
        for (final Vcpu vcpu : vcpus())
        {
            leave(vcpu);
        }
        look();
    }

    /** Has a vCPU leave its PE, or the queue in which it waits for one. */
    private void leave(final Vcpu vcpu)
    {
        if (vcpu.state == Vcpu.State.RUNNABLE)
        {
            run.host.waiters.remove(vcpu);
            parks(vcpu);
        }
        else if (vcpu.isInGuest())
        {
            run.host.guests.interrupt(vcpu);
            run.host.makeRoom(vcpu);
        }
    }

    /** Keeps a vCPU off the PEs if its VM migrates, and returns whether it does. */
    boolean parks(final Vcpu vcpu)
    {
        if (stops(vcpu))
        {
            run.host.stage(vcpu, Vcpu.Stage.WAITING);
            run.host.to(vcpu, Vcpu.State.STOPPED);
        }

        return stops(vcpu);
    }

    private List<Vcpu> vcpus()
    {
        return run.host.own.stream().filter(this::stops).toList();
    }

    /** Carries out the first step once all vCPUs of the VM are out. */
    void look()
    {
        if (isStopping && vcpus().stream().allMatch(
            vcpu -> vcpu.state == Vcpu.State.BLOCKED || vcpu.state == Vcpu.State.STOPPED))
        {
            isStopping = false;
            plan(0, this::stop);
        }
    }

    private void plan(final long ns, final Runnable step)
    {
        run.agenda.add(run.nowNs + ns, Agenda.Kind.OPERATOR, vm.index(), 0, 0, step);
    }

    private void stop()
    {
        stoppedNs = run.nowNs;
        stepNs = run.nowNs;
        sums.stopsNs.add(stoppedNs - beganNs);
        isOut = true;
        vcpus().forEach(vcpu -> vcpu.isArmed = false);
        plan(routesNs(), this::save);
        run.acts();
    }

    private long routesNs()
    {
        return run.host.costs.of("migrate-route", vm) * events();
    }

    private long entriesNs()
    {
        return run.host.costs.of("migrate-entry", vm) *
            (job.kind.equals("kvm") ? LPIS_OF_KVM + SPIS_OF_KVM : events());
    }

    private long events()
    {
        return job.devices.stream().filter(device -> isInHand(device.stream().vm()))
            .mapToLong(device -> device.stream().events()).sum();
    }

    private void ends(final String part)
    {
        taken.put(part, run.nowNs - stepNs);
        stepNs = run.nowNs;
    }

    /** Withdraws the entries and makes the image, in which each interrupt is that waits. */
    private void save()
    {
        ends("quiet");
        isHolding = true;
        for (final Interrupt interrupt : run.waitingOf(vm))
        {
            sums.inTables++;
            sums.again += interrupt.hasMigrated ? 1 : 0;
            mark(interrupt);
        }
        measure();
        plan(entriesNs(), this::destroy);
        run.acts();
    }

    private void mark(final Interrupt interrupt)
    {
        sums.marked += interrupt.hasMigrated ? 0 : 1;
        interrupt.hasMigrated = true;
    }

    /** Adds the words of the image. */
    private void measure()
    {
        if (job.kind.equals("kvm"))
        {
            sums.add("header", 5);
            sums.add("irs_regs", 8);
            sums.add("cpu_sysregs", 15L * vcpus().size());
            sums.add("spi_ist", SPIS_OF_KVM / 2);
            sums.add("lpi_ist", LPIS_OF_KVM / 2);
        }
        else
        {
            sums.add("header", 3);
            sums.add("vcpus", vcpus().size() + vcpus().stream().filter(vcpu -> vcpu.handled != null).count());
            sums.add("vlpis", 2 * events());
            sums.add("properties", events());
        }
    }

    private void destroy()
    {
        ends("save");
        final long entriesNs = entriesNs();
        plan(run.host.costs.of("migrate-vm", vm) + entriesNs, this::restore);
        run.acts();
    }

    private void restore()
    {
        ends("restore");
        plan(routesNs(), this::resume);
        run.acts();
    }

    /** Lets vCPUs run or block as before, a blocked one with its doorbell, and sends what was held. */
    private void resume()
    {
        ends("resume");
        sums.completed++;
        sums.downtimesNs.add(run.nowNs - stoppedNs);
        taken.forEach((part, ns) -> sums.partsNs.computeIfAbsent(part, name -> new ArrayList<>()).add(ns));
        final List<Vcpu> all = vcpus();
        final List<Held> messages = List.copyOf(front);
        all.stream().filter(vcpu -> vcpu.state == Vcpu.State.BLOCKED).forEach(vcpu -> arm(vcpu, messages));
        front.clear();
        vm = null;
        isOut = false;
        isHolding = false;
        for (final Vcpu vcpu : all)
        {
            if (vcpu.state == Vcpu.State.STOPPED)
            {
                run.host.runnable(vcpu, false);
            }
            else
            {
                run.host.guests.changed(vcpu);
            }
        }
        run.acts();
        messages.forEach(this::send);
    }

    /** Asks for the doorbell of a vCPU that blocks again, which rings for what waits and what is sent next. */
    private void arm(final Vcpu vcpu, final List<Held> messages)
    {
        final boolean isAny = vcpu.pending.stream().anyMatch(vcpu::lets) || messages.stream().anyMatch(held ->
            run.target(key(held)) == vcpu && (vcpu.isUnmasked || run.journal.priorities.get(key(held)) <=
            vcpu.vm.group().mask()));
        vcpu.isArmed = !isAny;
        vcpu.isWoken = isAny;
        if (isAny)
        {
            run.host.count("doorbells");
        }
    }

    private static long key(final Held held)
    {
        return JournalText.key(held.device.stream().vm().index(), held.device.firstLpi() + held.event);
    }

    private void send(final Held held)
    {
        run.inFront(held.device.stream().vm(), -1);
        final boolean isMerged = run.waiting(key(held)) != null;
        run.raise(held.device, held.event, held.intendedNs, run.nowNs - held.intendedNs);
        if (isMerged)
        {
            sums.merged++;
        }
        else
        {
            mark(run.waiting(key(held)));
        }
    }

    /** Holds a message if its VM migrates and an image has it, or is made. */
    boolean holds(final StormJob.Device device, final int event, final long intendedNs)
    {
        if (!isHolding || !isInHand(device.stream().vm()))
        {
            return false;
        }
        front.add(new Held(device, event, intendedNs));
        sums.held++;
        run.inFront(vm, 1);

        return true;
    }

    /** Adds what waits in front of the ITS at the end. */
    void close()
    {
        sums.inFront += front.size();
    }
}

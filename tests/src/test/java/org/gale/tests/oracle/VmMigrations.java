package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Monitor of a host, who takes VMs to other ids, as the page on migrations has it: one at a time, or all of a partition
 * together. The journal tells which VMs. Used for one partition.
 */
final class VmMigrations
{
    private record Held(StormJob.Device device, int event, long intendedNs)
    {
        // Message that waits in front of the ITS.
    }

    private final Run run;
    private final StormJob job;
    private final MigrationKeys keys;
    private final MigrationSums sums;
    final VmTables tables;
    private final StepFailures failures;
    private final boolean isOfKvm;
    private final boolean isOfFunctions;
    private final long[] rate;
    private final List<StormJob.Vm> mayMigrate;
    private final List<Held> front = new ArrayList<>();
    /** Messages that a step has let go. */
    private final List<Held> released = new ArrayList<>();
    private final Map<String, Long> taken = new LinkedHashMap<>();
    /** VMs that stop together, none while none migrates, and the one that is taken through the steps. */
    private List<StormJob.Vm> batch = List.of();
    private int index;
    private StormJob.Vm vm;
    private int pass;
    /** Whether VMs are to leave their PEs, and whether some have not yet. */
    private boolean areOff;
    private boolean isStopping;
    /** Whether the VM in hand has left KVM_RUN, where doorbells wake nothing, and whether its messages wait. */
    private boolean isOut;
    private boolean isHolding;
    /** Whether the VM in hand is between its first step and its last one. */
    private boolean isUnderWay;
    private long due;
    private long completedOfBatch;
    private long beganNs;
    private long stoppedNs;
    private long stepNs;

    VmMigrations(final Run run)
    {
        this.run = run;
        job = run.job;
        keys = new MigrationKeys(job);
        sums = run.migrated;
        tables = new VmTables(run);
        isOfKvm = job.kind.equals("kvm");
        isOfFunctions = job.isOfFunctions();
        rate = run.operator.rate("/machine/migrations/every");
        mayMigrate = run.part.vms().stream().filter(keys::has).toList();
        failures = new StepFailures(keys, sums);
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
        return areOff && batch.stream().anyMatch(other -> other.index() == vcpu.vm.index());
    }

    private boolean isInHand(final StormJob.Vm other)
    {
        return vm != null && other.index() == vm.index();
    }

    /** Returns whether the VM of a vCPU has left KVM_RUN, so that nothing rings it. */
    boolean isOut(final Vcpu vcpu)
    {
        return isOut && isInHand(vcpu.vm);
    }

    /** Returns whether a VM is between its first step and its last one. */
    boolean isUnderWay(final StormJob.Vm other)
    {
        return isUnderWay && isInHand(other);
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
        sums.vmsDue += (by - due) * (keys.isUpdate ? mayMigrate.size() : 1);
        due = by;
        if (!isOpen() && !mayMigrate.isEmpty())
        {
            begin();
        }
    }

    private void begin()
    {
        batch = keys.isUpdate ? mayMigrate : List.of(job.vms.get(run.journal.migrated.get(sums.started)));
        sums.begun++;
        sums.vmsBegun += batch.size();
        completedOfBatch = 0;
        pass = 0;
        index = 0;
        vm = batch.get(0);
        copyOrStop();
    }

    /** Begins the next pass of the tables, or has the VMs leave their PEs after the last one. */
    private void copyOrStop()
    {
        if (pass < keys.passes)
        {
            pass++;
            final long command = run.journal.passes.get(sums.passes++);
            plan(tables.send(vm, "pass_" + pass, command, pass == 1, sums) * cost("migrate-page"), this::copyOrStop);
            return;
        }
        beganNs = run.nowNs;
        areOff = true;
        isStopping = true;
        vcpus().forEach(this::leave);
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

    /** Returns the vCPUs of all VMs that stop together. */
    private List<Vcpu> vcpus()
    {
        return run.host.own.stream().filter(this::stops).toList();
    }

    /** Returns the vCPUs of the VM in hand that sleep, for KVM also those that have not run since they blocked. */
    private List<Vcpu> sleepers()
    {
        return run.host.own.stream().filter(vcpu -> isInHand(vcpu.vm) &&
            (isOfKvm ? !vcpu.hasWoken : vcpu.state == Vcpu.State.BLOCKED)).toList();
    }

    /** Carries out the first step once all vCPUs of the VMs are out. */
    void look()
    {
        if (isStopping && vcpus().stream().allMatch(
            vcpu -> vcpu.state == Vcpu.State.BLOCKED || vcpu.state == Vcpu.State.STOPPED))
        {
            isStopping = false;
            plan(0, this::stopped);
        }
    }

    private void plan(final long ns, final Runnable step)
    {
        run.agenda.add(run.nowNs + ns, Agenda.Kind.OPERATOR, vm.index(), 0, 0, () ->
        {
            step.run();
            if (isOfFunctions && !isOpen())
            {
                run.vectors.acts();                                 // as was due meanwhile
            }
            run.acts();
            final List<Held> messages = List.copyOf(released);
            released.clear();
            messages.forEach(this::send);
            run.vectors.release();
        });
    }

    private long cost(final String name)
    {
        return run.host.costs.of(name, vm);
    }

    /** Notes a command of the journal that carries out a step, or ends a migration. */
    private void command()
    {
        run.vectors.command(run.journal.steps.get(sums.commands++));
    }

    private void stopped()
    {
        stoppedNs = run.nowNs;
        stepNs = run.nowNs;
        taken.clear();
        for (int i = 0; i < batch.size(); i++)
        {
            sums.stopsNs.add(stoppedNs - beganNs);
        }
        start();
    }

    private void start()
    {
        if (!isInHand(job.vms.get(run.journal.migrated.get(sums.started++))))
        {
            throw new IllegalStateException("VM " + vm.index() + " does not migrate next");
        }
        failures.begin();
        isUnderWay = true;
        isOut = !fails("stop");
        if (!isOut)
        {
            rollBack("stop");
            return;
        }
        plan(routesNs(), this::quiet);
    }

    /** Returns whether a step fails, which is tried now. */
    private boolean fails(final String step)
    {
        command();

        return failures.takes(step);
    }

    private long routesNs()
    {
        return cost("migrate-route") * tables.events(vm);
    }

    private void ends(final String part)
    {
        taken.merge(part, run.nowNs - stepNs, Long::sum);
        stepNs = run.nowNs;
    }

    /** Withdraws the entries, or holds functions back. Functions are read last, after the time of the tables. */
    private void quiet()
    {
        ends("quiet");
        if (fails("quiet"))
        {
            rollBack("quiet");
            return;
        }
        isHolding = isOfFunctions;
        final long command = run.journal.steps.get(sums.commands - 1);
        final long pages = tables.send(vm, "save", command, keys.passes == 0, keys.passes == 0 ? null : sums);
        if (isOfFunctions)
        {
            run.vectors.holdBack(vm, true);
            plan(sendingNs(pages), this::save);
        }
        else if (image())
        {
            isHolding = true;
            plan(sendingNs(pages), this::destroy);
        }
    }

    /** Returns the time to send the entries that lie in pages, and the pages. */
    private long sendingNs(final long pages)
    {
        final long entries = tables.entries(vm);
        final long all = tables.pages(vm).values().stream().mapToLong(Long::longValue).sum();
        final long left = keys.passes == 0 ? entries : (entries * pages + all - 1) / all;

        return cost("migrate-entry") * left + cost("migrate-page") * pages;
    }

    private void save()
    {
        ends("save");
        if (image())
        {
            plan(0, this::destroy);
        }
    }

    /** Makes the image, in which each interrupt is that waits. Returns false if that fails. */
    private boolean image()
    {
        if (fails("save"))
        {
            rollBack("save");
            return false;
        }
        for (final Interrupt interrupt : run.waitingOf(vm))
        {
            sums.inTables++;
            sums.again += interrupt.hasMigrated ? 1 : 0;
            sums.mark(interrupt);
        }
        ImageWords.add(run, tables, vm);

        return true;
    }

    private void destroy()
    {
        ends("save");
        if (fails("destroy"))
        {
            sums.restoredAgain.merge("destroy", 1L, Long::sum);         // the source is gone all the same
        }
        planRestore();
    }

    private void planRestore()
    {
        plan(cost("migrate-vm") + cost("migrate-entry") * tables.entries(vm), this::restore);
    }

    private void restore()
    {
        ends("restore");
        if (fails("restore"))
        {
            sums.restoredAgain.merge("restore", 1L, Long::sum);
            planRestore();
            return;
        }
        plan(Math.max(routesNs(), keys.leastNs - (run.nowNs - stoppedNs)), this::resume);
    }

    /** Lets vCPUs run or block as before, a blocked one with its doorbell, and sends what was held. */
    private void resume()
    {
        ends("resume");
        if (fails("resume"))
        {
            sums.restoredAgain.merge("resume", 1L, Long::sum);
            planRestore();
            return;
        }
        vcpus().stream().filter(vcpu -> isInHand(vcpu.vm) && vcpu.hasWoken).forEach(vcpu -> vcpu.isArmed = false);
        letGo();
        command();
        completedOfBatch++;
        taken.forEach((part, ns) -> sums.partsNs.computeIfAbsent(part, name -> new ArrayList<>()).add(ns));
        goOn();
    }

    private void letGo()
    {
        if (isOut)
        {
            sleepers().forEach(vcpu -> arm(vcpu, front));
        }
        released.addAll(front);
        front.clear();
        isOut = false;
        isHolding = false;
        isUnderWay = false;
        run.vectors.holdBack(vm, false);
    }

    /** Lets the source run on, once its entries lead to it again. */
    private void rollBack(final String step)
    {
        sums.rolledBack.merge(step, 1L, Long::sum);
        letGo();
        plan(step.equals("save") && (isOfKvm || isOfFunctions) ? routesNs() : 0, this::goOn);
    }

    /** Takes the next VM that has stopped through the steps, or lets all run on. */
    private void goOn()
    {
        if (++index < batch.size())
        {
            vm = batch.get(index);
            start();
            return;
        }
        for (int i = 0; i < completedOfBatch; i++)
        {
            sums.downtimesNs.add(run.nowNs - stoppedNs);
        }
        sums.vmsCompleted += completedOfBatch;
        sums.completed += keys.isUpdate ? 1 : completedOfBatch;
        final List<Vcpu> stopped = vcpus();
        vm = null;
        areOff = false;
        for (final Vcpu vcpu : stopped)
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
    }

    /** Asks for the doorbell of a vCPU that blocks again, which rings for what waits and what is sent next. */
    private void arm(final Vcpu vcpu, final List<Held> messages)
    {
        final boolean isAny = vcpu.pending.stream().anyMatch(vcpu::lets) || messages.stream().anyMatch(held ->
            run.target(key(held)) == vcpu && (vcpu.isUnmasked || run.journal.priorities.get(key(held)) <=
            vcpu.vm.group().mask()));
        vcpu.isArmed = !isAny;
        vcpu.hasWoken = isAny;
        vcpu.isWoken = isAny && vcpu.state == Vcpu.State.BLOCKED;
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
        sent(held.device, held.event, held.intendedNs);
    }

    /** Raises an event that was held. */
    void sent(final StormJob.Device device, final int event, final long intendedNs)
    {
        final long key = JournalText.key(device.stream().vm().index(), device.firstLpi() + event);
        final Interrupt before = run.waiting(key);
        run.raise(device, event, intendedNs, run.nowNs - intendedNs);
        if (before != null)
        {
            sums.merged++;
        }
        else
        {
            sums.mark(run.waiting(key));
        }
    }

    /** Holds a message if its VM migrates and an image has it, or is made. */
    boolean holds(final StormJob.Device device, final int event, final long intendedNs)
    {
        if (isOfFunctions || !isHolding || !isInHand(device.stream().vm()))
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

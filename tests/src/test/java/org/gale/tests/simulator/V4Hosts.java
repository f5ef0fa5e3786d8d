package org.gale.tests.simulator;

import java.util.List;
import java.util.SplittableRandom;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.system.Machines;

/**
 * Random GICv4 host: vCPUs are toggled step by step, moved, loaded, put and blocked on a few CPUs, guests configure,
 * move and acknowledge, devices and other vCPUs send. {@link V4Checks} compares the machine with a model of the guests
 * after each line. Owned by one thread.
 */
final class V4Hosts
{
    private static final int ACTIONS = 700;
    /** Interval of the seeds whose hosts have steps that fail. */
    private static final int FAILING_SEEDS = 3;
    private static final int VCPUS_LIMIT = 3;
    private static final int SGIS = 16;
    private static final int PRIORITY_STEP = 4;
    private static final int PRIORITIES = 64;
    private static final int DRAIN_LIMIT = 64;
    private static final String BUSY = "OK -EBUSY";
    private static final String DONE = "OK 0";

    private final SplittableRandom random;
    private final HostScript script;
    private final V4Checks checks;
    private final V4Failures failures;
    private final List<DirectVm> vms;
    private final int cpus;
    private final int vpeIdBits;
    private final boolean isPerVcpu;
    private int steps;

    V4Hosts(final long seed, final boolean isLegacy, final HostScript script)
    {
        this.script = script;
        checks = new V4Checks(script);
        vms = checks.vms();
        random = new SplittableRandom(seed);
        failures = new V4Failures(script, new SplittableRandom(~seed), seed % FAILING_SEEDS == 0);
        cpus = 2 + random.nextInt(3);
        final boolean hasSwap = random.nextBoolean();
        vpeIdBits = hasSwap ? 1 + random.nextInt(3) : 16;
        isPerVcpu = random.nextInt(4) != 0;
        script.all("machine", "v4 host vpeid_bits=" + vpeIdBits + " cpus=" + cpus + " lpi_bits=14 version=" +
            (hasSwap ? "4.1" : "4.0") + " policy=" + (isPerVcpu ? "per-vcpu" : "all-or-nothing"));
        if (isLegacy)
        {
            script.all("v4 legacy on");
        }
    }

    /**
     * Runs a random host with checks after each line, and then its program with a journal on a disk that fails.
     *
     * @throws SimulationFailure naming the seed if a promise is broken
     */
    static Simulation.Outcome simulate(final long seed)
    {
        final HostProgram program = run(seed, false, Machines.FACTORY);

        return Simulation.run(seed, SimulatedHosts.draw(seed, program)).plusFaults(program.faults());
    }

    /**
     * Runs a random host with checks after each line.
     *
     * @param isLegacy true to let transitions follow the posted, lossy order
     * @param machines makes the machine
     * @throws SimulationFailure naming the seed if a promise is broken
     */
    static HostProgram run(final long seed, final boolean isLegacy, final MachineFactory machines)
    {
        try
        {
            final V4Hosts hosts = new V4Hosts(seed, isLegacy, new HostScript(machines));
            try (HostScript script = hosts.script)
            {
                hosts.run(ACTIONS);

                return script.program(seed, hosts.failures.survived());
            }
        }
        catch (final RuntimeException | AssertionError ex)
        {
            throw new SimulationFailure("seed " + seed + ": " + ex.getMessage(), ex);
        }
    }

    void run(final int actions)
    {
        for (int number = 0; number <= random.nextInt(2) + 1; number++)
        {
            create(number);
        }
        for (int action = 0; action < actions; action++)
        {
            act();
            checks.all();
        }
        drain();
    }

    private void create(final int number)
    {
        final DirectVm vm = new DirectVm(number, 1 + random.nextInt(VCPUS_LIMIT));
        final boolean isDirect = !isPerVcpu && free() >= vm.vcpus.size() && !failures.drawFirst();
        script.expect("OK " + number, "v4 create_vm " + vm.vcpus.size());
        vms.add(vm);
        vm.vcpus.forEach(vcpu -> vcpu.isDirect = isDirect);
        for (int event = 0; event < DirectVm.VLPIS; event++)
        {
            map(vm, event);
            configure(vm, event);
        }
    }

    /** Returns how many vPEIDs are free. */
    private int free()
    {
        return (1 << vpeIdBits) -
            (int)vms.stream().flatMap(vm -> vm.vcpus.stream()).filter(vcpu -> vcpu.isDirect).count();
    }

    private void act()
    {
        final DirectVm vm = vms.get(random.nextInt(vms.size()));
        final DirectVcpu vcpu = vm.vcpus.get(random.nextInt(vm.vcpus.size()));
        final int event = random.nextInt(DirectVm.VLPIS);
        final int pick = random.nextInt(40);
        if (pick < 8)
        {
            message(vm, event);
        }
        else if (pick < 10)
        {
            sgi(vcpu);
        }
        else if (pick < 16)
        {
            acknowledge(vcpu);
        }
        else if (pick < 18)
        {
            end(vcpu);
        }
        else if (pick < 27)
        {
            toggle(vcpu);
        }
        else if (pick < 33)
        {
            schedule(vcpu, pick);
        }
        else
        {
            guest(vm, vcpu, event, pick);
        }
    }

    private void guest(final DirectVm vm, final DirectVcpu vcpu, final int event, final int pick)
    {
        switch (pick)
        {
            case 33 -> configure(vm, event);
            case 34, 35 -> move(vm, event, vcpu);
            case 36 -> moveAll(vcpu, vm.vcpus.get(random.nextInt(vm.vcpus.size())));
            case 37 -> discard(vm, event);
            case 38 -> map(vm, event);
            default ->
            {
                if (script.isText())
                {
                    acknowledge(vcpu);
                }
                else
                {
                    turn(random.nextInt(cpus));
                }
            }
        }
    }

    private void message(final DirectVm vm, final int event)
    {
        script.all("v4 msi " + vm.device + ' ' + event);
        final DirectVlpi vlpi = vm.vlpis.get(event);
        vm.account.offered += vlpi.isMapped ? 1 : 0;
        if (vlpi.isMapped)
        {
            vm.account.coalesced += vlpi.isPending ? 1 : 0;
            vlpi.isPending = true;
            vlpi.target.mayBeWoken |= vlpi.isEnabled;
        }
    }

    private void sgi(final DirectVcpu vcpu)
    {
        final int sgi = random.nextInt(SGIS);
        script.all("v4 sgi " + vcpu.vm.number + ' ' + vcpu.index + ' ' + sgi);
        vcpu.vm.account.offered++;
        vcpu.vm.account.coalesced += vcpu.sgis >>> sgi & 1;
        vcpu.sgis |= 1 << sgi;
        vcpu.mayBeWoken = true;
    }

    private void acknowledge(final DirectVcpu vcpu)
    {
        final String answer = script.ask("v4 ack " + vcpu.vm.number + ' ' + vcpu.index);
        final int intid = answer.equals("OK none") ? DirectVcpu.NONE : Integer.parseInt(answer.substring(3));
        checks.acknowledged(vcpu, intid);
        if (intid != DirectVcpu.NONE && random.nextInt(3) != 0)
        {
            end(vcpu);
        }
    }

    private void end(final DirectVcpu vcpu)
    {
        if (!vcpu.active.isEmpty())
        {
            final int intid = vcpu.active.get(vcpu.active.size() - 1)[0];
            script.all("v4 eoi " + vcpu.vm.number + ' ' + vcpu.index + ' ' + intid);
            vcpu.end(intid);
        }
    }

    /** Gives the vCPU that is loaded on a CPU a turn. */
    private void turn(final int cpu)
    {
        final DirectVcpu vcpu = vms.stream().flatMap(vm -> vm.vcpus.stream())
            .filter(of -> of.cpu == cpu).findAny().orElse(null);
        for (final int intid : script.turn(cpu, 1 + random.nextInt(4)))
        {
            script.check(vcpu != null, "P2", "CPU " + cpu + " is empty and acknowledged " + intid);
            checks.acknowledged(vcpu, intid & ModelVm.ID_MASK);
            vcpu.end(intid & ModelVm.ID_MASK);
        }
    }

    /** Begins a transition, takes a step of the one that is open, or is refused because one is open. */
    private void toggle(final DirectVcpu vcpu)
    {
        final String name = vcpu.vm.number + " " + vcpu.index;
        final String verb = random.nextBoolean() ? "enable " : "disable ";
        if (checks.toggled() == null)                               // else it may come too late for this transition
        {
            failures.draw();
        }
        if (checks.toggled() != null && random.nextInt(8) != 0)
        {
            step();
            return;
        }
        final boolean begins = random.nextInt(3) != 0;
        final String answer = script.ask((begins ? "v4 begin " : "v4 ") + verb + name);
        final boolean enables = verb.startsWith("e");
        final String refusal = checks.toggled() != null ? BUSY : !isPerVcpu ? "OK -EINVAL" :
            vcpu.isDirect == enables ? DONE : enables && free() == 0 ? "OK -ENOSPC" : null;
        if (refusal != null)
        {
            script.check(answer.equals(refusal), "reply", verb + name + ": " + answer + " instead of " + refusal);
            return;
        }
        vcpu.allowSpurious();
        vcpu.mayBeWoken = true;
        vcpu.isDirect = enables;
        if (begins)
        {
            script.check(answer.startsWith(enables ? "OK E" : "OK D"), "reply", verb + name + ": " + answer);
            checks.toggled(vcpu);
            steps = 0;
        }
        else
        {
            ended(vcpu, answer);
        }
    }

    private void step()
    {
        final DirectVcpu vcpu = checks.toggled();
        final String answer = script.ask("v4 step");
        script.check(++steps <= 16 + 8 * DirectVm.VLPIS, "P9", "a transition takes " + steps + " steps");
        vcpu.mayBeWoken = true;
        if (!answer.matches("OK [DE]\\d.*"))
        {
            checks.toggled(null);
            ended(vcpu, answer);
        }
    }

    /** Takes over how a transition ended. */
    private void ended(final DirectVcpu vcpu, final String answer)
    {
        if (!failures.isFailure(vcpu, vcpu.isDirect, answer))
        {
            script.check(answer.equals(DONE), "reply", "the end of a transition: " + answer);
            vcpu.isMixed = false;
        }
    }

    private void schedule(final DirectVcpu vcpu, final int pick)
    {
        final String name = vcpu.vm.number + " " + vcpu.index;
        if (pick < 30)
        {
            load(vcpu, random.nextInt(cpus));
        }
        else if (pick < 31)
        {
            script.all("v4 put " + name);
            vcpu.cpu = DirectVcpu.NO_CPU;
        }
        else
        {
            vcpu.mayBeWoken = vcpu.isWakeDue() || checks.toggled() == vcpu || mayBeSpurious(vcpu);
            script.all("v4 block " + name);
            vcpu.cpu = DirectVcpu.NO_CPU;
            vcpu.isBlocked = true;
        }
    }

    private static boolean mayBeSpurious(final DirectVcpu vcpu)
    {
        return vcpu.vm.vlpis.stream().anyMatch(vlpi -> vlpi.target == vcpu && vlpi.spurious < vlpi.spuriousLimit);
    }

    private void load(final DirectVcpu vcpu, final int cpu)
    {
        final boolean isTaken =
            vms.stream().flatMap(vm -> vm.vcpus.stream()).anyMatch(of -> of != vcpu && of.cpu == cpu);
        final boolean isElsewhere = vcpu.cpu != DirectVcpu.NO_CPU && vcpu.cpu != cpu;
        script.expect(isTaken || isElsewhere ? BUSY : DONE, "v4 load " + vcpu.vm.number + ' ' + vcpu.index + ' ' + cpu);
        if (!isTaken && !isElsewhere)
        {
            vcpu.cpu = cpu;
            vcpu.isBlocked = false;
        }
    }

    private void configure(final DirectVm vm, final int event)
    {
        final DirectVlpi vlpi = vm.vlpis.get(event);
        final boolean isEnabled = random.nextInt(4) != 0;
        final int priority = PRIORITY_STEP * random.nextInt(PRIORITIES);
        script.all("v4 config " + vm.number + ' ' + vlpi.vintid + ' ' + priority + ' ' + (isEnabled ? 1 : 0));
        vlpi.priority = priority;
        vlpi.isEnabled = isEnabled;
        if (vlpi.isMapped)
        {
            vlpi.target.mayBeWoken |= isEnabled && (vlpi.isPending || vlpi.spurious < vlpi.spuriousLimit);
        }
    }

    private void map(final DirectVm vm, final int event)
    {
        final DirectVlpi vlpi = vm.vlpis.get(event);
        final DirectVcpu vcpu = vm.vcpus.get(random.nextInt(vm.vcpus.size()));
        script.expect(vlpi.isMapped ? "OK -EEXIST" : DONE,
            "v4 map " + vm.number + ' ' + vm.device + ' ' + event + ' ' + vcpu.index + ' ' + vlpi.vintid);
        if (!vlpi.isMapped)
        {
            vlpi.map(vcpu);
            vlpi.spuriousLimit += vcpu == checks.toggled() ? 1 : 0;
        }
    }

    private void move(final DirectVm vm, final int event, final DirectVcpu to)
    {
        final DirectVlpi vlpi = vm.vlpis.get(event);
        script.expect(vlpi.isMapped ? DONE : "OK -ENOENT",
            "v4 move " + vm.number + ' ' + vm.device + ' ' + event + ' ' + to.index);
        if (vlpi.isMapped)
        {
            vlpi.move(to, checks.toggled());
        }
    }

    private void moveAll(final DirectVcpu from, final DirectVcpu to)
    {
        script.expect(DONE, "v4 moveall " + from.vm.number + ' ' + from.index + ' ' + to.index);
        from.vm.vlpis.stream().filter(vlpi -> vlpi.isMapped && vlpi.target == from)
            .forEach(vlpi -> vlpi.move(to, checks.toggled()));
        to.mayBeWoken = true;
    }

    private void discard(final DirectVm vm, final int event)
    {
        final DirectVlpi vlpi = vm.vlpis.get(event);
        script.expect(vlpi.isMapped ? DONE : "OK -ENOENT", "v4 discard " + vm.number + ' ' + vm.device + ' ' + event);
        vm.account.cleared += vlpi.isMapped && vlpi.isPending ? 1 : 0;
        vlpi.discard();
    }

    /** Ends the transition that is open, and has each vCPU take what it has. */
    private void drain()
    {
        while (checks.toggled() != null)
        {
            step();
            checks.all();
        }
        for (final DirectVm vm : vms)
        {
            for (final DirectVcpu vcpu : vm.vcpus)
            {
                drain(vcpu);
            }
        }
        checks.drained();
    }

    private void drain(final DirectVcpu vcpu)
    {
        vms.stream().flatMap(vm -> vm.vcpus.stream()).filter(of -> of.cpu != DirectVcpu.NO_CPU).forEach(of ->
        {
            script.all("v4 put " + of.vm.number + ' ' + of.index);
            of.cpu = DirectVcpu.NO_CPU;
        });
        load(vcpu, 0);
        while (!vcpu.active.isEmpty())
        {
            end(vcpu);
        }
        for (int i = 0; i < DRAIN_LIMIT && vcpu.isWakeDue(); i++)
        {
            acknowledge(vcpu);
            while (!vcpu.active.isEmpty())
            {
                end(vcpu);
            }
            checks.all();
        }
        script.note(!vcpu.isWakeDue(), "late", "VM " + vcpu.vm.number + " vCPU " + vcpu.index + " was not given all");
    }
}

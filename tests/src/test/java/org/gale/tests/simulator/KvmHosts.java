package org.gale.tests.simulator;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.gale.engine.command.KvmStep;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.system.Machines;
import org.gale.tables.its.EventIdBits;
import org.gale.tables.its.L2Dte;
import org.gale.tables.its.L2Itte;
import org.gale.tables.register.ItsCr0;
import org.gale.tables.register.ItsDtBaser;
import org.gale.tables.register.ItsDtCfgr;

/**
 * Random host of KVM verbs. VMs are made, run, saved, restored and destroyed on four PEs, and their guests configure
 * and acknowledge. Devices send messages, wires change, and steps of the host fail. {@link KvmChecks} compares the
 * machine with a model of the guests after each line. Owned by one thread.
 */
final class KvmHosts
{
    private static final int ACTIONS = 500;
    private static final int PES = 4;
    private static final int VMS_LIMIT = 3;
    private static final int VCPUS_LIMIT = 3;
    private static final int ID_LIMIT = 20;
    private static final int ITS_CONFIG = 0x0810_0000;
    private static final long DEVICE_TABLE = 0x5000_0000L;
    private static final long FIRST_ITT = 0x5001_0000L;
    private static final int ITT_BYTES = 0x1000;
    private static final int EVENT_BITS = 3;
    private static final int DEVICES = 64;
    private static final int DEVICE_BITS = 7;
    private static final int MASK_MAX = 31;

    private static final List<KvmStep> PER_VCPU = List.of(KvmStep.DB_IRQ, KvmStep.VPED, KvmStep.VPE_MAKE_VALID);
    private static final KvmStep[] INIT_STEPS = {
        KvmStep.VM_ID, KvmStep.DB_DOMAIN, KvmStep.VMD, KvmStep.VPET, KvmStep.SPI_IST, KvmStep.VMTE_MAKE_VALID,
        KvmStep.SPI_VIST_MAKE_VALID, KvmStep.DB_IRQ, KvmStep.VPED, KvmStep.VPE_MAKE_VALID };
    private static final KvmStep[] LPI_STEPS = { KvmStep.LPI_IST, KvmStep.LPI_VIST_MAKE_VALID };
    private static final KvmStep[] RESTORE_STEPS = {
        KvmStep.LPI_IST, KvmStep.LPI_VIST_MAKE_VALID, KvmStep.VMTE_MAKE_INVALID, KvmStep.VMTE_MAKE_VALID,
        KvmStep.VPE_MAKE_VALID };

    private final SplittableRandom random;
    private final HostScript script;
    private final KvmChecks checks;
    private final KvmWires wires;
    private final KvmGuests guests;
    private final KvmDomain domain;
    private final List<ModelVm> vms;
    private final KvmTimers timers;
    private int devices;
    private int faults;
    private int images;

    KvmHosts(final SplittableRandom random, final HostScript script)
    {
        this.random = random;
        this.script = script;
        this.checks = script.isText() ? new KvmTextChecks(script) : new KvmChecks(script);
        this.wires = new KvmWires(script, FIRST_ITT + (long)DEVICES * ITT_BYTES);
        this.vms = checks.vms();
        this.guests = new KvmGuests(script, random);
        this.timers = new KvmTimers(script, PES);
        this.domain = new KvmDomain(script, random, checks);
    }

    /**
     * Runs a random host with checks after each line, and then its program with a journal on a disk that fails.
     *
     * @throws SimulationFailure naming the seed if a promise is broken
     */
    static Simulation.Outcome simulate(final long seed)
    {
        final HostProgram program = run(seed, Machines.FACTORY);

        return Simulation.run(seed, SimulatedHosts.draw(seed, program)).plusFaults(program.faults());
    }

    /**
     * Runs a random host with checks after each line.
     *
     * @param machines makes the machine
     * @throws SimulationFailure naming the seed if a promise is broken
     */
    static HostProgram run(final long seed, final MachineFactory machines)
    {
        final KvmHosts hosts = new KvmHosts(new SplittableRandom(seed), new HostScript(machines));
        try (HostScript script = hosts.script)
        {
            hosts.run(ACTIONS);

            return script.program(seed, hosts.faults + hosts.domain.faults());
        }
        catch (final RuntimeException | AssertionError ex)
        {
            throw new SimulationFailure("seed " + seed + ": " + ex.getMessage(), ex);
        }
    }

    void run(final int actions)
    {
        script.all("machine pes=" + PES,
            "writel " + (ITS_CONFIG + ItsDtCfgr.OFFSET) + ' ' + ItsDtCfgr.DEVICEID_BITS.set(0, DEVICE_BITS),
            "writeq " + (ITS_CONFIG + ItsDtBaser.OFFSET) + ' ' + DEVICE_TABLE,
            "writel " + (ITS_CONFIG + ItsCr0.OFFSET) + ' ' + ItsCr0.ITSEN.mask());
        wires.enable(DEVICE_TABLE);
        for (int action = 0; action < actions; action++)
        {
            act();
            checks.all();
        }
        checks.accounts();
        while (!vms.isEmpty())
        {
            destroy(vms.get(vms.size() - 1), false);
            checks.all();
        }
        checks.balance();
    }

    private void act()
    {
        final int pick = random.nextInt(100);
        if (vms.isEmpty() || (pick < 2 && vms.size() < VMS_LIMIT))
        {
            create();
            return;
        }
        final ModelVm vm = vms.get(random.nextInt(vms.size()));
        final ModelVcpu vcpu = vm.vcpus.get(random.nextInt(vm.vcpus.size()));
        if (pick < 3)
        {
            destroy(vm, random.nextInt(6) == 0);
        }
        else if (pick < 5)
        {
            migrate(vm);
        }
        else if (pick < 24)
        {
            message(vm, vcpu);
        }
        else if (pick < 46)
        {
            schedule(vcpu, random.nextInt(4));
        }
        else if (pick < 50)
        {
            refused(vm, vcpu);
        }
        else if (pick < 53)
        {
            if (domain.act(vm, vcpu))
            {
                bury(vm);
            }
        }
        else if (pick < 54 && vcpu.isRunning)
        {
            dropLpis(vcpu);
        }
        else if (vcpu.isRunning && vm.isConfigured && vcpu.mask != 0 && !vm.lpis.isEmpty())
        {
            guests.act(vcpu);
        }
        else
        {
            configure(vcpu);
        }
    }

    /** Makes a VM whose INIT fails now and then, and succeeds at the second try. */
    private ModelVm create()
    {
        final int count = 1 + random.nextInt(VCPUS_LIMIT);
        ModelVm vm = make(ids(count));
        if (random.nextInt(3) == 0)
        {
            final boolean isFirst = checks.measured().vmIds() == 0 && vm.number == 0;
            final KvmStep step = isFirst && random.nextBoolean() ? KvmStep.VMT_L2_MAP :
                INIT_STEPS[random.nextInt(INIT_STEPS.length)];
            final int nth = PER_VCPU.contains(step) ? 1 + random.nextInt(count) : 1;
            arm(step, nth);
            final KvmChecks.Balance before = checks.measured();
            script.expect("OK -" + step.failure(), "kvm set_attr " + vm.number + " CTRL INIT");
            checks.failedInit(step, before);
            if (step == KvmStep.SPI_VIST_MAKE_VALID)
            {
                script.expect("OK -EIO", "kvm set_attr " + vm.number + " CTRL INIT");       // K-CMD-14
                script.all("kvm destroy_vm " + vm.number);
                vm = make(vm.ids());
            }
            domain.beforeInit(vm);
        }
        initialise(vm);
        vms.add(vm);
        checks.live(vm);
        mapDevice(vm);

        return vm;
    }

    /** Returns ids that are the indexes, or any below a limit. */
    private List<Integer> ids(final int count)
    {
        return random.nextBoolean() ? IntStream.range(0, count).boxed().toList() :
            random.ints(0, ID_LIMIT).distinct().limit(count).boxed().toList();
    }

    private ModelVm make(final List<Integer> ids)
    {
        final String answer = script.ask("kvm create_vm");
        script.check(answer.startsWith("OK ") && !answer.contains("-"), "reply", "create_vm: " + answer);
        final ModelVm vm = new ModelVm(Integer.parseInt(answer.substring(3)), ids, timers.wires());
        for (int index = 0; index < ids.size(); index++)
        {
            script.expect("OK " + index, "kvm create_vcpu " + vm.number + ' ' + ids.get(index));
        }
        if (random.nextInt(8) == 0)
        {
            arm(KvmStep.PPI_ALLOC, 1 + random.nextInt(ids.size()));
            script.expect("OK -ENOMEM", "kvm create_device " + vm.number + " vgic-v5");
        }
        script.all("kvm create_device " + vm.number + " vgic-v5", "kvm set_attr " + vm.number + " ADDR IRS 0x80000000");

        return vm;
    }

    private void initialise(final ModelVm vm)
    {
        final long before = checks.measured().pages();
        final int known = checks.nextNewVm();
        script.check(known < 0, "P3", "VM id " + known + " is valid and nobody's");
        script.all("kvm set_attr " + vm.number + " CTRL INIT");
        vm.vmId = checks.nextNewVm();
        vm.pages = checks.measured().pages() - before;
        script.check(vm.vmId >= 0, "reply", "INIT made no VM valid");
        vm.account(checks.account(vm.vmId));
    }

    private void mapDevice(final ModelVm vm)
    {
        vm.device = devices++ % DEVICES;
        final long itt = FIRST_ITT + (long)vm.device * ITT_BYTES;
        for (int event = 0; event < ModelVm.USED; event++)
        {
            script.all("writeq " + (itt + (long)event * L2Itte.LENGTH) + ' ' + L2Itte.virtual(vm.vmId, event));
        }
        script.all("writeq " + (DEVICE_TABLE + (long)vm.device * L2Dte.LENGTH) + ' ' +
            Long.toUnsignedString(L2Dte.linear(itt, new EventIdBits(EVENT_BITS))));
        wires.map(vm);
    }

    private void destroy(final ModelVm vm, final boolean leaks)
    {
        wires.unmap(vm);
        script.all("writeq " + (DEVICE_TABLE + (long)vm.device * L2Dte.LENGTH) + " 0");
        if (leaks)
        {
            arm(KvmStep.VMTE_MAKE_INVALID, 1);
        }
        vms.remove(vm);
        script.all("kvm destroy_vm " + vm.number);
        checks.destroyed(vm, leaks);
        script.all("msi 0 " + vm.device + ' ' + random.nextInt(ModelVm.USED), "kvm destroy_vm " + vm.number);
    }

    /** Destroys a VM that died of a time-out: nothing but that is left to do with it, and it leaves nothing behind. */
    private void bury(final ModelVm vm)
    {
        vm.vcpus.forEach(this::put);
        for (final String line : List.of("run " + vm.number + " 0 0", "save " + vm.number + " @dead",
            "get_attr " + vm.number + " NR_IRQS 0", "irq_line " + vm.number + " spi 0 1 1"))
        {
            script.expect("OK -EIO", "kvm " + line);
        }
        destroy(vm, false);
    }

    /** Saves a VM that is stopped and restores it as another one; the first one goes, or lives on. */
    private void migrate(final ModelVm vm)
    {
        if (!vm.isConfigured || vms.size() > VMS_LIMIT)
        {
            return;
        }
        if (vm.isAnyInRun() && random.nextBoolean())
        {
            final long digest = script.digest();
            script.expect("OK -EBUSY", "kvm save " + vm.number + " @busy");     // K-AT-70
            script.check(script.digest() == digest, "P3", "a save that was refused changed something");
            return;
        }
        vm.vcpus.forEach(this::put);
        final String image = "@" + images++;
        script.all("kvm save " + vm.number + ' ' + image);
        final ModelVm restored = make(vm.ids());
        initialise(restored);
        checks.live(restored);
        if (random.nextInt(3) == 0 && !vm.lpis.isEmpty())
        {
            final KvmChecks.Balance owned = checks.measured();
            final KvmStep step = RESTORE_STEPS[random.nextInt(RESTORE_STEPS.length)];
            arm(step, 1);
            script.expect("OK -" + step.failure(), "kvm restore " + restored.number + ' ' + image);
            if (step == KvmStep.LPI_VIST_MAKE_VALID)
            {
                script.expect("OK -EIO", "kvm restore " + restored.number + ' ' + image);   // K-CMD-15
                script.all("kvm destroy_vm " + restored.number);
                checks.destroyed(restored, false);
                return;
            }
            checks.failedStep(step, owned);
        }
        final long before = checks.measured().pages();
        script.all("kvm restore " + restored.number + ' ' + image);
        restored.pages += checks.measured().pages() - before;
        restored.restore(vm);
        vms.add(restored);
        for (final ModelVcpu vcpu : restored.vcpus)
        {
            if (vm.vcpus.get(vcpu.index).isTimerHigh)
            {
                timers.line(vcpu, true);
            }
        }
        mapDevice(restored);
        checks.all();
        if (random.nextBoolean())
        {
            destroy(vm, false);
        }
    }

    private void message(final ModelVm vm, final ModelVcpu vcpu)
    {
        final int id = random.nextInt(ModelVm.USED);
        final boolean high = random.nextBoolean();
        switch (random.nextInt(12))
        {
            case 10:
                timers.direct(vcpu, high);
                break;
            case 11:
                timers.wire(random.nextInt(PES), high);
                break;
            case 8, 9:
                wires.drive(random);
                break;
            case 0:
                script.all("kvm irq_line " + vm.number + " ppi " + vcpu.id + ' ' + ModelVcpu.SOFTWARE_PPI + ' ' +
                    (high ? 1 : 0));
                vcpu.isLatched |= high;
                break;
            case 1:
                timers.line(vcpu, high);
                break;
            case 2, 3:
                if (vm.isConfigured || id < ModelVm.FIRST_LEVEL)
                {
                    script.all("kvm irq_line " + vm.number + " spi 0 " + id + ' ' + (high ? 1 : 0));
                    vm.spis.get(id).line(high);
                }
                break;
            default:
                script.all("msi 0 " + vm.device + ' ' + id);
                vm.lpis.stream().skip(id).limit(1).forEach(ModelInterrupt::edge);
                break;
        }
    }

    private void schedule(final ModelVcpu vcpu, final int verb)
    {
        final String name = vcpu.vm.number + " " + vcpu.index;
        if (!vcpu.isRunning && verb < 2)
        {
            enter(vcpu);
        }
        else if (vcpu.isRunning && verb == 0)
        {
            script.all("kvm exit " + name);
            vcpu.exit();
        }
        else if (verb == 2)
        {
            put(vcpu);
        }
        else if (verb == 3)
        {
            script.all("kvm block " + name);
            vcpu.leave(true);
        }
    }

    private void put(final ModelVcpu vcpu)
    {
        script.all("kvm put " + vcpu.vm.number + ' ' + vcpu.index);
        vcpu.leave(false);
    }

    private void enter(final ModelVcpu vcpu)
    {
        final int pe = vcpu.pe == ModelVcpu.NO_PE ? checks.freePe(random.nextInt(PES), PES) : vcpu.pe;
        if (pe != ModelVcpu.NO_PE)
        {
            script.all("kvm run " + vcpu.vm.number + ' ' + vcpu.index + ' ' + pe);
            vcpu.run(pe);
        }
    }

    /** Brings a vCPU so far that its guest acknowledges; a table of LPIs fails now and then. */
    private void configure(final ModelVcpu vcpu)
    {
        if (!vcpu.isRunning)
        {
            enter(vcpu);
        }
        if (!vcpu.isRunning)
        {
            return;
        }
        final ModelVm vm = vcpu.vm;
        if (vm.lpis.isEmpty())
        {
            if (random.nextInt(4) == 0)
            {
                final KvmChecks.Balance owned = checks.measured();
                final KvmStep step = LPI_STEPS[random.nextInt(LPI_STEPS.length)];
                arm(step, 1);
                guests.makeLpis(vcpu);
                if (step == KvmStep.LPI_VIST_MAKE_VALID)
                {
                    bury(vm);                                                   // K-CMD-15
                    return;
                }
                checks.failedStep(step, owned);
            }
            final long before = checks.measured().pages();
            guests.makeLpis(vcpu);
            vm.makeLpis();
            vm.pages += checks.measured().pages() - before;
        }
        if (!vm.isConfigured)
        {
            guests.configure(vcpu);
        }
        if (vcpu.mask == 0)
        {
            guests.enable(vcpu, MASK_MAX);
        }
    }

    /** Has a guest take its LPI table back, unless it has one of its LPIs active. */
    private void dropLpis(final ModelVcpu vcpu)
    {
        final ModelVm vm = vcpu.vm;
        if (vm.lpis.isEmpty() || vm.hasActiveLpi())
        {
            return;
        }
        if (random.nextInt(3) == 0)
        {
            arm(KvmStep.LPI_VIST_MAKE_INVALID, 1);
            guests.dropLpis(vcpu, true);
            checks.all();
        }
        final long before = checks.measured().pages();
        guests.dropLpis(vcpu, false);
        vm.pages -= before - checks.measured().pages();
        vm.dropLpis();
    }

    /** Sends lines that must be refused, and change nothing. */
    private void refused(final ModelVm vm, final ModelVcpu vcpu)
    {
        final long digest = script.digest();
        switch (random.nextInt(6))
        {
            case 5 -> script.expect("OK -EINVAL",
                "kvm irq_line " + vm.number + " ppi " + ID_LIMIT + ' ' + ModelVcpu.SOFTWARE_PPI + " 1");
            case 0 -> script.expect("OK -EBUSY", "kvm create_vcpu " + vm.number + " 77");
            case 1 -> script.expect("OK -EINVAL", "kvm irq_line " + vm.number + " ppi " + vcpu.id + " 27 1");
            case 2 -> script.expect("OK -EINVAL", "kvm irq_line " + vm.number + " spi 0 4000 1");
            case 3 -> script.expect(vm.isAnyInRun() ? "OK -EBUSY" : "OK -EEXIST",
                "kvm create_device " + vm.number + " vgic-v5");
            default -> checks.isRefused("kvm run " + vm.number + ' ' + vcpu.index + ' ' + PES);
        }
        script.check(script.digest() == digest, "P3", "a line that was refused changed something");
    }

    private void arm(final KvmStep step, final int nth)
    {
        script.all("kvm fail " + step + ' ' + nth);
        faults++;
    }
}

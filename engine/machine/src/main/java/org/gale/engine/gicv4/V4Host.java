package org.gale.engine.gicv4;

import org.gale.engine.command.Errno;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.machine.Outputs;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.memory.StateStream;

/**
 * Host of the machine: a hypervisor that owns the hardware's tables, its VMs, and the transition that is open. It reads
 * and writes the hardware through registers, commands and tables only, but for the atomic swap (V4-P-SW1).
 */
final class V4Host
{
    private static final long LOSSY = 1;
    private static final long FAULTS = 2;
    private static final long MIGRATES = 4;
    private static final long STAGED = 8;
    private static final long PASSES = 16;

    final Gicv4Config config;
    final HostVms vms;
    /** Tables and other memory that the host has in RAM. */
    final HostMemory tables;
    /** Faults that the user has asked for. */
    final V4FaultInjection faults = new V4FaultInjection();
    final Hardware hardware;
    /** Invariants of single vLPIs. */
    final VlpiAudit vlpis;
    final SwapOrder swapOrder;
    /** Comparison of what is pending with what is owed. */
    final VlpiCheck check;
    final VpeIdPool vpeIds;
    final LpiPool lpis;
    final HostInterrupts interrupts;
    final V4ItsDriver driver;
    final Injection injection;
    final V4Residency residency;
    final RouteSwap swap;
    final VpeFactory factory;
    final Devices devices;
    final Moves moves;
    final Guest guest;
    final GuestCpu guestCpu;
    final Transition transition;
    /** VM that migrates; set once, next to the verbs. */
    MigrationPart migrations = MigrationPart.NONE;
    /** Deliberate mistake of the host, if a test handed it one. */
    final Variant variant;
    private final HostState state;

    /**
     * Brings hardware and host up.
     *
     * @param pool    holds the indexes
     * @param variant deliberate mistake, for tests
     * @throws IllegalArgumentException if RAM has no room for the tables
     */
    V4Host(
        final Gicv4Config config,
        final PhysicalMemory memory,
        final PagePool pool,
        final Outputs outputs,
        final Variant variant)
    {
        this.variant = variant;
        this.config = config;
        this.vms = new HostVms(memory, pool, config.lpiBits());
        this.tables = new HostMemory(memory);
        final HostSignal signal = new HostSignal();
        this.hardware = new Hardware(config, memory, tables, pool, signal);
        this.driver = hardware.driver();
        this.lpis = new LpiPool(memory, hardware.physicalPropertyTable(), config.cpus());
        this.injection = new Injection(driver, variant);
        this.interrupts = new HostInterrupts(lpis, injection, hardware, signal, outputs, config.version41());
        this.vpeIds = new VpeIdPool(config.pool());
        this.residency = new V4Residency(hardware, driver, lpis, config.version41(), config.cpus(), variant);
        this.vlpis = new VlpiAudit(hardware, lpis, vms);
        this.swapOrder = new SwapOrder(config.version41());
        this.check = new VlpiCheck(hardware, vlpis, swapOrder, variant);
        this.swap = new RouteSwap(hardware.its(), driver, lpis, injection, check, swapOrder, config.version41(),
            variant);
        this.factory = new VpeFactory(config, tables, vpeIds, lpis, hardware, driver, faults);
        this.devices = new Devices(memory, tables, hardware.events().devices(), driver);
        this.moves = new Moves(driver, swap, residency, injection, check, variant);
        this.guest = new Guest(devices, lpis, swap, moves, injection, residency, driver, 1 << config.lpiBits(),
            variant);
        this.guestCpu = new GuestCpu(hardware, check);
        this.transition = new Transition(new EnableSteps(factory, residency, injection, variant),
            new DisableSteps(factory, residency, injection, hardware, variant), swap, faults,
            variant);
        this.state = new HostState(vms, residency, factory, devices, lpis);
        for (int cpu = 0; cpu < config.cpus(); cpu++)
        {
            driver.mapCollection(cpu);
        }
    }

    /** Returns the vCPU that owns a vPEID, or null. */
    V4Vcpu vcpu(final int vpeId)
    {
        return factory.vcpu(vpeId);
    }

    int vmCount()
    {
        return vms.count();
    }

    /** Returns whether a VM has migrated, or does, so that its books are not those that were made for it. */
    boolean hasFollowed()
    {
        boolean hasFollowed = false;
        for (int number = 0; number < vmCount() && !hasFollowed; number++)
        {
            hasFollowed = vm(number).hasFollowed();
        }

        return hasFollowed;
    }

    /**
     * Passes whose books each VM has through a stream.
     *
     * @param isThere false where no VM has migrated, and nothing follows
     */
    void followed(final StateStream stream, final boolean isThere)
    {
        for (int number = 0; isThere && number < vmCount(); number++)
        {
            vm(number).followed(stream);
        }
    }

    /** Returns a VM by its number. */
    V4Vm vm(final int number)
    {
        return vms.vm(number);
    }

    /** Returns whether RAM has room for another VM's property table. */
    boolean hasRoomForVm()
    {
        return tables.fits(PropertyCache.lengthBytes(config.lpiBits()), 0, 0);
    }

    /** Creates a VM whose vCPUs are software-forwarded. */
    V4Vm createVm(final int vcpuCount)
    {
        return vms.add(vcpuCount, tables.allocate(PropertyCache.lengthBytes(config.lpiBits())));
    }

    /**
     * Makes all vCPUs of a new VM direct if the pool has room for all of them, else none (V4-SW-10). SGIs of such a VM
     * are delivered by the hardware if it can (V4-SGI-3).
     */
    void enableAll(final V4Vm vm)
    {
        if (vpeIds.free() >= vm.vcpus.length && tables.fitsRepeated(
            factory.tableBytes(), vm.vcpus.length, PropertyCache.lengthBytes(config.lpiBits())))
        {
            int direct = 0;
            while (direct < vm.vcpus.length && toggle(vm.vcpus[direct], true) == Errno.OK)
            {
                direct++;
            }
            final boolean isDirect = direct == vm.vcpus.length;
            vm.hasHardwareSgis = isDirect && config.version41();
            for (int index = 0; index < direct; index++)
            {
                if (isDirect)
                {
                    factory.configureSgis(vm.vcpus[index].vpe);
                }
                else
                {
                    toggle(vm.vcpus[index], false);                             // V4-BUG-11
                }
            }
        }
    }

    /** Runs a whole transition. Returns why it failed, or OK. */
    Errno toggle(final V4Vcpu vcpu, final boolean enable)
    {
        transition.begin(vcpu, enable);

        return transition.finish();
    }

    /** Passes all of the host's state but the accounting through a stream. RAM is restored before. */
    void state(final StateStream stream)
    {
        tables.state(stream);
        lpis.state(stream);
        vpeIds.state(stream);
        devices.state(stream);
        final long parts = stream.bits("parts of the host",
            (swapOrder.isLossy() ? LOSSY : 0) | (faults.isArmed() ? FAULTS : 0) |
            (migrations.isUnderWay() ? MIGRATES : 0) | (migrations.isStaged() ? STAGED : 0) |
            (migrations.hasPasses() ? PASSES : 0), LOSSY | FAULTS | MIGRATES | STAGED | PASSES);
        swapOrder.lossy((parts & LOSSY) != 0);
        if ((parts & FAULTS) != 0)
        {
            faults.state(stream);
        }
        state.vms(stream);
        transition.state(stream, vms);
        hardware.state(stream);
        if ((parts & STAGED) != 0)
        {
            migrations.passStaged(stream);
        }
        if ((parts & MIGRATES) != 0)
        {
            migrations.passMigration(stream);
        }
        if ((parts & PASSES) != 0)
        {
            migrations.passPasses(stream);
        }
        if (stream.isRestoring())
        {
            interrupts.restore();
        }
    }
}

package org.gale.engine.hypervisor;

import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmStep;
import org.gale.engine.config.KvmKernel;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.DriverPort;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.GicCdIa;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;

/** KVM of the host: VMs, vCPUs and their VGICv5 devices on one machine. */
final class Kvm
{
    private static final int INTERRUPT_LIMIT = 1 << 16;

    final Vms vms;
    final KvmHost host;
    final KvmResidency residency;
    final Attributes attributes;
    final IrqLine lines;
    final GuestFrame frame;
    final DoorbellCommands commands;
    final TableTransfer transfer;
    final VmImage image;

    private final GuestEntry entry;
    private final VmLifeCycle lifeCycle;
    private final DoorbellTargets targets = new DoorbellTargets();

    Kvm(final DriverPort port, final MachineConfig config, final KvmMistake mistake)
    {
        final KvmKernel kernel = config.value(MachineKeys.KVM);
        final long ramEnd = config.ramBase() + config.ramBytes();
        final HostDriver driver = new HostDriver(port, config.board());
        host = new KvmHost(driver, new PageAllocator(config.ramBase() + config.ramBytes() / 2, ramEnd),
            config.board().iaffids(), mistake);
        vms = new Vms();
        commands = new DoorbellCommands(host);
        entry = new GuestEntry(host);
        residency = new KvmResidency(host, entry, commands, kernel, config.pes());
        lines = new IrqLine(host);
        frame = new GuestFrame(host, lines, commands, residency, kernel);
        lifeCycle = new VmLifeCycle(host, commands, targets, kernel.hasIrs());
        transfer = new TableTransfer(host, commands, frame);
        final CpuSysregs cpuSysregs = new CpuSysregs();
        final IrsRegs irsRegs = new IrsRegs(host, frame);
        final IstGroup ist = new IstGroup(
            host, commands, frame, transfer, new UserMemory(config.ramBase(), config.ramBytes()));
        attributes = new Attributes(lifeCycle, cpuSysregs, irsRegs, ist, kernel);
        image = new VmImage(irsRegs, cpuSysregs, ist, transfer);
    }

    /**
     * Creates a vCPU.
     *
     * @param id that user space gives it
     * @return OK, and then its index is the number of vCPUs before
     */
    Errno createVcpu(final KvmVm vm, final long id)                                // K-CR-8
    {
        final int limit = vcpuLimit(vm);
        if (Long.compareUnsigned(id, KvmHost.MAX_VCPUS) >= 0 || vm.vcpus.size() >= limit)
        {
            return Errno.EINVAL;                                                // K-ID-11, in this order
        }
        if (vm.isInitialised)
        {
            return Errno.EBUSY;
        }
        if (id >= limit)
        {
            return Errno.EINVAL;                                                // K-ID-7
        }
        if (vm.vcpuById(id) != null)
        {
            return Errno.EEXIST;
        }
        if (vm.hasDevice && host.faults.fails(KvmStep.PPI_ALLOC))
        {
            return Errno.ENOMEM;
        }
        vm.vcpus.add(new KvmVcpu(vm, vm.vcpus.size(), (int)id));                   // K-ID-6

        return Errno.OK;
    }

    /**
     * Creates the device of a VM.
     *
     * @param isKnownType false for a type that is none of ours
     * @param isTest      true to ask for support only
     */
    Errno createDevice(final KvmVm vm, final boolean isKnownType, final boolean isTest)
    {
        if (!isKnownType || !host.isSupported())
        {
            return Errno.ENODEV;                                                // K-CR-1
        }
        if (isTest)
        {
            return Errno.OK;                                                    // K-CR-9
        }
        if (vm.isAnyInRun())
        {
            return Errno.EBUSY;                                                 // K-CR-2
        }
        if (vm.hasDevice)
        {
            return Errno.EEXIST;                                                // K-CR-3
        }
        if (vm.hasAnyRun())
        {
            return Errno.EBUSY;                                                 // K-CR-4
        }
        if (vm.vcpus.size() > host.maxVcpus() || vm.highestVpeId() >= host.maxVcpus())
        {
            return Errno.E2BIG;                                                 // K-CR-5
        }
        for (int i = 0; i < vm.vcpus.size(); i++)
        {
            if (host.faults.fails(KvmStep.PPI_ALLOC))
            {
                return Errno.ENOMEM;                                            // K-CR-6
            }
        }
        vm.hasDevice = true;                                                    // K-CR-7

        return Errno.OK;
    }

    /** Destroys a VM: its vCPUs are put, and what it has of the host is given back. */
    void destroy(final KvmVm vm)
    {
        for (final KvmVcpu vcpu : vm.vcpus)
        {
            residency.put(vcpu);
        }
        lifeCycle.tearDown(vm);
        vms.remove(vm);
    }

    /** Initialises the device of a VM. */
    Errno initialise(final KvmVm vm)
    {
        return lifeCycle.initialise(vm);
    }

    /** Maps a PPI of a vCPU to the wire of the PE that it runs on, or unmaps it. */
    Errno direct(final KvmVcpu vcpu, final int ppi, final boolean mapped)          // K-DVI-1, K-DVI-4
    {
        if (!vcpu.vm.hasDevice || !isInKernel(ppi))
        {
            return Errno.EINVAL;
        }
        vcpu.ppis.direct(ppi, mapped);

        return Errno.OK;
    }

    /** Returns whether a device inside the kernel owns a PPI. */
    boolean isInKernel(final int ppi)                                           // K-VC-7
    {
        return ppi < PrivateInterrupts.COUNT &&
            (PrivateInterrupts.IN_KERNEL & host.implementedPpis() & (1L << ppi)) != 0;
    }

    /** Returns the PPIs that every guest has. */
    long exposed()
    {
        return entry.exposed();
    }

    /**
     * Takes the interrupts that are signalled to a PE of the host. A doorbell wakes its vCPU. Any other interrupt stays
     * active, so that it is not signalled again.
     *
     * @return true if one was taken
     */
    boolean takeInterrupts(final int pe)                                        // K-LP-7, B-DB-4
    {
        for (int taken = 0; taken < INTERRUPT_LIMIT; taken++)
        {
            final long acknowledged = host.driver.acknowledge(pe);
            if (!GicCdIa.isValid(acknowledged))
            {
                return taken > 0;
            }
            final int intid = GicCdIa.intid(acknowledged);
            host.driver.execute(pe, GicInstruction.CDEOI, 0);
            final KvmVcpu vcpu = Intid.type(intid) == Intid.TYPE_LPI ? targets.find(Intid.id(intid)) : null;
            if (vcpu != null)
            {
                host.driver.execute(pe, GicInstruction.CDDI, GicCdIntid.of(intid));
                residency.ring(vcpu);
            }
        }

        return true;
    }

    /** Returns how many vCPUs a VM may have, which bounds their ids, too. */
    private int vcpuLimit(final KvmVm vm)                                       // K-ID-11
    {
        return vm.hasDevice ? host.maxVcpus() : KvmHost.MAX_VCPUS;
    }

    /** Passes the state of the host and its VMs through a stream. */
    void state(final StateStream stream)
    {
        host.state(stream);
        vms.state(stream);
        if (stream.isRestoring())
        {
            targets.clear();
            for (final KvmVm vm : vms.live())
            {
                for (final KvmVcpu vcpu : vm.vcpus)
                {
                    if (vcpu.doorbell != IdPool.NONE)
                    {
                        targets.put(vcpu.doorbell, vcpu);
                    }
                }
            }
        }
        residency.state(stream, vms.live());
    }
}

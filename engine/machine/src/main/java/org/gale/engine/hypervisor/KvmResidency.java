package org.gale.engine.hypervisor;

import java.util.Arrays;
import org.gale.engine.command.Errno;
import org.gale.engine.config.KvmKernel;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;
import org.gale.tables.register.IchContextrEl2;
import org.gale.tables.register.IchVmcrEl2;
import org.gale.tables.register.SystemRegister;

/**
 * Residency of vCPUs: load, put and block on the PEs, and the doorbells that wake them. A doorbell is asked for by a
 * vCPU that blocks, in the same write that ends its residency, so that no interrupt falls between the two.
 */
final class KvmResidency
{
    private final KvmHost host;
    private final GuestEntry entry;
    private final DoorbellCommands commands;
    private final KvmKernel kernel;
    private final KvmVcpu[] loaded;
    /** Sleeping vCPUs that the gap of the kernel has left without their doorbell. */
    final SilencedVcpus silenced = new SilencedVcpus();
    /** vCPUs that a migration has restored without the request of their doorbells. */
    final SilencedVcpus forgotten = new SilencedVcpus();

    KvmResidency(
        final KvmHost host,
        final GuestEntry entry,
        final DoorbellCommands commands,
        final KvmKernel kernel,
        final int pes)
    {
        this.host = host;
        this.entry = entry;
        this.commands = commands;
        this.kernel = kernel;
        this.loaded = new KvmVcpu[pes];
    }

    /** Returns the vCPU that is loaded on a PE, or null. */
    KvmVcpu loadedOn(final int pe)
    {
        return loaded[pe];
    }

    int peCount()
    {
        return loaded.length;
    }

    /** Enters the guest on a PE that is free or already the vCPU's. */
    Errno run(final KvmVcpu vcpu, final int pe)
    {
        final KvmVm vm = vcpu.vm;
        if (vm.hasDevice)
        {
            final Errno errno = prepare(vcpu);
            if (errno != Errno.OK)
            {
                vm.isDead = true;                                               // K-VC-4, K-AT-8
                return errno;
            }
            if (!load(vcpu, pe))
            {
                vm.isDead = true;                                               // K-LP-2
                return Errno.EIO;
            }
            entry.flush(vcpu);
        }
        else
        {
            occupy(vcpu, pe);
        }
        vcpu.hasRun = true;
        vcpu.isInRun = true;
        vcpu.isRunning = true;
        vcpu.isBlocked = false;
        vcpu.isWoken = false;
        vcpu.doorbellFired = false;                                             // K-LP-8: it is resident again

        return Errno.OK;
    }

    /** Leaves the guest; the vCPU stays loaded. */
    void exit(final KvmVcpu vcpu)
    {
        if (vcpu.isRunning)
        {
            vcpu.isRunning = false;
            if (vcpu.vm.hasDevice)
            {
                entry.fold(vcpu);
            }
        }
    }

    /** Ends residency without asking for a doorbell, and leaves KVM_RUN. */
    void put(final KvmVcpu vcpu)                                                   // K-LP-3, K-LP-5, K-T-18
    {
        exit(vcpu);
        if (vcpu.isLoaded())
        {
            saveCpuInterface(vcpu);
            unload(vcpu, 0);
        }
        vcpu.isInRun = false;
        vcpu.isBlocked = false;
        vcpu.isWoken = false;
    }

    /** Ends residency of a vCPU that waits for an interrupt, and asks for its doorbell. */
    void block(final KvmVcpu vcpu)                                                 // K-LP-4, K-LP-6, K-T-14
    {
        if (!vcpu.isLoaded())
        {
            return;
        }
        exit(vcpu);
        vcpu.isBlocked = true;
        vcpu.isWoken = false;
        saveCpuInterface(vcpu);
        final int mask = vcpu.vm.irs.isEnabled ? vcpu.effectiveMask() : 0;
        if (mask == 0 || host.mistake == KvmMistake.NO_DOORBELL)
        {
            unload(vcpu, 0);
        }
        else
        {
            host.lpis.target(vcpu.doorbell, vcpu.loadedPe);
            unload(vcpu, IchContextrEl2.DB.with(IchContextrEl2.DBPM.set(0, mask - 1), true));
        }
    }

    /**
     * Blocks a vCPU that has not run since its VM was restored, as it was blocked before (K-LP-4).
     *
     * @param isWoken  whether it was woken, and its host has yet to run it
     * @param asks     false to leave the request of its doorbell out
     */
    Errno blockAgain(final KvmVcpu vcpu, final boolean isWoken, final boolean asks)
    {
        final Errno errno = prepare(vcpu);
        if (errno != Errno.OK)
        {
            return errno;
        }
        vcpu.hasRun = true;
        vcpu.isInRun = true;
        vcpu.isBlocked = true;
        vcpu.isWoken = isWoken;
        final int mask = vcpu.wakesBelow();
        if (mask != 0 && asks)
        {
            host.lpis.target(vcpu.doorbell, host.driver.anyPe());
            commands.ring(vcpu, mask);
        }
        else if (!asks)
        {
            forgotten.add(vcpu);
        }

        return Errno.OK;
    }

    /** Takes the doorbell of a vCPU. */
    void ring(final KvmVcpu vcpu)                                                  // K-LP-7
    {
        if (!vcpu.isLoaded() && host.mistake != KvmMistake.NO_WAKE)
        {
            vcpu.doorbellFired = true;
            vcpu.kick();
        }
    }

    /** Returns whether a vCPU that is not loaded would be woken. */
    boolean isPending(final KvmVcpu vcpu)                                          // K-PND-4
    {
        return vcpu.vm.isInitialised && (vcpu.doorbellFired ||
            vcpu.ppis.wouldWake(entry.exposed(), vcpu.effectiveMask(), entry.physicalPending(vcpu)));
    }

    /** Brings a change of IRS_CR0.IRSEN to every vCPU of a VM. */
    void reload(final KvmVm vm)                                                    // K-LP-9, B-TRAP-34
    {
        for (int index = 0; index < vm.vcpus.size(); index++)                   // no iterator: guests do it often
        {
            final KvmVcpu vcpu = vm.vcpus.get(index);
            if (vcpu.isLoaded())
            {
                host.driver.write(vcpu.loadedPe, SystemRegister.ICH_CONTEXTR_EL2, residentContext(vcpu));
            }
            else if (vm.irs.isEnabled && vcpu.isBlocked && kernel.armsOnReload() && vcpu.effectiveMask() != 0)
            {
                // The vCPU blocked while IRSEN was 0, so nothing was asked for: P5 would break.
                commands.ring(vcpu, vcpu.effectiveMask());
            }
            else if (vm.irs.isEnabled && vcpu.isBlocked && !kernel.armsOnReload())
            {
                silenced.add(vcpu);
            }
        }
    }

    /**
     * Passes the PEs' vCPUs through a stream, after the VMs.
     *
     * @throws StateException if a vCPU is on a PE that there is not, or on that of another one
     */
    void state(final StateStream stream, final Iterable<KvmVm> vms)
    {
        if (stream.isRestoring())
        {
            Arrays.fill(loaded, null);
            for (final KvmVm vm : vms)
            {
                for (final KvmVcpu vcpu : vm.vcpus)
                {
                    place(vcpu);
                }
            }
        }
    }

    /** Takes the places of a vCPU over that is restored. */
    private void place(final KvmVcpu vcpu)
    {
        if (!isPe(vcpu.lastPe) || !isPe(vcpu.loadedPe) || (vcpu.isLoaded() && loaded[vcpu.loadedPe] != null))
        {
            throw new StateException(
                "vCPU " + vcpu.id + " is on PE " + vcpu.loadedPe + ", and was on PE " + vcpu.lastPe);
        }
        if (vcpu.isLoaded())
        {
            loaded[vcpu.loadedPe] = vcpu;
        }
    }

    private boolean isPe(final int pe)
    {
        return pe >= KvmVcpu.NO_PE && pe < loaded.length;
    }

    private Errno prepare(final KvmVcpu vcpu)                                      // K-VC-3, K-VC-4
    {
        final KvmVm vm = vcpu.vm;
        if (!vm.isReady)
        {
            if (!vm.isInitialised)
            {
                return Errno.EBUSY;
            }
            if (kernel.hasIrs() && vm.irsBase == KvmVm.NO_ADDRESS)
            {
                return Errno.ENXIO;                                             // K-AT-8
            }
            if (vm.irs.isRestorePending)
            {
                return Errno.EINVAL;                                            // K-SR-7, K-T-24
            }
            vm.isReady = true;                                                  // K-T-17
        }
        if (!vcpu.hasRun)
        {
            vcpu.ppis.finalise(entry.exposed());                                // K-VC-6, K-T-22
        }

        return Errno.OK;
    }

    private boolean load(final KvmVcpu vcpu, final int pe)                         // K-LP-1
    {
        if (vcpu.isLoaded())
        {
            return true;
        }
        final long vmcr = IchVmcrEl2.EN.with(IchVmcrEl2.VPMR.set(0, vcpu.priorityMask), vcpu.isEnabled);
        host.driver.write(pe, SystemRegister.ICH_VMCR_EL2, vmcr);
        host.driver.write(pe, SystemRegister.ICH_APR_EL2, Integer.toUnsignedLong(vcpu.activePriorities));
        host.driver.write(pe, SystemRegister.ICC_ICSR_EL1, vcpu.icsr);          // B-RES-8, B-VIN-10
        host.driver.write(pe, SystemRegister.ICH_CONTEXTR_EL2, residentContext(vcpu));
        if (IchContextrEl2.F.isSet(host.driver.read(pe, SystemRegister.ICH_CONTEXTR_EL2)))
        {
            host.driver.write(pe, SystemRegister.ICH_CONTEXTR_EL2, 0);
            return false;
        }
        occupy(vcpu, pe);

        return true;
    }

    private void occupy(final KvmVcpu vcpu, final int pe)
    {
        loaded[pe] = vcpu;
        vcpu.loadedPe = pe;
        vcpu.lastPe = pe;
    }

    private void unload(final KvmVcpu vcpu, final long request)
    {
        final int pe = vcpu.loadedPe;
        loaded[pe] = null;
        vcpu.loadedPe = KvmVcpu.NO_PE;                                             // B-DB-9: the write may ring
        if (vcpu.vm.hasDevice)
        {
            host.driver.write(pe, SystemRegister.ICH_CONTEXTR_EL2, request);
        }
    }

    private void saveCpuInterface(final KvmVcpu vcpu)
    {
        if (!vcpu.vm.hasDevice)
        {
            return;
        }
        final int pe = vcpu.loadedPe;
        final long vmcr = host.driver.read(pe, SystemRegister.ICH_VMCR_EL2);
        vcpu.isEnabled = IchVmcrEl2.EN.isSet(vmcr);
        vcpu.priorityMask = IchVmcrEl2.VPMR.getInt(vmcr);
        vcpu.activePriorities = (int)host.driver.read(pe, SystemRegister.ICH_APR_EL2);
        vcpu.icsr = host.driver.read(pe, SystemRegister.ICC_ICSR_EL1);
    }

    private static long residentContext(final KvmVcpu vcpu)
    {
        long context = IchContextrEl2.VM.set(0, vcpu.vm.vmId);
        context = IchContextrEl2.VPE.set(context, vcpu.vpeId());
        context = IchContextrEl2.IRICHPPIDIS.with(context, !vcpu.vm.irs.isEnabled);

        return IchContextrEl2.V.with(context, true);
    }
}

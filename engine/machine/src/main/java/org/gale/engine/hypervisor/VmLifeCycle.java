package org.gale.engine.hypervisor;

import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmStep;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.VpeIdBits;
import org.gale.tables.vm.Vpete;

/**
 * Life cycle of the VM behind a device. INIT takes the steps K-VM-1 to K-VM-11 in their order; if one fails, everything
 * is torn down as far as the IRS allows, and INIT may be tried again unless the VM died. Whatever an operation that
 * timed out may still be using is leaked: it stays owned, and nobody uses it any more. The table of a VIST command that
 * timed out is freed once the whole VM is invalid.
 */
final class VmLifeCycle
{
    private static final int VPE_ID_BITS_MIN = 1;

    private final KvmHost host;
    private final DoorbellCommands commands;
    private final DoorbellTargets targets;
    private final boolean hasIrs;

    /**
     * @param host     owns what VMs are made of
     * @param commands to the IRS
     * @param targets  knows the vCPU of a doorbell
     * @param hasIrs   false for the kernel whose device has PPIs only (K-SRC-1)
     */
    VmLifeCycle(
        final KvmHost host, final DoorbellCommands commands, final DoorbellTargets targets, final boolean hasIrs)
    {
        this.host = host;
        this.commands = commands;
        this.targets = targets;
        this.hasIrs = hasIrs;
    }

    /** Initialises the device of a VM. */
    Errno initialise(final KvmVm vm)
    {
        if (vm.isInitialised)
        {
            return Errno.OK;                                                    // K-AT-24
        }
        if (vm.vcpus.isEmpty())
        {
            return Errno.ENODEV;                                                // K-AT-21, K-VM-1
        }
        final int spisBefore = vm.spis.count();
        if (spisBefore == 0 && hasIrs)
        {
            vm.spis.count(SharedInterrupts.UNIT);                               // K-AT-13
        }
        final Errno errno = make(vm);
        if (errno != Errno.OK)
        {
            tearDown(vm);                                                       // K-AT-26
            vm.spis.count(spisBefore);
            return errno;
        }
        vm.irs.reset(host);
        vm.spis.reset();
        vm.userspacePpis = PrivateInterrupts.SW_PPI & host.implementedPpis();   // K-VM-2, K-UP-2
        vm.isInitialised = true;                                                // K-VM-11

        return Errno.OK;
    }

    /** Gives back what a VM has of the host. May be called twice, and after an INIT that failed. */
    void tearDown(final KvmVm vm)                                                  // K-VM-20, K-VM-21, K-T-26
    {
        if (vm.vmId == KvmVm.NO_VM_ID)
        {
            return;
        }
        final boolean isFreed = !hasLiveEntry(vm) || commands.makeVmInvalid(vm) == Errno.OK;
        if (isFreed)
        {
            freeTables(vm);
        }
        freeDoorbells(vm);                                                      // K-CMD-12: whatever came before
        if (isFreed)
        {
            host.vmTable.releaseId(vm.vmId);                                    // K-VM-22
        }
        forget(vm);
        vm.isInitialised = false;
        vm.userspacePpis = 0;
    }

    private Errno make(final KvmVm vm)
    {
        vm.vmId = host.faults.fails(KvmStep.VM_ID) ? IdPool.NONE : host.vmTable.takeId();   // K-VM-3
        if (vm.vmId == IdPool.NONE)
        {
            vm.vmId = KvmVm.NO_VM_ID;
            return Errno.ENOSPC;                                                // K-ID-8
        }
        Errno errno = takeDoorbells(vm);
        if (errno == Errno.OK)
        {
            errno = makeEntry(vm);
        }
        if (errno == Errno.OK)
        {
            errno = makeVpeEntries(vm);
        }
        if (errno == Errno.OK && hasIrs)
        {
            errno = makeSpis(vm);
        }
        for (int i = 0; i < vm.vcpus.size() && errno == Errno.OK; i++)
        {
            errno = commands.makeVpeValid(vm.vcpus.get(i));                     // K-VM-10, K-VC-2
        }

        return errno;
    }

    private Errno takeDoorbells(final KvmVm vm)
    {
        if (host.faults.fails(KvmStep.DB_DOMAIN))                               // K-VM-4
        {
            return Errno.ENOMEM;
        }
        for (final KvmVcpu vcpu : vm.vcpus)
        {
            vcpu.doorbell = host.lpis.take();
            if (vcpu.doorbell == IdPool.NONE)
            {
                return Errno.ENOMEM;
            }
        }
        for (final KvmVcpu vcpu : vm.vcpus)
        {
            if (host.faults.fails(KvmStep.DB_IRQ))                              // K-VM-5
            {
                return Errno.ENOMEM;
            }
            host.lpis.enable(vcpu.doorbell);
            targets.put(vcpu.doorbell, vcpu);
        }

        return Errno.OK;
    }

    private Errno makeEntry(final KvmVm vm)                                        // K-VM-6
    {
        if (vm.highestVpeId() >= host.maxVcpus())
        {
            return Errno.E2BIG;                                                 // K-AT-25
        }
        if (host.vmTable.isTwoLevel())
        {
            if (!host.vmTable.fillL1Entry(vm.vmId))
            {
                return Errno.ENOMEM;
            }
            final Errno mapped = commands.mapL2(vm);
            if (mapped == Errno.ETIMEDOUT)
            {
                return mapped;
            }
        }
        vm.vpeIdBits = Math.max(VPE_ID_BITS_MIN, Integer.SIZE - Integer.numberOfLeadingZeros(vm.highestVpeId()));
        vm.vmd = host.allocate(KvmStep.VMD, PageAllocator.PAGE_BYTES, 1);
        vm.vpet = vm.vmd == PageAllocator.NONE ? PageAllocator.NONE :
            host.allocate(KvmStep.VPET, vpetBytes(vm), 1);                      // K-TAB-5, K-T-20
        if (vm.vpet == PageAllocator.NONE)
        {
            return Errno.ENOMEM;
        }
        final long vmWord = host.vmTable.hasVmds() ? L2Vmte.VMD_ADDR.withAddress(0, vm.vmd) : 0;
        host.vmTable.word(vm.vmId, L2Vmte.VM_WORD, vmWord);                     // K-TAB-2, K-TAB-9
        host.vmTable.word(vm.vmId, L2Vmte.VPET_WORD, L2Vmte.vpetWord(vm.vpet, new VpeIdBits(vm.vpeIdBits)));
        host.vmTable.word(vm.vmId, L2Vmte.LPI_IST_WORD, 0);
        host.vmTable.word(vm.vmId, L2Vmte.SPI_IST_WORD, 0);
        final Errno errno = commands.makeVmValid(vm);                           // K-VM-7
        if (errno == Errno.ETIMEDOUT)
        {
            leak(vm);
        }

        return errno;
    }

    private Errno makeVpeEntries(final KvmVm vm)                                   // K-VM-8, K-TAB-4
    {
        for (final KvmVcpu vcpu : vm.vcpus)
        {
            vcpu.vped = host.allocate(KvmStep.VPED, PageAllocator.PAGE_BYTES, 1);
            if (vcpu.vped == PageAllocator.NONE)
            {
                return Errno.ENOMEM;
            }
            host.driver.store(DoorbellCommands.vpeteAddress(vcpu), Vpete.withVpedAddress(0, vcpu.vped));
        }

        return Errno.OK;
    }

    private Errno makeSpis(final KvmVm vm)                                         // K-VM-9
    {
        if (!vm.spiTable.allocate(host, KvmStep.SPI_IST, vm.spis.idBits(), false))
        {
            return Errno.ENOMEM;
        }

        return commands.makeSpisValid(vm);
    }

    /** Leaves the VM id, the VPE table and the descriptor behind: the IRS may have taken them (K-CMD-11). */
    private void leak(final KvmVm vm)
    {
        freeDoorbells(vm);
        vm.vmId = KvmVm.NO_VM_ID;
        forget(vm);
    }

    private boolean hasLiveEntry(final KvmVm vm)
    {
        return vm.vpet != PageAllocator.NONE && commands.isVmValid(vm);
    }

    private void freeTables(final KvmVm vm)
    {
        vm.lpiTable.free(host);
        vm.spiTable.free(host);
        for (final KvmVcpu vcpu : vm.vcpus)
        {
            host.free(vcpu.vped, PageAllocator.PAGE_BYTES);
        }
        if (vm.vpet != PageAllocator.NONE)
        {
            for (int word = 0; word < L2Vmte.WORD_COUNT; word++)
            {
                host.vmTable.word(vm.vmId, word, 0);
            }
        }
        host.free(vm.vpet, vpetBytes(vm));
        host.free(vm.vmd, PageAllocator.PAGE_BYTES);
    }

    private void freeDoorbells(final KvmVm vm)
    {
        for (final KvmVcpu vcpu : vm.vcpus)
        {
            if (vcpu.doorbell != IdPool.NONE)
            {
                host.lpis.disable(vcpu.doorbell);
                targets.remove(vcpu.doorbell);
                host.lpis.release(vcpu.doorbell);
                vcpu.doorbell = IdPool.NONE;
            }
        }
    }

    private static void forget(final KvmVm vm)
    {
        vm.vmId = KvmVm.NO_VM_ID;
        vm.vmd = PageAllocator.NONE;
        vm.vpet = PageAllocator.NONE;
        vm.spiTable.forget();
        vm.lpiTable.forget();
        for (final KvmVcpu vcpu : vm.vcpus)
        {
            vcpu.vped = PageAllocator.NONE;
        }
    }

    /** Returns the length of the VPE table of a VM. */
    static long vpetBytes(final KvmVm vm)
    {
        return (long)Vpete.LENGTH << vm.vpeIdBits;
    }
}

package org.gale.engine.hypervisor;

import java.util.function.Consumer;

import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmStep;
import org.gale.engine.software.IrsDriver;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsVmtStatusr;
import org.gale.tables.register.IrsVpeCr0;
import org.gale.tables.register.IrsVpeDbr;
import org.gale.tables.register.IrsVpeSelr;
import org.gale.tables.register.IrsVpeStatusr;
import org.gale.tables.vm.L1Vmte;
import org.gale.tables.vm.L2Vmte;
import org.gale.tables.vm.Vpete;

/**
 * Commands of the doorbell domain. Each asks the IRS to make one object of a VM valid or invalid, and waits until the
 * IRS is idle before and after. A refused command is no step for injected faults. After a timeout nobody knows whether
 * the IRS has executed the command (K-CMD-21), so a VM dies of one that was to give the IRS a table (K-CMD-14).
 */
final class DoorbellCommands
{
    private final KvmHost host;

    DoorbellCommands(final KvmHost host)
    {
        this.host = host;
    }

    /**
     * Executes a command for a vCPU, or through its doorbell for its VM.
     *
     * @param step the command, or null for one that does not exist
     */
    Errno execute(final KvmVcpu vcpu, final KvmStep step)
    {
        if (vcpu.doorbell == IdPool.NONE)
        {
            return Errno.ENXIO;                                                 // K-CMD-1
        }
        if (step == null || !step.isCommand())                                  // K-CMD-1, K-CMD-17
        {
            return Errno.EINVAL;
        }
        final KvmVm vm = vcpu.vm;
        switch (step)
        {
            case VMT_L2_MAP: return mapL2(vm);
            case VMTE_MAKE_VALID: return makeVmValid(vm);
            case VMTE_MAKE_INVALID: return makeVmInvalid(vm);
            case VPE_MAKE_VALID: return makeVpeValid(vcpu);
            case SPI_VIST_MAKE_VALID: return makeSpisValid(vm);
            case LPI_VIST_MAKE_VALID: return makeLpisValid(vm);
            case LPI_VIST_MAKE_INVALID: return makeLpisInvalid(vm);
            default: throw new IllegalStateException("not a command: step=" + step);
        }
    }

    /** Makes the level 1 entry of the VM valid. */
    Errno mapL2(final KvmVm vm)                                                    // K-CMD-10
    {
        if (!host.vmTable.isTwoLevel())
        {
            return Errno.EINVAL;
        }
        final long entry = host.vmTable.l1Entry(vm.vmId);
        if (entry == 0 || L1Vmte.isValid(entry))
        {
            return Errno.EINVAL;
        }

        return ask(KvmStep.VMT_L2_MAP, irs -> irs.mapL2(vm.vmId));
    }

    /** Makes the VM valid. */
    Errno makeVmValid(final KvmVm vm)                                              // K-CMD-11
    {
        if (isVmValid(vm))
        {
            return Errno.EINVAL;
        }

        return ask(KvmStep.VMTE_MAKE_VALID, irs -> irs.mapVm(vm.vmId));
    }

    /** Makes the VM invalid, with its VPEs and its tables. */
    Errno makeVmInvalid(final KvmVm vm)                                            // K-CMD-12
    {
        if (!isVmValid(vm))
        {
            return Errno.EINVAL;
        }
        if (vm.isAnyLoaded())
        {
            return Errno.EBUSY;
        }

        return ask(KvmStep.VMTE_MAKE_INVALID, irs -> irs.unmapVm(vm.vmId));
    }

    /** Makes a VPE valid and sets its doorbell up, which nothing rings before the first block (K-LP-10). */
    Errno makeVpeValid(final KvmVcpu vcpu)                                         // K-CMD-13
    {
        final KvmVm vm = vcpu.vm;
        if (!isVmValid(vm))
        {
            return Errno.EINVAL;
        }
        if (vcpu.vpeId() >= host.maxVcpus() || vcpu.vpeId() >= 1 << vm.vpeIdBits)
        {
            return Errno.E2BIG;
        }
        if (Vpete.isValid(host.driver.load(vpeteAddress(vcpu))))
        {
            return Errno.EBUSY;
        }
        final Errno mapped = ask(KvmStep.VPE_MAKE_VALID, irs -> irs.mapVpe(vm.vmId, vcpu.vpeId()));
        if (mapped != Errno.OK)
        {
            return mapped;
        }
        if (!select(vcpu))
        {
            return Errno.EINVAL;
        }
        host.driver.irs(IrsVpeCr0.OFFSET, IrsVpeCr0.DPS.mask());
        host.driver.irsWide(IrsVpeDbr.OFFSET, IrsVpeDbr.DBV.with(IrsVpeDbr.INTID.set(0, vcpu.doorbell), true));

        return host.driver.awaitIdle(IrsVpeStatusr.OFFSET) ? Errno.OK : Errno.ETIMEDOUT;
    }

    /** Makes the VM's SPI table valid. */
    Errno makeSpisValid(final KvmVm vm)                                            // K-CMD-14
    {
        return assign(vm, vm.spiTable, KvmStep.SPI_VIST_MAKE_VALID, Intid.TYPE_SPI, L2Vmte.SPI_IST_WORD);
    }

    /** Makes the VM's LPI table valid. */
    Errno makeLpisValid(final KvmVm vm)                                            // K-CMD-15
    {
        return assign(vm, vm.lpiTable, KvmStep.LPI_VIST_MAKE_VALID, Intid.TYPE_LPI, L2Vmte.LPI_IST_WORD);
    }

    /** Makes the VM's LPI table invalid. */
    Errno makeLpisInvalid(final KvmVm vm)                                          // K-CMD-16
    {
        if (!isVmValid(vm) || !isTableValid(vm, L2Vmte.LPI_IST_WORD))
        {
            return Errno.EINVAL;
        }

        return ask(KvmStep.LPI_VIST_MAKE_INVALID, irs -> irs.unmapIst(vm.vmId, Intid.TYPE_LPI));
    }

    /** Requests the doorbell of a vCPU that is not resident, at priorities below a mask. */
    void ring(final KvmVcpu vcpu, final int mask)                                  // B-DB-1, K-LP-9
    {
        if (select(vcpu))
        {
            final long dbr = IrsVpeDbr.DBPM.set(IrsVpeDbr.INTID.set(0, vcpu.doorbell), mask - 1);
            host.driver.irsWide(IrsVpeDbr.OFFSET, IrsVpeDbr.REQ_DB.with(IrsVpeDbr.DBV.with(dbr, true), true));
            host.driver.awaitIdle(IrsVpeStatusr.OFFSET);
        }
    }

    boolean isVmValid(final KvmVm vm)
    {
        return vm.vmId != KvmVm.NO_VM_ID && L2Vmte.isValid(host.vmTable.word(vm.vmId, L2Vmte.VM_WORD));
    }

    /** Returns whether the IRS uses a table of a VM. */
    boolean isTableValid(final KvmVm vm, final int wordIndex)
    {
        return L2Vmte.isIstValid(host.vmTable.word(vm.vmId, wordIndex));
    }

    /** Returns the address of a vCPU's entry in the VPE table. */
    static long vpeteAddress(final KvmVcpu vcpu)
    {
        return vcpu.vm.vpet + (long)vcpu.vpeId() * Vpete.LENGTH;
    }

    private Errno assign(
        final KvmVm vm, final GuestTable table, final KvmStep step, final int type, final int wordIndex)
    {
        if (!isVmValid(vm) || !table.exists() || isTableValid(vm, wordIndex))    // K-CMD-20
        {
            return Errno.EINVAL;
        }
        host.vmTable.word(vm.vmId, wordIndex, table.vmteWord());
        final Errno errno = ask(step, irs -> irs.mapIst(vm.vmId, type));
        if (errno == Errno.ETIMEDOUT)
        {
            vm.isDead = host.mistake != KvmMistake.TIMEOUT_FORGIVEN;            // K-CMD-14: the IRS may use the section
        }
        else if (errno != Errno.OK)
        {
            host.vmTable.word(vm.vmId, wordIndex, 0);                           // K-T-2
        }

        return errno;
    }

    /** Asks the IRS for a change once it is idle, and waits until it is idle again. */
    private Errno ask(final KvmStep step, final Consumer<IrsDriver> change)
    {
        if (host.faults.fails(step) || !host.driver.awaitIdle(IrsVmtStatusr.OFFSET))
        {
            return Errno.ETIMEDOUT;
        }
        change.accept(host.driver.irs());

        return host.driver.awaitIdle(IrsVmtStatusr.OFFSET) ? Errno.OK : Errno.ETIMEDOUT;    // K-CMD-2
    }

    private boolean select(final KvmVcpu vcpu)
    {
        final long selr = IrsVpeSelr.VM_ID.set(IrsVpeSelr.VPE_ID.set(0, vcpu.vpeId()), vcpu.vm.vmId);
        host.driver.irsWide(IrsVpeSelr.OFFSET, IrsVpeSelr.S.with(selr, true));

        return host.driver.awaitIdle(IrsVpeStatusr.OFFSET) &&
            IrsVpeStatusr.V.isSet(host.driver.irs(IrsVpeStatusr.OFFSET));
    }
}

package org.gale.engine.hypervisor;

import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmStep;
import org.gale.engine.config.KvmKernel;
import org.gale.engine.machine.HalfWrites;
import org.gale.tables.register.Aidr;
import org.gale.tables.register.Devarch;
import org.gale.tables.register.Iidr;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsCr1;
import org.gale.tables.register.IrsIdr0;
import org.gale.tables.register.IrsIdr1;
import org.gale.tables.register.IrsIdr2;
import org.gale.tables.register.IrsIdr5;
import org.gale.tables.register.IrsIdr6;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsIstStatusr;
import org.gale.tables.register.IrsPeCr0;
import org.gale.tables.register.IrsPeSelr;
import org.gale.tables.register.IrsPeStatusr;
import org.gale.tables.register.IrsSpiCfgr;
import org.gale.tables.register.IrsSpiDomainr;
import org.gale.tables.register.IrsSpiSelr;
import org.gale.tables.register.IrsSpiStatusr;
import org.gale.tables.register.IrsSyncStatusr;

/**
 * Configuration frame of the IRS that KVM shows to a guest, as the guest's loads and stores reach it. What is not there
 * reads as zero and ignores writes; every operation completes at once, so that IDLE reads 1.
 */
final class GuestFrame
{
    /** Bytes of the two frames: configuration and SETLPI (K-AT-1). */
    static final int FRAMES_BYTES = 0x20000;

    private static final int CONFIG_BYTES = 0x10000;
    private static final int IDLE = 1;
    private static final int NON_SECURE = 1;
    private static final int DPS = 1;
    private static final int CR1_MASK = 0xffff;
    private static final int IST_CFGR_MASK = 0x1_01ff;
    private static final long WORD_MASK = 0xffff_ffffL;
    private static final int L2SZ_4K = 1;

    private final Host host;
    private final IrqLine lines;
    private final DoorbellCommands commands;
    private final Residency residency;
    private final KvmKernel kernel;

    GuestFrame(
        final Host host,
        final IrqLine lines,
        final DoorbellCommands commands,
        final Residency residency,
        final KvmKernel kernel)
    {
        this.kernel = kernel;
        this.host = host;
        this.lines = lines;
        this.commands = commands;
        this.residency = residency;
    }

    /** Returns what a guest's load reads. */
    long load(final Vm vm, final int offset, final int sizeBytes)
    {
        if (!isAccess(offset, sizeBytes))
        {
            return 0;                                                           // K-IRS-10, B-GEN-9
        }
        if (isBaser(offset))
        {
            return HalfWrites.selected(offset, sizeBytes, vm.irs.istBaser);     // K-AT-63
        }
        if (sizeBytes != Integer.BYTES)
        {
            return 0;
        }

        return (offset >= Devarch.OFFSET ? host.driver.irs(offset) : read(vm, offset, true)) & WORD_MASK;
    }

    /** Takes a guest's store. */
    void store(final Vm vm, final int offset, final int sizeBytes, final long value)
    {
        if (!isAccess(offset, sizeBytes))
        {
            return;
        }
        if (isBaser(offset))
        {
            final long baser = HalfWrites.merged(offset, sizeBytes, value, vm.irs.istBaser);
            writeBaser(vm, baser, IrsIstBaser.VALID.isSet(HalfWrites.written(offset, sizeBytes)));
        }
        else if (sizeBytes == Integer.BYTES)
        {
            writeWord(vm, offset, (int)value);
        }
    }

    /**
     * Reads a 32-bit register.
     *
     * @param asGuest true to see the selected objects in the status registers; user space sees IDLE alone (K-AT-56)
     * @return its value, 0 where there is none
     */
    int read(final Vm vm, final int register, final boolean asGuest)
    {
        final GuestIrs irs = vm.irs;
        switch (register)
        {
            case IrsIdr0.OFFSET: return IrsIdr0.PA_RANGE.set(NON_SECURE, host.paRange());    // K-IRS-1
            case IrsIdr1.OFFSET: return idr1(vm);
            case IrsIdr2.OFFSET: return idr2(irs);
            case IrsIdr5.OFFSET:
            case IrsIdr6.OFFSET: return vm.spis.count();
            case Iidr.OFFSET:
            case Aidr.OFFSET: return host.driver.irs(register);
            case IrsCr0.OFFSET: return IrsCr0.IRSEN.with(IrsCr0.IDLE.mask(), irs.isEnabled);     // K-IRS-2
            case IrsCr1.OFFSET: return irs.cr1;
            case IrsSyncStatusr.OFFSET:
            case IrsIstStatusr.OFFSET: return IDLE;
            case IrsSpiSelr.OFFSET: return irs.spiSelr;
            case IrsSpiDomainr.OFFSET: return NON_SECURE;
            case IrsSpiCfgr.OFFSET: return hasSpi(vm) && vm.spis.isLevel(irs.spiSelr) ? 1 : 0;
            case IrsSpiStatusr.OFFSET: return IrsSpiStatusr.V.with(IDLE, asGuest && hasSpi(vm));    // K-IRS-4
            case IrsPeSelr.OFFSET: return irs.peSelr;
            case IrsPeStatusr.OFFSET: return peStatus(asGuest && hasPe(vm));
            case IrsPeCr0.OFFSET: return hasPe(vm) ? DPS : 0;
            case IrsIstCfgr.OFFSET: return irs.istCfgr;
            default: return 0;
        }
    }

    /** Takes a store to a register that the guest and user space write alike: selections, CR1, the trigger mode. */
    void write(final Vm vm, final int register, final int value)
    {
        switch (register)
        {
            case IrsCr1.OFFSET:
                vm.irs.cr1 = value & CR1_MASK;
                break;
            case IrsSpiSelr.OFFSET:
                vm.irs.spiSelr = value & GuestIrs.NO_SPI;
                break;
            case IrsPeSelr.OFFSET:
                vm.irs.peSelr = value & GuestIrs.NO_PE;
                break;
            case IrsSpiCfgr.OFFSET:
                if (hasSpi(vm))
                {
                    lines.triggerMode(vm, vm.irs.spiSelr, (value & 1) != 0);    // K-IRS-5
                }
                break;
            default:
                break;                                                          // K-IRS-3, K-IRS-10: ignored
        }
    }

    private void writeWord(final Vm vm, final int register, final int value)
    {
        switch (register)
        {
            case IrsCr0.OFFSET:
                enable(vm, IrsCr0.IRSEN.isSet(value));
                break;
            case IrsIstCfgr.OFFSET:
                if (!IrsIstBaser.VALID.isSet(vm.irs.istBaser))                  // K-IRS-6
                {
                    vm.irs.istCfgr = value & IST_CFGR_MASK;
                }
                break;
            default:
                write(vm, register, value);
                break;
        }
    }

    private void enable(final Vm vm, final boolean enabled)                     // K-IRS-2
    {
        if (vm.irs.isEnabled != enabled)
        {
            vm.irs.isEnabled = enabled;
            residency.reload(vm);
        }
    }

    /**
     * Takes a write of IRS_IST_BASER.
     *
     * @param value   with the half that was not written as it was
     * @param decides true if the half that holds VALID was written, so that VALID acts (M-HALF)
     */
    private void writeBaser(final Vm vm, final long value, final boolean decides)
    {
        final boolean isValid = IrsIstBaser.VALID.isSet(vm.irs.istBaser);
        final boolean becomesValid = decides ? IrsIstBaser.VALID.isSet(value) : isValid;
        if (isValid)
        {
            if (!becomesValid && makeInvalid(vm))                               // K-IRS-7: the address is fixed
            {
                vm.irs.istBaser = IrsIstBaser.VALID.with(vm.irs.istBaser, false);
            }
        }
        else if (!becomesValid)
        {
            vm.irs.istBaser = IrsIstBaser.ADDR.address(value);
        }
        else if (isGoodConfiguration(vm.irs) && makeValid(vm) == Errno.OK)      // K-IRS-8
        {
            vm.irs.istBaser = IrsIstBaser.VALID.with(IrsIstBaser.ADDR.address(value), true);
        }
    }

    private boolean isAccess(final int offset, final int sizeBytes)
    {
        return kernel.hasIrs() && offset < CONFIG_BYTES && sizeBytes >= Integer.BYTES &&
            (offset & (sizeBytes - 1)) == 0;
    }

    private static boolean isBaser(final int offset)
    {
        return (offset & -Long.BYTES) == IrsIstBaser.OFFSET;
    }

    /** Allocates the host's table for the guest's LPIs and makes it valid. */
    Errno makeValid(final Vm vm)                                                // K-IRS-8, K-IRS-11, K-CMD-15
    {
        if (vm.lpiTable.exists())
        {
            return Errno.EBUSY;                                                 // K-CMD-22
        }
        final int idBits = IrsIstCfgr.LPI_ID_BITS.get(vm.irs.istCfgr);
        if (!vm.lpiTable.allocate(host, KvmStep.LPI_IST, idBits, true))
        {
            return Errno.ENOMEM;
        }
        final Errno errno = commands.makeLpisValid(vm);
        if (errno == Errno.ETIMEDOUT)
        {
            vm.lpiTable.forget();                                               // K-CMD-21
        }
        else if (errno != Errno.OK)
        {
            vm.lpiTable.free(host);
        }

        return errno;
    }

    /** Returns whether the guest's IST_CFGR may become valid: 4-byte entries, linear, as many ID bits as offered. */
    boolean isGoodConfiguration(final GuestIrs irs)                             // K-IRS-8
    {
        final int idBits = IrsIstCfgr.LPI_ID_BITS.get(irs.istCfgr);

        return idBits >= irs.minLpiIdBits && idBits <= irs.idBits && IrsIstCfgr.ISTSZ.get(irs.istCfgr) == 0 &&
            !IrsIstCfgr.STRUCTURE.isSet(irs.istCfgr);
    }

    private boolean makeInvalid(final Vm vm)                                    // K-IRS-9, B-TRAP-25
    {
        final Errno errno = commands.makeLpisInvalid(vm);
        if (errno == Errno.ETIMEDOUT)
        {
            return false;                                                       // the guest reads VALID = 1
        }
        vm.lpiTable.free(host);

        return true;
    }

    private boolean hasSpi(final Vm vm)
    {
        return vm.irs.spiSelr < vm.spis.count();
    }

    private static boolean hasPe(final Vm vm)
    {
        return vm.irs.peSelr < vm.vcpus.size();                                 // K-IRS-3
    }

    private static int peStatus(final boolean valid)
    {
        return IrsPeStatusr.ONLINE.with(IrsPeStatusr.V.with(IDLE, valid), valid);
    }

    private static int idr1(final Vm vm)                                        // K-IRS-1, K-TAB-5
    {
        final int idr1 = IrsIdr1.IAFFID_BITS.set(IrsIdr1.PE_CNT.set(0, vm.vcpus.size()), vm.vpeIdBits - 1);

        return IrsIdr1.PRI_BITS.set(idr1, vm.irs.priBits);
    }

    private static int idr2(final GuestIrs irs)                                 // K-IRS-1, K-ID-10
    {
        int idr2 = IrsIdr2.LPI.with(IrsIdr2.ID_BITS.set(0, irs.idBits), true);
        idr2 = IrsIdr2.MIN_LPI_ID_BITS.set(idr2, irs.minLpiIdBits);

        return IrsIdr2.IST_L2SZ.set(idr2, L2SZ_4K);
    }
}

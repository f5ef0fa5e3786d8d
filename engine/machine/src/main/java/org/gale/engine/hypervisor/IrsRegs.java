package org.gale.engine.hypervisor;

import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmAttr;
import org.gale.tables.register.InterruptDomain;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.IrsIdr0;
import org.gale.tables.register.IrsIdr1;
import org.gale.tables.register.IrsIdr2;
import org.gale.tables.register.IrsIdr5;
import org.gale.tables.register.IrsIdr6;
import org.gale.tables.register.IrsIdr7;
import org.gale.tables.register.IrsIstBaser;
import org.gale.tables.register.IrsIstCfgr;
import org.gale.tables.register.IrsSpiCfgr;

/** Group IRS_REGS: the guest's IRS as user space saves and restores it. */
final class IrsRegs
{
    private static final int FEATURES = IrsIdr0.VIRT.mask() | IrsIdr0.ONE_N.mask() | IrsIdr0.VIRT_ONE_N.mask() |
        IrsIdr0.SETLPI.mask() | IrsIdr0.MEC.mask() | IrsIdr0.MPAM.mask() | IrsIdr0.SWE.mask();

    private final KvmHost host;
    private final GuestFrame frame;

    IrsRegs(final KvmHost host, final GuestFrame frame)
    {
        this.host = host;
        this.frame = frame;
    }

    Errno has(final KvmVm vm, final long offset)
    {
        if (vm.vcpus.isEmpty())
        {
            return Errno.EINVAL;                                                // K-AT-50
        }

        return checkOffset(offset);
    }

    Errno read(final KvmVm vm, final long offset, final AttrValue value)
    {
        Errno errno = check(vm, offset, false);
        if (errno == Errno.OK && value.isPointerBad())
        {
            errno = Errno.EFAULT;
        }
        if (errno == Errno.OK)
        {
            value.answer(read(vm, (int)offset));
        }

        return errno;
    }

    Errno write(final KvmVm vm, final long offset, final AttrValue value)
    {
        if (value.isPointerBad())
        {
            return Errno.EFAULT;                                                // K-AT-53
        }
        final Errno errno = check(vm, offset, true);

        return errno == Errno.OK ? write(vm, (int)offset, value.numbers[0]) : errno;
    }

    /** Returns the value of a register that is listed. */
    long read(final KvmVm vm, final int offset)                                    // K-AT-55, K-AT-56
    {
        return offset == IrsIstBaser.OFFSET ? vm.irs.istBaser : Integer.toUnsignedLong(frame.read(vm, offset));
    }

    /** Returns what user space changed of IRS_IDR0: exclusive or with its value at INIT. */
    long idr0Change(final KvmVm vm)
    {
        return Integer.toUnsignedLong(vm.irs.idr0(host) ^ GuestIrs.initialIdr0(host));
    }

    /** Restores what was changed of IRS_IDR0. */
    Errno changeIdr0(final KvmVm vm, final long change)
    {
        return writeIdr0(vm.irs, GuestIrs.initialIdr0(host) ^ (int)change);
    }

    /** Restores a register that is listed. */
    Errno write(final KvmVm vm, final int offset, final long value)
    {
        final GuestIrs irs = vm.irs;
        switch (offset)
        {
            case IrsIdr0.OFFSET:
                return writeIdr0(irs, (int)value);
            case IrsIdr1.OFFSET:
                return writeIdr1(vm, (int)value);
            case IrsIdr2.OFFSET:
                return writeIdr2(irs, (int)value);
            case IrsIdr5.OFFSET:
            case IrsIdr6.OFFSET:
            case IrsIdr7.OFFSET:
                return (int)value == (int)read(vm, offset) ? Errno.OK : Errno.EINVAL;       // K-AT-60
            case IrsCr0.OFFSET:
                irs.isEnabled = IrsCr0.IRSEN.isSet((int)value);                 // K-AT-61
                return Errno.OK;
            case IrsIstCfgr.OFFSET:
                return writeCfgr(vm, (int)value);
            case IrsIstBaser.OFFSET:
                return writeBaser(vm, value);
            case IrsSpiCfgr.OFFSET:
                return Errno.OK;                                                // K-AT-64
            default:
                frame.write(vm, offset, (int)value);
                return Errno.OK;
        }
    }

    private Errno writeIdr0(final GuestIrs irs, final int value)                // K-AT-57
    {
        if ((value & (IrsIdr0.INT_DOM.mask() | FEATURES)) != IrsIdr0.INT_DOM.set(0, InterruptDomain.NON_SECURE))
        {
            return Errno.EINVAL;
        }
        irs.idr0(host, value);

        return Errno.OK;
    }

    private Errno writeIdr1(final KvmVm vm, final int value)                       // K-AT-58
    {
        final int priBits = IrsIdr1.PRI_BITS.get(value);
        if (IrsIdr1.IAFFID_BITS.get(value) != vm.vpeIdBits - 1 || priBits > host.priBitsMinusOne())
        {
            return Errno.EINVAL;
        }
        vm.irs.priBits = priBits;

        return Errno.OK;
    }

    private Errno writeIdr2(final GuestIrs irs, final int value)                // K-AT-59
    {
        final int idBits = IrsIdr2.ID_BITS.get(value);
        final int min = IrsIdr2.MIN_LPI_ID_BITS.get(value);
        if (!IrsIdr2.LPI.isSet(value) || IrsIdr2.IST_LEVELS.isSet(value) || IrsIdr2.ISTMD.isSet(value) ||
            IrsIdr2.ISTMD_SZ.get(value) != 0)
        {
            return Errno.EINVAL;
        }
        if (idBits > host.guestIdBitsMax() || min < host.minLpiIdBits() || min > idBits)
        {
            return Errno.EINVAL;
        }
        irs.idBits = idBits;
        irs.minLpiIdBits = min;
        irs.l2sz(IrsIdr2.IST_L2SZ.get(value));

        return Errno.OK;
    }

    private Errno writeCfgr(final KvmVm vm, final int value)                    // K-AT-62
    {
        final int cfgr = value & GuestFrame.IST_CFGR_MASK;
        if (vm.lpiTable.exists())
        {
            return cfgr == vm.irs.istCfgr ? Errno.OK : Errno.EINVAL;
        }
        vm.irs.istCfgr = cfgr;

        return Errno.OK;
    }

    private Errno writeBaser(final KvmVm vm, final long value)              // K-AT-62
    {
        final long baser = value & (IrsIstBaser.VALID.mask() | IrsIstBaser.ADDR.mask());
        if (vm.lpiTable.exists())
        {
            return baser == vm.irs.istBaser ? Errno.OK : Errno.EINVAL;
        }
        vm.irs.istBaser = baser;
        // A later write of VALID = 0 does not take it back.
        vm.irs.isRestorePending = vm.irs.isRestorePending || IrsIstBaser.VALID.isSet(baser);

        return Errno.OK;
    }

    private Errno check(final KvmVm vm, final long offset, final boolean isWrite)
    {
        if (vm.isAnyInRun() || !vm.isInitialised || (isWrite && vm.hasAnyRun()))
        {
            return Errno.EBUSY;                                                 // K-AT-51, K-AT-54
        }

        return vm.irsBase == KvmVm.NO_ADDRESS ? Errno.ENXIO : checkOffset(offset);
    }

    private Errno checkOffset(final long offset)
    {
        final boolean isUpperHalf =
            isListed(offset - Integer.BYTES) && KvmAttr.isWide((int)offset - Integer.BYTES);
        if ((offset & (Integer.BYTES - 1)) != 0 || isUpperHalf)
        {
            return Errno.EINVAL;                                                // K-AT-52
        }

        return isListed(offset) ? Errno.OK : Errno.ENXIO;
    }

    private boolean isListed(final long offset)                                 // K-AT-65
    {
        return offset == (int)offset && KvmAttr.isIrsRegister((int)offset);
    }
}

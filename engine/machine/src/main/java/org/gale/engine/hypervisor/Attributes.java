package org.gale.engine.hypervisor;

import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmAttr;
import org.gale.engine.config.KvmKernel;

/**
 * Attributes by which user space sets up, saves and restores KVM's GICv5 device, by group, each with its checks in the
 * documented order.
 */
final class Attributes
{
    private static final int ADDR_TYPE_IRS = 0;
    private static final long ADDRESS_ALIGNMENT = 0x10000;
    private static final long IPA_LIMIT = 1L << 40;

    private final VmLifeCycle lifeCycle;
    private final CpuSysregs cpuSysregs;
    private final IrsRegs irsRegs;
    private final IstGroup ist;
    private final KvmKernel kernel;

    Attributes(
        final VmLifeCycle lifeCycle,
        final CpuSysregs cpuSysregs,
        final IrsRegs irsRegs,
        final IstGroup ist,
        final KvmKernel kernel)
    {
        this.lifeCycle = lifeCycle;
        this.cpuSysregs = cpuSysregs;
        this.irsRegs = irsRegs;
        this.ist = ist;
        this.kernel = kernel;
    }

    /** Tells whether the device has an attribute. */
    Errno has(final KvmVm vm, final long group, final AttrName attr)
    {
        switch (group(group))
        {
            case KvmAttr.ADDR: return attr.number == ADDR_TYPE_IRS ? Errno.OK : Errno.ENXIO;
            case KvmAttr.NR_IRQS: return attr.number == 0 ? Errno.OK : Errno.ENXIO;
            case KvmAttr.CTRL: return isControl(attr.number) ? Errno.OK : Errno.ENXIO;  // K-AT-30, K-AT-31
            case KvmAttr.CPU_SYSREGS: return cpuSysregs.has(vm, attr);
            case KvmAttr.IRS_REGS: return irsRegs.has(vm, attr.number);
            case KvmAttr.IST: return attr.number == 0 ? Errno.OK : Errno.ENXIO;
            default: return Errno.ENXIO;
        }
    }

    /** Reads an attribute into the value. */
    Errno read(final KvmVm vm, final long group, final AttrName attr, final AttrValue value)
    {
        switch (group(group))
        {
            case KvmAttr.ADDR: return readWord(attr.number == ADDR_TYPE_IRS, vm.irsBase, value);    // K-AT-2
            case KvmAttr.NR_IRQS: return readWord(attr.number == 0, vm.spis.count(), value);        // K-AT-12
            case KvmAttr.CTRL: return readControl(vm, attr.number, value);
            case KvmAttr.CPU_SYSREGS: return cpuSysregs.read(vm, attr, value);
            case KvmAttr.IRS_REGS: return irsRegs.read(vm, attr.number, value);
            case KvmAttr.IST: return ist.save(vm, attr.number, value);
            default: return Errno.ENXIO;
        }
    }

    /** Writes an attribute. */
    Errno write(final KvmVm vm, final long group, final AttrName attr, final AttrValue value)
    {
        switch (group(group))
        {
            case KvmAttr.ADDR: return attr.number == ADDR_TYPE_IRS ? writeAddress(vm, value) : Errno.ENXIO;
            case KvmAttr.NR_IRQS: return attr.number == 0 ? writeSpiCount(vm, value) : Errno.ENXIO;
            case KvmAttr.CTRL:                                                  // K-AT-28, K-AT-31
                return attr.number == KvmAttr.CTRL_INIT ? lifeCycle.initialise(vm) : Errno.ENXIO;
            case KvmAttr.CPU_SYSREGS: return cpuSysregs.write(vm, attr, value);
            case KvmAttr.IRS_REGS: return irsRegs.write(vm, attr.number, value);
            case KvmAttr.IST: return ist.restore(vm, attr.number, value);
            default: return Errno.ENXIO;
        }
    }

    /** Returns the group, or -1 if this kernel's device has none of that number. */
    private int group(final long group)                                         // K-SRC-1
    {
        return group == KvmAttr.CTRL || (kernel.hasIrs() && group <= KvmAttr.IST) ? (int)group : -1;
    }

    private static boolean isControl(final long attr)
    {
        return attr == KvmAttr.CTRL_INIT || attr == KvmAttr.CTRL_USERSPACE_PPIS;
    }

    private static Errno readWord(final boolean exists, final long word, final AttrValue value)
    {
        if (!exists)
        {
            return Errno.ENXIO;
        }
        if (value.isPointerBad())
        {
            return Errno.EFAULT;                                                // K-AT-7, K-AT-15
        }
        value.answer(word);

        return Errno.OK;
    }

    private static Errno readControl(final KvmVm vm, final long attr, final AttrValue value)
    {
        if (attr != KvmAttr.CTRL_USERSPACE_PPIS)
        {
            return Errno.ENXIO;                                                 // K-AT-31
        }
        if (value.isPointerBad())
        {
            return Errno.EFAULT;                                                // K-AT-29
        }
        value.answer(vm.userspacePpis, 0);                                      // K-AT-27, K-UP-1, K-UP-3

        return Errno.OK;
    }

    private static Errno writeAddress(final KvmVm vm, final AttrValue value)
    {
        if (value.isPointerBad())
        {
            return Errno.EFAULT;                                                // K-AT-7
        }
        if (vm.irsBase != KvmVm.NO_ADDRESS)
        {
            return Errno.EEXIST;                                                // K-AT-3
        }
        final long base = value.numbers[0];
        final long end = base + GuestFrame.FRAMES_BYTES;
        if ((base & (ADDRESS_ALIGNMENT - 1)) != 0 || Long.compareUnsigned(end, base) < 0)
        {
            return Errno.EINVAL;                                                // K-AT-4
        }
        if (Long.compareUnsigned(end, IPA_LIMIT) > 0)
        {
            return Errno.E2BIG;                                                 // K-AT-5
        }
        vm.irsBase = base;                                                      // K-AT-6: 0 is an address

        return Errno.OK;
    }

    private static Errno writeSpiCount(final KvmVm vm, final AttrValue value)
    {
        if (value.isPointerBad())
        {
            return Errno.EFAULT;                                                // K-AT-15
        }
        final long count = value.numbers[0];
        if (Long.compareUnsigned(count, SharedInterrupts.LIMIT) > 0 || count < SharedInterrupts.UNIT ||
            count % SharedInterrupts.UNIT != 0)
        {
            return Errno.EINVAL;                                                // K-AT-10, K-ID-9
        }
        if (vm.spis.count() != 0 || vm.isInitialised)
        {
            return Errno.EBUSY;                                                 // K-AT-11
        }
        vm.spis.count((int)count);

        return Errno.OK;
    }
}

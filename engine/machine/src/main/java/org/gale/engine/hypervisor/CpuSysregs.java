package org.gale.engine.hypervisor;

import org.gale.engine.command.Errno;
import org.gale.tables.register.IccCr0El1;
import org.gale.tables.register.SystemRegister;

/**
 * Group CPU_SYSREGS: the CPU interface of a vCPU that does not run. Enable, active and pending bits are assigned raw
 * (K-AT-41). The first run drops the bits of PPIs that the guest does not have.
 */
final class CpuSysregs
{
    private static final long LINKED = IccCr0El1.LINK.mask() | IccCr0El1.LINK_IDLE.mask();
    private static final int PRIORITY_MASK = 0x1f;
    private static final int INDEX_SHIFT = 16;
    private static final long REGISTER_MASK = 0xffff;
    private static final int AFF1_SHIFT = 8;
    private static final int AFF0_BITS = 4;
    private static final int AFF1_BITS = 8;
    private static final int AFF0_MASK = 0xf;
    private static final int AFF_MASK = 0xff;
    /** PRIORITYR registers of all PPIs; their codes follow one another, from a multiple of this on. */
    private static final int PRIORITYR_COUNT = 16;

    Errno has(final KvmVm vm, final AttrName attr)
    {
        if (vcpu(vm, attr) == null)
        {
            return Errno.EINVAL;                                                // K-AT-45
        }

        return register(attr) == null ? Errno.ENXIO : Errno.OK;                 // K-AT-46
    }

    Errno read(final KvmVm vm, final AttrName attr, final AttrValue value)
    {
        final Errno errno = check(vm, attr, false, value);
        if (errno == Errno.OK)
        {
            value.answer(read(vcpu(vm, attr), register(attr)));
        }

        return errno;
    }

    Errno write(final KvmVm vm, final AttrName attr, final AttrValue value)
    {
        final Errno errno = check(vm, attr, true, value);
        if (errno == Errno.OK)
        {
            write(vcpu(vm, attr), register(attr), value.numbers[0]);
        }

        return errno;
    }

    /** Returns the value of a register that is offered. */
    long read(final KvmVcpu vcpu, final SystemRegister register)
    {
        switch (register)
        {
            case ICC_ICSR_EL1: return vcpu.icsr;
            case ICC_APR_EL1: return Integer.toUnsignedLong(vcpu.activePriorities);
            case ICC_CR0_EL1: return IccCr0El1.EN.with(LINKED, vcpu.isEnabled);
            case ICC_PCR_EL1: return vcpu.priorityMask;
            case ICC_PPI_ENABLER0_EL1: return vcpu.ppis.enabled();
            case ICC_PPI_SACTIVER0_EL1: return vcpu.ppis.active();
            case ICC_PPI_SPENDR0_EL1: return vcpu.ppis.pending();
            default:
                return isPriority(register) ? vcpu.ppis.priorities(priorityr(register)) : 0;    // PPIs 64 to 127
        }
    }

    /** Assigns a register that is offered. */
    void write(final KvmVcpu vcpu, final SystemRegister register, final long value)
    {
        switch (register)
        {
            case ICC_ICSR_EL1:
                vcpu.icsr = value;
                break;
            case ICC_APR_EL1:
                vcpu.activePriorities = (int)value;
                break;
            case ICC_CR0_EL1:
                vcpu.isEnabled = IccCr0El1.EN.isSet(value);
                break;
            case ICC_PCR_EL1:
                vcpu.priorityMask = (int)value & PRIORITY_MASK;
                break;
            case ICC_PPI_ENABLER0_EL1:
                vcpu.ppis.enabled(value);
                break;
            case ICC_PPI_SACTIVER0_EL1:
                vcpu.ppis.active(value);
                break;
            case ICC_PPI_SPENDR0_EL1:
                vcpu.ppis.latch(value);
                break;
            default:
                if (isPriority(register))
                {
                    vcpu.ppis.priorities(priorityr(register), value);
                }
                break;
        }
    }

    private Errno check(final KvmVm vm, final AttrName attr, final boolean isWrite, final AttrValue value)
    {
        if (vcpu(vm, attr) == null)
        {
            return Errno.EINVAL;                                                // K-AT-45
        }
        if (vm.isAnyInRun() || !vm.isInitialised || (isWrite && vm.hasAnyRun()))
        {
            return Errno.EBUSY;                                                 // K-AT-42, K-AT-43, K-AT-44
        }
        if (register(attr) == null)
        {
            return Errno.ENOENT;                                                // K-AT-46
        }

        return value.isPointerBad() ? Errno.EFAULT : Errno.OK;                  // K-AT-47
    }

    private static KvmVcpu vcpu(final KvmVm vm, final AttrName attr)
    {
        if (attr.isByIndex)
        {
            return vm.vcpu((int)Math.min(attr.number >>> INDEX_SHIFT, Integer.MAX_VALUE));
        }
        final int affinity = (int)(attr.number >>> Integer.SIZE);
        for (final KvmVcpu vcpu : vm.vcpus)
        {
            if (affinity(vcpu.id) == affinity)
            {
                return vcpu;
            }
        }

        return null;
    }

    /** Returns the affinity of a vCPU, Aff3 to Aff0 in its bytes. */
    private static int affinity(final int id)
    {
        final int aff2 = (id >>> (AFF0_BITS + AFF1_BITS)) & AFF_MASK;

        return (aff2 << (2 * AFF1_SHIFT)) | (((id >>> AFF0_BITS) & AFF_MASK) << AFF1_SHIFT) | (id & AFF0_MASK);
    }

    private static SystemRegister register(final AttrName attr)
    {
        final long code = attr.isByIndex ? attr.number & REGISTER_MASK : attr.number & 0xffff_ffffL;
        final SystemRegister register = code > REGISTER_MASK ? null : SystemRegister.byCode((int)code);

        return register != null && isOffered(register) ? register : null;
    }

    private static boolean isOffered(final SystemRegister register)             // K-AT-40
    {
        switch (register)
        {
            case ICC_ICSR_EL1:
            case ICC_APR_EL1:
            case ICC_CR0_EL1:
            case ICC_PCR_EL1:
            case ICC_PPI_ENABLER0_EL1:
            case ICC_PPI_ENABLER1_EL1:
            case ICC_PPI_SACTIVER0_EL1:
            case ICC_PPI_SACTIVER1_EL1:
            case ICC_PPI_SPENDR0_EL1:
            case ICC_PPI_SPENDR1_EL1:
                return true;
            default:
                return (register.code() & -PRIORITYR_COUNT) == SystemRegister.ICC_PPI_PRIORITYR0_EL1.code();
        }
    }

    private static boolean isPriority(final SystemRegister register)
    {
        return priorityr(register) >= 0 && priorityr(register) < PrivateInterrupts.PRIORITYR_COUNT;
    }

    private static int priorityr(final SystemRegister register)
    {
        return register.code() - SystemRegister.ICC_PPI_PRIORITYR0_EL1.code();
    }
}

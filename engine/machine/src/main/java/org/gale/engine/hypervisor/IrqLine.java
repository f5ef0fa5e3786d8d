package org.gale.engine.hypervisor;

import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmVerb;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdHm;
import org.gale.tables.operand.GicVdPend;
import org.gale.tables.operand.Intid;

/** Injection of interrupts: KVM_IRQ_LINE, the lines of devices inside the kernel, and the SPIs of a VM. */
final class IrqLine
{
    /** Types of KVM_IRQ_LINE. */
    static final int TYPE_CPU = 0;
    static final int TYPE_SPI = KvmVerb.LINE_TYPE_SPI;
    static final int TYPE_PPI = KvmVerb.LINE_TYPE_PPI;

    private static final int LINES_OF_CPU = 2;

    private final KvmHost host;

    IrqLine(final KvmHost host)
    {
        this.host = host;
    }

    /**
     * Drives a line as user space.
     *
     * @param vm     that is not dead
     * @param type   0 to 15
     * @param vcpuId number that user space gave the vCPU, looked up here
     * @param number of the PPI or SPI
     * @param high   the new level
     */
    Errno drive(final KvmVm vm, final int type, final int vcpuId, final int number, final boolean high)
    {
        switch (type)
        {
            case TYPE_CPU: return driveCpu(vm, vcpuId, number);
            case TYPE_SPI: return driveSpi(vm, number, high);
            case TYPE_PPI: return drivePpi(vm, vcpuId, number, high);
            default: return Errno.EINVAL;                                       // K-IL-9, K-IL-10
        }
    }

    /** Drives a PPI as its owner inside the kernel. */
    void driveInKernel(final KvmVcpu vcpu, final int ppi, final boolean high)      // K-IL-11, K-VC-7
    {
        if (vcpu.vm.isInitialised)
        {
            inject(vcpu, ppi, high);
        }
    }

    /** Pushes the pending state of an SPI to the IRS, which finds the vCPU or rings its doorbell. */
    void push(final KvmVm vm, final int spi, final boolean pending)                // K-SPI-1
    {
        host.driver.execute(host.driver.anyPe(), GicInstruction.VDPEND,
            GicVdPend.of(vm.vmId, Intid.of(Intid.TYPE_SPI, spi), pending));
    }

    /** Sets the trigger mode of an SPI, and with it the handling mode of the virtual interrupt. */
    void triggerMode(final KvmVm vm, final int spi, final boolean level)           // K-IRS-5, K-T-23
    {
        vm.spis.level(spi, level);
        host.driver.execute(
            host.driver.anyPe(), GicInstruction.VDHM, GicVdHm.of(vm.vmId, Intid.of(Intid.TYPE_SPI, spi), level));
    }

    private static Errno driveCpu(final KvmVm vm, final int vcpuId, final int number)
    {
        if (vm.hasDevice)
        {
            return Errno.ENXIO;                                                 // K-IL-1
        }

        return vm.named(vcpuId) == null || number >= LINES_OF_CPU ? Errno.EINVAL : Errno.OK;
    }

    private Errno drivePpi(final KvmVm vm, final int vcpuId, final int number, final boolean high)
    {
        if (!vm.hasDevice)
        {
            return Errno.ENXIO;                                                 // K-IL-2
        }
        final KvmVcpu vcpu = vm.named(vcpuId);
        if (vcpu == null || number >= PrivateInterrupts.COUNT)                  // K-IL-3, K-IL-4
        {
            return Errno.EINVAL;
        }
        if ((vm.userspacePpis & (1L << number)) == 0)                           // K-IL-5, K-UP-4, K-T-29
        {
            return Errno.EINVAL;
        }
        inject(vcpu, number, high);                                             // K-IL-6

        return Errno.OK;
    }

    private void inject(final KvmVcpu vcpu, final int ppi, final boolean high)
    {
        if (vcpu.ppis.inject(ppi, high) && host.mistake != KvmMistake.NO_KICK)
        {
            vcpu.kick();                                                        // K-PPI-2, K-PPI-4
        }
    }

    private Errno driveSpi(final KvmVm vm, final int number, final boolean high)
    {
        if (!vm.hasDevice)
        {
            return Errno.ENXIO;                                                 // K-IL-2
        }
        if (number >= vm.spis.count())
        {
            return Errno.EINVAL;                                                // K-IL-7, K-IL-8
        }
        if (!vm.isInitialised)
        {
            return Errno.OK;                                                    // K-IL-11
        }
        if (!vm.spis.isLevel(number))
        {
            if (high)
            {
                push(vm, number, true);                                         // K-IL-12, K-SPI-2: a fall does nothing
            }
        }
        else if (vm.spis.isHigh(number) != high)
        {
            vm.spis.line(number, high);
            push(vm, number, high);
        }

        return Errno.OK;
    }
}

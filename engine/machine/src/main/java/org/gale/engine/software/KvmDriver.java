package org.gale.engine.software;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.KvmAttr;
import org.gale.engine.command.KvmVerb;
import org.gale.ringbuf.CommandWord;

/** Driver of KVM, as a virtual machine monitor uses it: each call is one HOST command. */
public final class KvmDriver
{
    private final CommandSink sink;
    private final UnsafeBuffer words = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);

    /**
     * Makes a driver.
     *
     * @param sink takes each command before the next one is written
     */
    public KvmDriver(final CommandSink sink)
    {
        this.sink = sink;
    }

    /** Creates a VM; its number is the next one. */
    public void createVm()
    {
        emit(KvmVerb.CREATE_VM.encode(words, 0, 0, 0, 0, 0));
    }

    /** Creates a vCPU whose id user space chooses. */
    public void createVcpu(final int vm, final int id)
    {
        emit(KvmVerb.CREATE_VCPU.encode(words, 0, 0, vm, 0, 0, id));
    }

    /** Creates the VGICv5 device of a VM. */
    public void createDevice(final int vm)
    {
        emit(KvmVerb.CREATE_DEVICE.encode(words, 0, KvmVerb.DEVICE_KNOWN, vm, 0, 0));
    }

    /**
     * Sets the address of the IRS of a VM.
     *
     * @param address intermediate physical address
     */
    public void irsAddress(final int vm, final long address)
    {
        emit(KvmVerb.SET_ATTR.encode(
            words, 0, KvmAttr.GIVEN | (1 << KvmAttr.COUNT_SHIFT), vm, 0, KvmAttr.ADDR, 0, address));
    }

    /** Sets the number of SPIs of a VM, before its device is initialised. */
    public void spis(final int vm, final int count)                             // K-ID-9
    {
        emit(KvmVerb.SET_ATTR.encode(
            words, 0, KvmAttr.GIVEN | (1 << KvmAttr.COUNT_SHIFT), vm, 0, KvmAttr.NR_IRQS, 0, count));
    }

    /** Initialises the device of a VM. */
    public void initialise(final int vm)
    {
        emit(KvmVerb.SET_ATTR.encode(words, 0, KvmAttr.NONE, vm, 0, KvmAttr.CTRL, KvmAttr.CTRL_INIT));
    }

    /** Enters a guest on a PE. */
    public void run(final int vm, final int vcpu, final int pe)
    {
        emit(KvmVerb.RUN.encode(words, 0, 0, vm, vcpu, pe));
    }

    /** Blocks a vCPU, which asks for its doorbell. */
    public void block(final int vm, final int vcpu)
    {
        emit(KvmVerb.BLOCK.encode(words, 0, 0, vm, vcpu, 0));
    }

    /**
     * Stores to the IRS frame of a guest that runs.
     *
     * @param offset of the register, bytes
     */
    public void store(final int vm, final int offset, final int sizeBytes, final long value)
    {
        emit(KvmVerb.MMIO_WRITE.encode(words, 0, sizeBytes, vm, 0, offset, value));
    }

    private void emit(final int lengthBytes)
    {
        sink.accept(words, lengthBytes >>> 3);
    }
}

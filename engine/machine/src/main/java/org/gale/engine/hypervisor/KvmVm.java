package org.gale.engine.hypervisor;

import java.util.ArrayList;
import java.util.List;
import org.gale.tables.memory.StateStream;
import org.gale.tables.vm.VpeIdBits;

/**
 * VM: its vCPUs, its device, and the tables that it has of the host.
 * <pre>
 *   create_vm ──▶ no device ── create_device ──▶ device ── INIT ──▶ initialised ── first run ──▶ ready
 *                                                  ▲         │            │
 *                                                  └─ fails ─┘            └── K-VC-4, K-LP-2 ──▶ dead
 *   From any state with tables, a VIST command that times out leads to dead, too (K-CMD-14).
 * </pre>
 */
final class KvmVm
{
    /** Value of an address that is not set yet (K-AT-2). */
    static final long NO_ADDRESS = -1;
    /** VM id of a VM that has none (K-CR-7). */
    static final int NO_VM_ID = -1;

    private static final int ID_BIAS = 1;

    final int number;
    final List<KvmVcpu> vcpus = new ArrayList<>();
    final SharedInterrupts spis = new SharedInterrupts();
    final GuestIrs irs = new GuestIrs();
    final GuestTable spiTable = new GuestTable();
    final GuestTable lpiTable = new GuestTable();
    boolean hasDevice;
    boolean isInitialised;
    boolean isReady;
    boolean isDead;
    long irsBase = NO_ADDRESS;
    int vmId = NO_VM_ID;
    int vpeIdBits;
    long vmd = PageAllocator.NONE;
    long vpet = PageAllocator.NONE;
    /** PPIs that user space may drive, 0 before INIT (K-UP-3). */
    long userspacePpis;

    KvmVm(final int number)
    {
        this.number = number;
    }

    /** Returns whether a vCPU is inside KVM_RUN, so that not all can be locked. */
    boolean isAnyInRun()
    {
        for (final KvmVcpu vcpu : vcpus)
        {
            if (vcpu.isInRun)
            {
                return true;
            }
        }

        return false;
    }

    /** Returns whether a vCPU has ever run. */
    boolean hasAnyRun()
    {
        for (final KvmVcpu vcpu : vcpus)
        {
            if (vcpu.hasRun)
            {
                return true;
            }
        }

        return false;
    }

    /** Returns whether a vPE is resident. */
    boolean isAnyLoaded()
    {
        for (final KvmVcpu vcpu : vcpus)
        {
            if (vcpu.isLoaded())
            {
                return true;
            }
        }

        return false;
    }

    /** Returns the vCPU of an index, or null. */
    KvmVcpu vcpu(final int index)
    {
        return index >= 0 && index < vcpus.size() ? vcpus.get(index) : null;
    }

    /** Returns the vCPU that the guest, its tables and IRQ_LINE know by a number, or null. */
    KvmVcpu named(final int vpeId)                                              // K-ID-6, K-IL-3
    {
        return vcpuById(vpeId);
    }

    /** Returns the highest VPE id of the vCPUs, 0 if there are none. */
    int highestVpeId()                                                          // K-TAB-5
    {
        int highest = 0;
        for (final KvmVcpu vcpu : vcpus)
        {
            highest = Math.max(highest, vcpu.vpeId());
        }

        return highest;
    }

    /** Returns the vCPU of a number that user space gave, or null. */
    KvmVcpu vcpuById(final long id)
    {
        final KvmVcpu first = vcpu((int)Math.min(id, Integer.MAX_VALUE));       // most ids are indexes
        if (first != null && first.id == id)
        {
            return first;
        }
        for (final KvmVcpu vcpu : vcpus)
        {
            if (vcpu.id == id)
            {
                return vcpu;
            }
        }

        return null;
    }

    /** Passes the state through a stream. */
    void state(final StateStream stream)
    {
        hasDevice = stream.flag(hasDevice);
        isInitialised = stream.flag(isInitialised);
        isReady = stream.flag(isReady);
        isDead = stream.flag(isDead);
        irsBase = stream.word(irsBase);
        vmId = stream.word32(vmId + ID_BIAS) - ID_BIAS;
        vpeIdBits = stream.number("VPE id bits", vpeIdBits, 0, VpeIdBits.LIMIT);
        vmd = stream.word(vmd);
        vpet = stream.word(vpet);
        userspacePpis = stream.word(userspacePpis);
        spis.state(stream);
        irs.state(stream);
        spiTable.state(stream);
        lpiTable.state(stream);
        final int count = stream.number("vCPUs", vcpus.size(), 0, KvmHost.MAX_VCPUS);
        if (stream.isRestoring())
        {
            vcpus.clear();
            for (int index = 0; index < count; index++)
            {
                vcpus.add(new KvmVcpu(this, index, 0));
            }
        }
        for (final KvmVcpu vcpu : vcpus)
        {
            vcpu.state(stream);
        }
    }
}

package org.gale.engine.gicv4;

import java.util.ArrayList;
import java.util.List;
import org.gale.tables.bitmap.BitmapTree;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.bitmap.PrioritySort;
import org.gale.tables.memory.PhysicalMemory;

/** VMs of the host by number, and the memory that the lists of their vCPUs are made of. */
final class HostVms
{
    private final PhysicalMemory memory;
    private final PagePool pool;
    private final BitmapTree trees;
    private final PrioritySort sort = new PrioritySort();
    private final int lpiBits;
    private final List<V4Vm> vms = new ArrayList<>();

    /**
     * Makes a host without VMs.
     *
     * @param pool    holds the indexes of the lists of pending interrupts
     * @param lpiBits INTID bits of a VM's vLPIs
     */
    HostVms(final PhysicalMemory memory, final PagePool pool, final int lpiBits)
    {
        this.memory = memory;
        this.pool = pool;
        this.trees = new BitmapTree(pool);
        this.lpiBits = lpiBits;
    }

    int count()
    {
        return vms.size();
    }

    /** Returns a VM by its number. */
    V4Vm vm(final int number)
    {
        return vms.get(number);
    }

    /** Adds a VM whose vCPUs are software-forwarded, with a given property table. */
    V4Vm add(final int vcpuCount, final long guestTable)
    {
        final V4Vm vm = new V4Vm(memory, vms.size(), vcpuCount, guestTable);
        for (int index = 0; index < vcpuCount; index++)
        {
            vm.vcpus[index] = new V4Vcpu(vm, index, new PriorityIndex(pool, trees, sort, lpiBits));
        }
        vms.add(vm);

        return vm;
    }
}

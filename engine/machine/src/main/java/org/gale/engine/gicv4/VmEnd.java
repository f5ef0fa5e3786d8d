package org.gale.engine.gicv4;

import org.gale.engine.machine.MigratingHost.TableSink;
import org.gale.engine.machine.WordList;
import org.gale.tables.memory.PhysicalMemory;

/**
 * End of a VM: its events, vPEs and tables go back to the host, and its pages are filled with a pattern, so that nobody
 * finds anything there. What was pending is withdrawn. Owned by the thread that owns the machine.
 */
final class VmEnd
{
    /** Entry of a vCPU that had no vPE. */
    static final long NO_VPE = -1;

    private static final String PROPERTIES = "properties";
    private static final String PENDING = "pending";
    private static final long POISON = 0xa5a5_a5a5_a5a5_a5a5L;

    private final V4Host host;
    private final PhysicalMemory memory;
    private final WordList keptLpis = new WordList();
    private final WordList keptVpes = new WordList();

    VmEnd(final V4Host host, final PhysicalMemory memory)
    {
        this.host = host;
        this.memory = memory;
    }

    /** Takes vLPIs and vPEs from a VM whose restore has failed. */
    void empty(final V4Vm vm)
    {
        keptLpis.clear();
        keptVpes.clear();
        finish(vm, keptVpes, keptLpis);
        release(keptVpes, keptLpis);
    }

    /** Destroys a VM whose vCPUs are loaded nowhere and whose events are unmapped. */
    void destroy(final V4Vm vm)
    {
        keptLpis.clear();
        keptVpes.clear();
        destroy(vm, keptVpes, keptLpis);
        release(keptVpes, keptLpis);
    }

    /**
     * Destroys a VM as {@link #destroy(V4Vm)} does, but keeps its vPEIDs and LPIs in use, so that nobody gets them.
     *
     * @param vpes takes the vPEIDs, one of each vCPU
     * @param lpis takes the LPIs of the vLPIs, in the order of their vINTIDs
     */
    void destroy(final V4Vm vm, final WordList vpes, final WordList lpis)
    {
        final long bytes = PropertyCache.lengthBytes(host.config.lpiBits());
        finish(vm, vpes, lpis);
        free(vm.guestTable, bytes);
        if (vm.virtualTable != HostMemory.NONE)
        {
            free(vm.virtualTable, bytes);
        }
        vm.gone();
    }

    /** Passes the memory of each table of a VM: the pending tables of vPEs, and the tables of properties. */
    void tables(final V4Vm vm, final TableSink sink)
    {
        final long bytes = PropertyCache.lengthBytes(host.config.lpiBits());
        sink.range(PROPERTIES, vm.guestTable, bytes);
        if (vm.virtualTable != HostMemory.NONE)
        {
            sink.range(PROPERTIES, vm.virtualTable, bytes);
        }
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            if (vcpu.vpe != null)
            {
                sink.range(PENDING, vcpu.vpe.table, host.factory.tableBytes());
            }
        }
    }

    /** Gives vPEIDs and LPIs back that were kept. */
    void release(final WordList vpes, final WordList lpis)
    {
        for (int i = 0; i < vpes.size(); i++)
        {
            if (vpes.word(i) != NO_VPE)
            {
                host.vpeIds.free((int)vpes.word(i));
            }
        }
        for (int i = 0; i < lpis.size(); i++)
        {
            host.lpis.free((int)lpis.word(i));
        }
    }

    private void finish(final V4Vm vm, final WordList vpes, final WordList lpis)
    {
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid + 1))
        {
            host.injection.dequeue(vlpi);
            if (vm.lpiAccount.isOwed(vlpi.vintid) && !vm.lpiAccount.isCarrying())
            {
                vm.routes.withdrawn(vlpi.vintid);
            }
            vm.remove(vlpi);
            host.devices.remove(vlpi);
            host.lpis.disown(vlpi.hostLpi);
            lpis.add(vlpi.hostLpi);
        }
        for (final boolean isOfSgis : new boolean[]{false, true})
        {
            vm.ledger.account(isOfSgis).unmapped();
            vm.ledger.account(isOfSgis).judgeAll();
        }
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            vpes.add(finish(vcpu));
        }
    }

    /** Returns the vPEID of a vCPU, which stays in use. */
    private long finish(final V4Vcpu vcpu)
    {
        final V4Vpe vpe = vcpu.vpe;
        vcpu.list.queue().clear();
        vcpu.state = V4Vcpu.State.SOFTWARE;
        if (vpe == null)
        {
            return NO_VPE;
        }
        if (vpe.isMapped)
        {
            host.factory.unmap(vpe);
        }
        poison(vpe.table, host.factory.tableBytes());
        host.factory.free(vcpu);
        host.vpeIds.take(vpe.vpeId);

        return vpe.vpeId;
    }

    private void free(final long address, final long bytes)
    {
        poison(address, bytes);
        host.tables.free(address, bytes);
    }

    private void poison(final long address, final long bytes)
    {
        for (long at = address; at < address + bytes; at += Long.BYTES)
        {
            memory.storeLong(at, POISON);
        }
    }
}

package org.gale.engine.gicv4;

/**
 * vLPIs that a store of software into the host's tables concerns: they are excused from the proof until they are
 * discarded. A store into a pending table, a property table or an interrupt translation table concerns the entries that
 * lie there. A store into any other table concerns all vLPIs. Owned by the machine's thread.
 */
final class StoredTables
{
    private final V4Host host;

    StoredTables(final V4Host host)
    {
        this.host = host;
    }

    /**
     * Takes a store of software into RAM. Where tables of the host lie, all state derived from them is made anew, so
     * that it does not depend on when they were read.
     */
    void stored(final long address, final int lengthBytes)
    {
        if (address < host.tables.allocatedEnd())
        {
            excuse(address, lengthBytes);
            host.tables.stored();
            host.hardware.rebuild();
            host.interrupts.restore();
            host.interrupts.take();
        }
    }

    private void excuse(final long address, final int lengthBytes)
    {
        final long end = address + lengthBytes;
        boolean isFound = false;
        for (int number = 0; number < host.vmCount(); number++)
        {
            isFound |= excuseProperties(host.vm(number), address, end);
            isFound |= excusePending(host.vm(number), address, end);
        }
        final int deviceId = isFound ? -1 : host.devices.deviceWithTable(address, end);
        if (!isFound)
        {
            for (int number = 0; number < host.vmCount(); number++)
            {
                excuse(host.vm(number), 0, Integer.MAX_VALUE, deviceId);
            }
        }
    }

    private boolean excuseProperties(final V4Vm vm, final long from, final long end)
    {
        final long length = PropertyCache.lengthBytes(host.config.lpiBits());
        boolean isFound = false;
        for (final long table : new long[]{vm.guestTable, vm.virtualTable})
        {
            if (table != HostMemory.NONE && from >= table && end <= table + length)
            {
                excuse(vm, PropertyCache.FIRST_LPI + (int)(from - table), PropertyCache.FIRST_LPI + (int)(end - table),
                    -1);
                isFound = true;
            }
        }

        return isFound;
    }

    private boolean excusePending(final V4Vm vm, final long from, final long end)
    {
        boolean isFound = false;
        for (final V4Vcpu vcpu : vm.vcpus)
        {
            if (vcpu.vpe != null && from >= vcpu.vpe.table && end <= vcpu.vpe.table + host.factory.tableBytes())
            {
                final long table = vcpu.vpe.table;
                excuse(vm, (int)(from - table) * Byte.SIZE, (int)(end - table) * Byte.SIZE, -1);
                isFound = true;
            }
        }

        return isFound;
    }

    /** Excuses the vLPIs of a VM in a range, of one device or, if that is −1, of all. */
    private static void excuse(final V4Vm vm, final int fromVintid, final int endVintid, final int deviceId)
    {
        Vlpi vlpi = vm.nextVlpi(fromVintid);
        while (vlpi != null && vlpi.vintid < endVintid)
        {
            if (deviceId < 0 || vlpi.deviceId == deviceId)
            {
                vm.lpiAccount.excuse(vlpi.vintid);
            }
            vlpi = vm.nextVlpi(vlpi.vintid + 1);
        }
    }
}

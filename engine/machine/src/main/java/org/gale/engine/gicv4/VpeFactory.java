package org.gale.engine.gicv4;

import java.util.Arrays;
import org.gale.engine.command.Errno;
import org.gale.engine.config.Gicv4Config;

/**
 * Allocates, maps, unmaps and frees what a direct vCPU owns: vPEID, virtual pending table, doorbell, and for the first
 * vPE of a VM its virtual property table (V4-P-E2, V4-P-E3, V4-P-D6, V4-P-D9).
 */
final class VpeFactory
{
    /** Allocations of every ENABLE: vPEID, pending table, doorbell. */
    private static final int ALLOCATIONS = 3;

    private final Gicv4Config config;
    private final HostMemory tables;
    private final VpeIdPool pool;
    private final LpiPool lpis;
    private final Hardware hardware;
    private final V4ItsDriver driver;
    private final V4FaultInjection faults;
    private V4Vcpu[] owners = new V4Vcpu[0];

    VpeFactory(
        final Gicv4Config config,
        final HostMemory tables,
        final VpeIdPool pool,
        final LpiPool lpis,
        final Hardware hardware,
        final V4ItsDriver driver,
        final V4FaultInjection faults)
    {
        this.faults = faults;
        this.config = config;
        this.tables = tables;
        this.pool = pool;
        this.lpis = lpis;
        this.hardware = hardware;
        this.driver = driver;
    }

    /** Asks whether {@link #allocate} would succeed; changes nothing. */
    Errno refusal(final V4Vm vm)
    {
        if (pool.free() == 0)
        {
            return Errno.ENOSPC;                                                // V4-API-15
        }
        final boolean hasLpi = lpis.available() > 0;
        final boolean hasTables = tables.fits(
            vm.virtualTable == HostMemory.NONE ? PropertyCache.lengthBytes(config.lpiBits()) : 0,
            tableBytes(), hasPage(pool.first()) ? 0 : IndirectTable.PAGE_BYTES);

        return hasLpi && hasTables ? Errno.OK : Errno.ENOMEM;
    }

    /** Allocates everything that a direct vCPU owns. A failure leaves nothing allocated (V4-BUG-11). */
    Errno allocate(final V4Vcpu vcpu)
    {
        final Errno refusal = refusal(vcpu.vm);
        final Errno failure = refusal == Errno.OK ? injectedFailure(vcpu.vm) : refusal;
        if (failure != Errno.OK)
        {
            return failure;
        }
        final int vpeId = pool.allocate();
        final V4Vm vm = vcpu.vm;
        if (vm.virtualTable == HostMemory.NONE)
        {
            vm.virtualTable = tables.allocate(PropertyCache.lengthBytes(config.lpiBits()));
        }
        if (!hasPage(vpeId))
        {
            hardware.vpes().table().addPage(vpeId, tables.allocate(IndirectTable.PAGE_BYTES));     // V4-TBL-21
        }
        final int doorbell = lpis.allocate();
        final int cpu = vcpu.isLoaded() ? vcpu.cpu : vcpu.index % config.cpus();
        vcpu.vpe = new V4Vpe(vpeId, tables.allocate(tableBytes()), vm.virtualTable, doorbell, cpu);
        own(vcpu);
        lpis.configure(doorbell, config.version41());                           // V4-DB-1, V4-DB-2
        hardware.redistributor(cpu).writeInvlpir(doorbell);

        return Errno.OK;
    }

    /** Returns the vCPU that owns a vPEID, or null. */
    V4Vcpu vcpu(final int vpeId)
    {
        return vpeId < owners.length ? owners[vpeId] : null;
    }

    /** Makes a vCPU the owner of the vPEID and the doorbell of its vPE. */
    void own(final V4Vcpu vcpu)
    {
        final V4Vpe vpe = vcpu.vpe;
        if (vpe.vpeId >= owners.length)
        {
            owners = Arrays.copyOf(owners, Math.max(vpe.vpeId + 1, owners.length * 2));
        }
        owners[vpe.vpeId] = vcpu;
        lpis.own(vpe.doorbell, vcpu);
    }

    /** Maps a vPE whose table is virgin, so that PTZ is a true promise (V4-TBL-14). */
    void map(final V4Vpe vpe)
    {
        map(vpe, true);
    }

    /** Maps a vPE whose table may hold pending bits (V4-TBL-14). */
    void mapAgain(final V4Vpe vpe)
    {
        map(vpe, false);
    }

    private void map(final V4Vpe vpe, final boolean isZero)
    {
        driver.mapVpe(vpe.vpeId, vpe.cpu, vpe.table, config.lpiBits() - 1,
            vpe.propertyTable, config.version41() ? vpe.doorbell : 0, isZero);
        vpe.isMapped = true;
    }

    void unmap(final V4Vpe vpe)
    {
        driver.unmapVpe(vpe.vpeId);
        vpe.isMapped = false;
    }

    /** Frees an unmapped vPE that no event names any more (V4-LL-12). */
    void free(final V4Vcpu vcpu)
    {
        final V4Vpe vpe = vcpu.vpe;
        hardware.redistributor(vpe.cpu).clear(vpe.doorbell);
        lpis.free(vpe.doorbell);
        tables.free(vpe.table, tableBytes());
        pool.free(vpe.vpeId);
        owners[vpe.vpeId] = null;
        vcpu.vpe = null;
    }

    /** Enables the vSGIs of a vPE with the priority of SGIs, if the version has them. */
    void configureSgis(final V4Vpe vpe)
    {
        for (int sgi = 0; config.version41() && sgi < MappedVpe.SGI_COUNT; sgi++)
        {
            driver.configureSgi(vpe.vpeId, sgi, PendingList.SGI_PRIORITY, true);
        }
    }

    /**
     * Takes the allocations as steps, in the order of V4-P-E2: the vPEID comes first. One that fails is known before
     * anything is allocated, so that nothing has to be freed.
     */
    private Errno injectedFailure(final V4Vm vm)
    {
        final int count = ALLOCATIONS + (vm.virtualTable == HostMemory.NONE ? 1 : 0) + (hasPage(pool.first()) ? 0 : 1);
        for (int i = 0; i < count; i++)
        {
            if (faults.fails(V4FaultInjection.Point.E2))
            {
                return i == 0 ? Errno.ENOSPC : Errno.ENOMEM;
            }
        }

        return Errno.OK;
    }

    private boolean hasPage(final int vpeId)
    {
        return hardware.vpes().table().entryOffset(vpeId) != IndirectTable.NONE;
    }

    /** Returns the bytes of a virtual pending table. */
    long tableBytes()
    {
        return Math.max(HostMemory.GRANULE, 1L << (config.lpiBits() - 3));        // V4-TBL-11
    }
}

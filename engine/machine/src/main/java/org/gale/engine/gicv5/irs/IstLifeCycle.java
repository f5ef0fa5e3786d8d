package org.gale.engine.gicv5.irs;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.IstShape;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Life cycle of an interrupt state table in RAM, of the physical side or of a VM: the table becomes valid, level 2
 * tables of it become valid, the table becomes invalid. The caller knows where shape and VALID are kept: in
 * IRS_IST_BASER and IRS_IST_CFGR, or in the VM's entry.
 * <pre>
 *              install                     remove
 *   no table ----------&gt; table is valid ----------&gt; no table
 *                          |       ^
 *                          +-------+ mapL2
 * </pre>
 * Owned by the thread that owns the machine.
 */
final class IstLifeCycle
{
    private final PhysicalMemory memory;
    private final TableOverlaps overlaps;
    private final Residency residency;
    private final ErrorSites errors;
    private final PendingCheck pendingCheck;
    private final boolean strict;
    private final LatchedHeap heap = new LatchedHeap();

    IstLifeCycle(
        final MachineConfig config,
        final PhysicalMemory memory,
        final TableOverlaps overlaps,
        final Residency residency,
        final ErrorSites errors,
        final PendingCheck pendingCheck)
    {
        this.memory = memory;
        this.overlaps = overlaps;
        this.residency = residency;
        this.errors = errors;
        this.pendingCheck = pendingCheck;
        this.strict = config.value(MachineKeys.STRICT);
    }

    /**
     * Makes a table valid: its candidates are filed.
     *
     * @param baseAddress of the level 1 table or of the linear one
     * @return false, and nothing changes, if latching the table takes more heap than is left
     */
    boolean install(final InterruptSpace space, final IstShape shape, final long baseAddress)
    {
        if (!reserve(space.owner(), shape))
        {
            return false;
        }
        space.install(new InterruptStateTable(memory, shape, baseAddress));
        space.account().judgeAll();
        adopt(space, 0, shape.entryCount());
        residency.allChanged(space.owner());

        return true;
    }

    /** Makes the level 2 table that covers an id valid, if a table is. */
    void mapL2(final InterruptSpace space, final int id)                        // B-IST-8, B-VMT-11
    {
        final InterruptStateTable table = space.table();
        if (table != null && table.shape().twoLevel() && table.shape().contains(id))
        {
            residency.held().reads().read(
                table.baseAddress() + (long)table.shape().l1Index(id) * Long.BYTES, 1,
                space.owner().isPhysical() ? "B-IST-8" : "B-VMT-11");
        }
        final int result = table == null ? InterruptStateTable.UNREACHABLE : table.mapL2(id);
        if (result == InterruptStateTable.L1_ABORT)
        {
            errors.report(
                SoftwareErrors.L1_ISTE_MAP, space.owner().id(), space.intid(id), table.faultAddress(id));
        }
        else if (result == InterruptStateTable.REACHABLE)
        {
            space.ready().drop();
            adopt(space, table.firstIdOfL2(id), table.endIdOfL2(id));
            space.owner().changed();
            residency.allChanged(space.owner());
        }
    }

    /** Makes the table of a space, which has one, invalid. The targets are left to the caller. */
    void remove(final InterruptSpace space)                                     // B-IST-6, B-VMT-8
    {
        pendingCheck.compareAll(space);
        space.owner().abandon(space);
        if (!space.owner().isPhysical())
        {
            heap.giveBack(space.table().shape());
        }
        space.table().release();
        space.install(null);
    }

    /**
     * Counts the heap that latching a table takes. There is one physical table at most, which cannot be refused: it is
     * not counted.
     *
     * @return false, and nothing is counted, if it is more than is left
     */
    boolean reserve(final InterruptOwner owner, final IstShape shape)
    {
        return owner.isPhysical() || heap.reserve(shape);
    }

    /**
     * Files what lies in a table, or in a part of one, that has become valid. The architecture leaves open what a
     * Pending there does: it counts (M-PENDIMG), and strict mode reports it (B-TRAP-27).
     */
    private void adopt(final InterruptSpace space, final int fromId, final int endId)
    {
        final int pending = space.owner().adopt(space, fromId, endId);
        overlaps.excuse(space, fromId, endId);
        if (strict && pending >= 0)
        {
            errors.report(SoftwareErrors.PENDING_IN_IMAGE, space.owner().id(), space.intid(pending),
                space.table().faultAddress(pending));
        }
    }
}

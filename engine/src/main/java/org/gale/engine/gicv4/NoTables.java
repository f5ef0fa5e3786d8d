package org.gale.engine.gicv4;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.InterruptQueries;
import org.gale.tables.ist.InterruptStateTable;

/**
 * Queries of GICv5 tables, which a GICv4 machine lacks: every answer is that nothing is there.
 */
final class NoTables implements InterruptQueries
{
    private static final int NONE = -1;

    @Override
    public InterruptStateTable table(final int owner, final int type)
    {
        return null;
    }

    @Override
    public long entry(final int owner, final int intid)
    {
        return NONE;
    }

    @Override
    public boolean isVmValid(final int vmId)
    {
        return false;
    }

    @Override
    public int nextVm(final int fromId)
    {
        return NONE;
    }

    @Override
    public long vmteAddress(final int vmId)
    {
        return NONE;
    }

    @Override
    public long vpeteAddress(final int vmId, final int vpeId)
    {
        return NONE;
    }

    @Override
    public int vpeLimit(final int vmId)
    {
        return 0;
    }

    @Override
    public int nextVpe(final int vmId, final int fromId)
    {
        return NONE;
    }

    @Override
    public VpeState vpe(final int vmId, final int vpeId)
    {
        return null;
    }

    @Override
    public long vmDoorbell(final int vmId)
    {
        return 0;
    }

    @Override
    public int residentOwner(final int pe)
    {
        return OwnerId.NONE;
    }

    @Override
    public int residentVpe(final int pe)
    {
        return NONE;
    }
}

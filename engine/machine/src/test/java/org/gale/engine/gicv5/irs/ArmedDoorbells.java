package org.gale.engine.gicv5.irs;

/** Access of tests to the doorbells of VPEs that are not resident. */
public final class ArmedDoorbells
{
    private ArmedDoorbells()
    {
    }

    /**
     * Drops the armed doorbell of the first VPE that has one, as a fault of a model would: nothing rings for what comes
     * to it.
     *
     * @param owner encoded owner, a VM
     * @return false if none is armed
     */
    public static boolean drop(final Irs irs, final int owner)
    {
        final Vm vm = irs.checks().owners().vmOf(owner);
        Vpe vpe = vm.nextVpe(0);
        while (vpe != null && !vpe.isDoorbellArmed())
        {
            vpe = vm.nextVpe(vpe.vpeId() + 1);
        }
        if (vpe != null)
        {
            vpe.cancelDoorbell();
        }

        return vpe != null;
    }
}

package org.gale.engine.inspect;

import java.util.List;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.L2Iste;

/**
 * PPI of a PE, with the fields of {@code inspect ppi}: {@code pe0.ppi27.pending}.
 *
 * @param pe  the PE
 * @param ppi its ID
 */
record WatchedPpi(WatchedPe pe, int ppi) implements WatchedSubject
{
    /** Fields of a PPI, encoded as an {@code L2_ISTE}. */
    static final ViewFields<Integer> FIELDS = WatchedInterrupt.fields(
        List.of(L2Iste.PENDING, L2Iste.ACTIVE, L2Iste.HM, L2Iste.ENABLE, L2Iste.PRIORITY));

    @Override
    public void check(final Machine machine, final String field)
    {
        checkExists(machine, "pe" + pe.pe() + ".ppi" + ppi, ppi);
        if (!pe.isThere(machine))
        {
            throw new IllegalArgumentException(pe.absence(machine));
        }
    }

    @Override
    public boolean isThere(final Machine machine)
    {
        return pe.isThere(machine);
    }

    @Override
    public String absence(final Machine machine)
    {
        return pe.absence(machine);
    }

    @Override
    public String text(final Machine machine, final String field)
    {
        return FIELDS.text(new PpiWords(machine, pe.pe(), false).state(ppi), field);
    }

    /** Refuses a PPI that a machine has not. */
    static void checkExists(final Machine machine, final String name, final int ppi)
    {
        if (machine.queries() instanceof DirectQueries)
        {
            throw new IllegalArgumentException("'" + name + "': a GICv4 host has no PPIs (there are vm0.lpi8192, " +
                "vm0.vcpu0 and pe0.virq)");
        }
        if (!machine.config().value(MachineKeys.PPIS).contains(ppi))
        {
            throw new IllegalArgumentException("'" + name + "': no PPI " + ppi + ": this machine has " +
                machine.config().value(MachineKeys.PPIS));
        }
    }
}

package org.gale.engine.inspect;

import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.PpiSet;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.register.PpiBits;
import org.gale.tables.register.PpiPriorityr;
import org.gale.tables.register.SystemRegister;

/**
 * PPIs of a PE in one domain, read from its registers as EL1 and EL2 see them. The state of a PPI is encoded like that
 * of an SPI or LPI, so that all views are alike. Owned by the thread that owns the machine.
 */
final class PpiWords
{
    private static final int EL1 = 1;
    private static final int EL2 = 2;

    private final Machine machine;
    private final int pe;
    private final boolean virtual;

    PpiWords(final Machine machine, final int pe, final boolean virtual)
    {
        this.machine = machine;
        this.pe = pe;
        this.virtual = virtual;
    }

    /**
     * Returns the first PPI that exists and whose id is at least {@code fromId}.
     *
     * @return the id, or −1 if there is none
     */
    int next(final int fromId)
    {
        int ppi = fromId;
        while (ppi < PpiSet.PPI_LIMIT && !machine.config().value(MachineKeys.PPIS).contains(ppi))
        {
            ppi++;
        }

        return ppi < PpiSet.PPI_LIMIT ? ppi : -1;
    }

    /**
     * Returns the state of a PPI as selection sees it: PENDING, ACTIVE, HM, ENABLE and PRIORITY.
     *
     * @return the fields in the layout of an {@code L2_ISTE}
     */
    int state(final int ppi)
    {
        final boolean isOwn = virtual && !isDirectlyInjected(ppi);              // B-VPP-2
        int state = L2Iste.withPending(0, isOwn ?
            isSet(EL2, "ICH_PPI_PENDR", ppi) : isSet(EL1, "ICC_PPI_SPENDR", ppi));
        state = L2Iste.withHm(state, isSet(EL1, "ICC_PPI_HMR", ppi));
        state = L2Iste.withEnable(state, virtual ?
            isSet(EL2, "ICH_PPI_ENABLER", ppi) : isSet(EL1, "ICC_PPI_ENABLER", ppi));
        state = L2Iste.withActive(state, virtual ?
            isSet(EL2, "ICH_PPI_ACTIVER", ppi) : isSet(EL1, "ICC_PPI_SACTIVER", ppi));
        final int register = ppi / PpiPriorityr.PPI_COUNT;
        final long priorities = virtual ?
            read(EL2, "ICH_PPI_PRIORITYR" + register) : read(EL1, "ICC_PPI_PRIORITYR" + register);

        return L2Iste.withPriority(state, PpiPriorityr.priority(priorities, ppi));
    }

    /** Returns whether the virtual PPI takes its PENDING from the physical one. */
    boolean isDirectlyInjected(final int ppi)
    {
        return isSet(EL2, "ICH_PPI_DVIR", ppi);
    }

    /** Returns whether the virtual PPI is hidden from the VM. */
    boolean isHidden(final int ppi)
    {
        return isSet(EL2, "ICH_PPI_HVIR", ppi);
    }

    private boolean isSet(final int el, final String name, final int ppi)
    {
        return (read(el, name + PpiBits.registerIndex(ppi)) & PpiBits.mask(ppi)) != 0;
    }

    private long read(final int el, final String name)
    {
        return machine.registerValue(pe, el, SystemRegister.byName(name + "_EL" + el).code());
    }
}

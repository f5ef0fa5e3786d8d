package org.gale.engine.inspect;

import org.gale.engine.config.PpiSet;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.register.PpiBits;
import org.gale.tables.register.PpiPriorityr;
import org.gale.tables.register.SystemRegister;

/**
 * The PPIs of a PE in one domain, read from its registers as EL1 and EL2 see them. What is the state of a PPI is put
 * into the word that an SPI or LPI has, so that all are shown alike. Owned by the thread that owns the machine.
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

    /** The first PPI that exists and whose id is at least {@code fromId}, or −1. */
    int next(final int fromId)
    {
        int ppi = fromId;
        while (ppi < PpiSet.PPI_LIMIT && !machine.config().ppis().contains(ppi))
        {
            ppi++;
        }

        return ppi < PpiSet.PPI_LIMIT ? ppi : -1;
    }

    /** PENDING, ACTIVE, HM, ENABLE and PRIORITY of a PPI, as selection sees them, in the places of an L2_ISTE. */
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

    /** Is the physical PPI the pending state of the virtual one? */
    boolean isDirectlyInjected(final int ppi)
    {
        return isSet(EL2, "ICH_PPI_DVIR", ppi);
    }

    /** Is the virtual PPI hidden from the VM? */
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

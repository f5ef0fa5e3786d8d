package org.gale.engine.inspect;

import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.PpiSet;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/** Explanation of a PPI of a PE, physical or virtual. Owned by the thread that owns the machine. */
final class ExplainedPpi
{
    private final Machine machine;
    private final int pe;
    private final boolean isVirtual;
    private final int ppi;
    private final ExplainedFacts facts;

    ExplainedPpi(
        final Machine machine, final int pe, final boolean isVirtual, final int ppi, final ExplainedFacts facts)
    {
        this.machine = machine;
        this.pe = pe;
        this.isVirtual = isVirtual;
        this.ppi = ppi;
        this.facts = facts;
    }

    /** Adds all that is known of the PPI. */
    void explain()
    {
        if (ppi >= PpiSet.PPI_LIMIT || !machine.config().value(MachineKeys.PPIS).contains(ppi))
        {
            facts.reason("no-ppi", "there is no PPI " + ppi + ": its bits are RAZ/WI (B-CPU-22)", "ppi", ppi);
            return;
        }
        final PpiWords words = new PpiWords(machine, pe, isVirtual);
        final int state = words.state(ppi);
        final boolean isDirect = isVirtual && words.isDirectlyInjected(ppi);
        facts.fact((isVirtual ? "virtual " : "") + "PPI " + ppi + " of PE " + pe + ": " +
            ExplainedInterrupt.shown(state) + ": " +
            (isVirtual ? "ICH_PPI_*_EL2" : "ICC_PPI_*_EL1") +
            (isDirect ? ", pending as the physical one: ICH_PPI_DVIR (B-VPP-2)" : " (B-CPU-22)"));
        if (!L2Iste.isPending(state))
        {
            reason(isDirect ? "not-pending-direct" : "not-pending", "not pending" +
                (L2Iste.isLevel(state) && !isVirtual ? ": its wire is low" : "") + " (B-CPU-24)");
        }
        if (!L2Iste.isEnabled(state))
        {
            reason("disabled", "disabled: " + (isVirtual ? "ICH_PPI_ENABLER" : "ICC_PPI_ENABLER") + (ppi >>> 6) +
                " (B-CPU-25)");
        }
        if (L2Iste.isActive(state))
        {
            reason("active", "active: not deactivated since its acknowledge (B-INT-9)");
        }
        if (isVirtual && words.isHidden(ppi))
        {
            reason("hidden", "hidden from the VM: ICH_PPI_HVIR" + (ppi >>> 6) + " (B-VPP-5)");
        }
        new ExplainedCpu(machine, pe, isVirtual, facts).judge(
            Intid.of(Intid.TYPE_PPI, ppi), L2Iste.priority(state));
    }

    private void reason(final String code, final String text)
    {
        facts.reason(code, text, "pe", pe, "virtual", isVirtual,
            "intid", Integer.toUnsignedLong(Intid.of(Intid.TYPE_PPI, ppi)));
    }
}

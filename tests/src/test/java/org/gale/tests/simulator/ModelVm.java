package org.gale.tests.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A VM as its user space, its devices and its guest know it. It knows no table. Owned by one thread. */
final class ModelVm
{
    static final int PPI = 0x2000_0000;
    static final int LPI = 0x4000_0000;
    static final int SPI = 0x6000_0000;
    static final int ID_MASK = 0xff_ffff;
    /** SPIs that are used, and LPIs of the device. */
    static final int USED = 8;
    /** LPI of the edge among the wires of a bridge. */
    static final int EDGE_WIRE = 8;
    /** LPI of the level among the wires of a bridge. */
    static final int LEVEL_WIRE = 9;
    /** SPIs from this one on are levels. */
    static final int FIRST_LEVEL = 5;

    private static final int LPIS = 10;
    private static final int TYPE_SHIFT = 29;

    final int number;
    private final boolean[] wires;
    final List<ModelVcpu> vcpus = new ArrayList<>();
    final List<ModelInterrupt> spis = new ArrayList<>();
    /** LPIs, none while the guest's table is not valid. */
    final List<ModelInterrupt> lpis = new ArrayList<>();
    /** Number that the tables know the VM by. */
    int vmId;
    int device;
    boolean isEnabled;
    boolean isConfigured;
    /** The IRS does not know the VM: nothing is accepted for it. */
    boolean isInvalid;
    private ModelAccount account = new ModelAccount();
    long pages;
    private final List<ModelInterrupt> hidden = new ArrayList<>();

    /**
     * @param ids   of the vCPUs, in the order of their indexes
     * @param wires level of the timer's wire of each PE, shared by all VMs
     */
    ModelVm(final int number, final List<Integer> ids, final boolean[] wires)
    {
        this.number = number;
        this.wires = wires;
        for (int index = 0; index < ids.size(); index++)
        {
            vcpus.add(new ModelVcpu(this, index, ids.get(index)));
        }
        for (int id = 0; id < USED; id++)
        {
            spis.add(new ModelInterrupt(SPI | id));
        }
    }

    /** Makes the LPIs, all zero. */
    void makeLpis()
    {
        for (int id = 0; id < LPIS; id++)
        {
            lpis.add(new ModelInterrupt(LPI | id));
        }
        lpis.forEach(lpi -> lpi.account(account));
    }

    /** Takes the LPIs away whose table is not valid any more. */
    void hideLpis()
    {
        lpis.forEach(ModelInterrupt::unmap);
        hidden.addAll(lpis);
        lpis.clear();
    }

    /** Gives the LPIs back as they were. */
    void showLpis()
    {
        lpis.addAll(hidden);
        lpis.forEach(ModelInterrupt::map);
        hidden.clear();
    }

    /** Counts the messages of its interrupts in an account from now on. */
    void account(final ModelAccount of)
    {
        account = of;
        spis.forEach(spi -> spi.account(of));
    }

    /** Takes the guest's table of LPIs away. */
    void dropLpis()
    {
        lpis.forEach(ModelInterrupt::unmap);
        lpis.clear();
    }

    /** Goes, with its tables. */
    void unmap()
    {
        spis.forEach(ModelInterrupt::unmap);
        lpis.forEach(ModelInterrupt::unmap);
    }

    /** Makes the VM invalid, or valid again with its tables as they are. */
    void invalidate(final boolean invalid)
    {
        isInvalid = invalid;
        spis.forEach(invalid ? ModelInterrupt::unmap : ModelInterrupt::map);
        lpis.forEach(invalid ? ModelInterrupt::unmap : ModelInterrupt::map);
    }

    /** Returns what the account says, as {@code stats} writes it. */
    String accountText()
    {
        return account.text(Stream.concat(spis.stream(), lpis.stream()).filter(ModelInterrupt::isOwed).count());
    }

    /** Returns whether a vCPU has acknowledged an LPI and not ended it. */
    boolean hasActiveLpi()
    {
        return vcpus.stream().flatMap(vcpu -> vcpu.owed.stream()).anyMatch(
            intid -> intid >>> TYPE_SHIFT == LPI >>> TYPE_SHIFT);
    }

    /** Takes over what an image holds of another VM, whose vCPUs are stopped. */
    void restore(final ModelVm saved)
    {
        spis.clear();
        saved.spis.forEach(spi -> spis.add(spi.restored(account)));
        saved.lpis.forEach(lpi -> lpis.add(lpi.restored(account)));
        isEnabled = saved.isEnabled;
        isConfigured = saved.isConfigured;
        for (final ModelVcpu vcpu : vcpus)
        {
            vcpu.restore(saved.vcpus.get(vcpu.index));
        }
    }

    /** Returns an interrupt that is not private, or null. */
    ModelInterrupt interrupt(final int intid)
    {
        final List<ModelInterrupt> of = intid >>> TYPE_SHIFT == SPI >>> TYPE_SHIFT ? spis : lpis;
        final int id = intid & ID_MASK;

        return id < of.size() ? of.get(id) : null;
    }

    static boolean isPpi(final int intid)
    {
        return intid >>> TYPE_SHIFT == PPI >>> TYPE_SHIFT;
    }

    /** Returns the ids of the vCPUs, in the order of their indexes. */
    List<Integer> ids()
    {
        return vcpus.stream().map(vcpu -> vcpu.id).toList();
    }

    /**
     * Returns the best candidate of a vCPU that the IRS presents, or null: lowest priority value, LPI before SPI.
     *
     * @param vcpu id of the vCPU
     */
    ModelInterrupt best(final int vcpu)
    {
        ModelInterrupt best = null;
        for (int i = 0; isEnabled && i < lpis.size() + spis.size(); i++)
        {
            final ModelInterrupt next = i < lpis.size() ? lpis.get(i) : spis.get(i - lpis.size());
            if (next.target() == vcpu && next.isCandidate() && (best == null || next.priority() < best.priority()))
            {
                best = next;
            }
        }

        return best;
    }

    /** Returns the level of the timer's wire of a PE. */
    boolean isWireHigh(final int pe)
    {
        return wires[pe];
    }

    boolean isAnyInRun()
    {
        return vcpus.stream().anyMatch(vcpu -> vcpu.isInRun);
    }
}

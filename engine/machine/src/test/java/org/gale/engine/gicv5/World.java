package org.gale.engine.gicv5;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.gale.engine.config.Board;

/**
 * Knowledge of software about a machine, from its own operations: residency, participation in 1ofN, and armed
 * doorbells. Together with {@link RamWalk} it gives the outputs that the machine must have.
 */
final class World
{
    static final int NOBODY = -1;

    private static final int VM_SHIFT = 16;

    private final RamWalk walk;
    private final int[] residents;
    private final boolean[] excludedPes;
    private final Map<Integer, Bell> bells = new TreeMap<>();
    private final Map<Integer, VmBell> vmBells = new TreeMap<>();
    private final Board board;
    private final boolean[] enabled;
    private final boolean[] linked;

    World(final Gicv5Machine machine, final RamWalk walk)
    {
        this.walk = walk;
        this.board = machine.config().board();
        this.enabled = new boolean[board.irss()];
        this.linked = new boolean[machine.config().pes()];
        Arrays.fill(linked, board.link().isUpAtReset());
        this.residents = new int[machine.config().pes()];
        this.excludedPes = new boolean[residents.length];
        Arrays.fill(residents, NOBODY);
    }

    static int vpe(final int vmId, final int vpeId)
    {
        return vmId << VM_SHIFT | vpeId;
    }

    static int vmOf(final int vpe)
    {
        return vpe >> VM_SHIFT;
    }

    static int vpeIdOf(final int vpe)
    {
        return vpe & (1 << VM_SHIFT) - 1;
    }

    void vmBecameValid(final int vmId)
    {
        vmBells.put(vmId, new VmBell());
    }

    /** Notes that a VPE became valid: it has no doorbell settings (B-VPE-3). */
    void vpeBecameValid(final int vmId, final int vpeId)
    {
        bells.put(vpe(vmId, vpeId), new Bell());
    }

    /** Notes that a VM became invalid (B-VMT-8). */
    void vmBecameInvalid(final int vmId)
    {
        bells.keySet().removeIf(vpe -> vmOf(vpe) == vmId);
        vmBells.remove(vmId);
        for (int pe = 0; pe < residents.length; pe++)
        {
            residents[pe] = residents[pe] != NOBODY && vmOf(residents[pe]) == vmId ? NOBODY : residents[pe];
        }
    }

    void enabled(final int irs, final boolean irsen)
    {
        enabled[irs] = irsen;
    }

    boolean isEnabled(final int irs)
    {
        return enabled[irs];
    }

    /** Notes that LINK of a PE was written (M-LINKDOWN). */
    void linked(final int pe, final boolean up)
    {
        if (!up)
        {
            left(pe, NOBODY);
        }
        linked[pe] = up;
    }

    boolean isLinked(final int pe)
    {
        return linked[pe];
    }

    /** Returns whether a PE is offered candidates (M-IRSEN2, M-LINKDOWN). */
    private boolean isOpen(final int pe)
    {
        return linked[pe] && enabled[board.irsOf(pe)];
    }

    void excluded(final int pe, final boolean dps)
    {
        excludedPes[pe] = dps;
    }

    void vpeExcluded(final int vmId, final int vpeId, final boolean dps)
    {
        bells.get(vpe(vmId, vpeId)).dps = dps;
    }

    void vmDoorbell(final int vmId, final int vpeId, final boolean on)
    {
        vmBells.get(vmId).vpeId = vpeId;
        vmBells.get(vmId).enabled = on;
    }

    void doorbell(final int vmId, final int vpeId, final int lpiId, final int mask, final boolean request)
    {
        final Bell bell = bells.get(vpe(vmId, vpeId));
        bell.isSet = true;
        bell.lpiId = lpiId;
        bell.mask = mask;
        bell.requested = request;
    }

    /** Returns whether residency must be granted (B-RES-2, M-RES2). The VPE of the same PE is left first (M-CTX). */
    boolean mayEnter(final int pe, final int vmId, final int vpeId)
    {
        for (int other = 0; other < residents.length; other++)
        {
            if (other != pe && residents[other] == vpe(vmId, vpeId))
            {
                return false;
            }
        }

        return linked[pe] && walk.isVpeValid(vmId, vpeId);
    }

    void entered(final int pe, final int vmId, final int vpeId)
    {
        left(pe, NOBODY);
        residents[pe] = vpe(vmId, vpeId);
        bells.get(residents[pe]).requested = false;                             // M-DB0
    }

    /**
     * Notes that the VPE of a PE was left.
     *
     * @param mask priority mask of the doorbell, or {@link #NOBODY} for none
     */
    void left(final int pe, final int mask)
    {
        if (residents[pe] != NOBODY)
        {
            final Bell bell = bells.get(residents[pe]);
            bell.requested = mask != NOBODY;
            bell.mask = mask == NOBODY ? bell.mask : mask;
            residents[pe] = NOBODY;
        }
    }

    int residentOn(final int pe)
    {
        return residents[pe];
    }

    boolean isResident(final int vpe)
    {
        return Arrays.stream(residents).anyMatch(resident -> resident == vpe);
    }

    /** Returns the candidate that the IRS has to forward to a PE (B-CPU-1, M-1OFN). */
    long candidate(final int pe)
    {
        int taker = 0;
        while (taker < excludedPes.length && (excludedPes[taker] || !isOpen(taker)))
        {
            taker++;
        }

        return isOpen(pe) ?
            walk.best(Rig.PHYSICAL, pe, taker == pe, id -> enabled[board.irsOfSpi(id)]) : RamWalk.NONE;
    }

    /** Returns the candidate of the VPE that is resident on a PE (B-RES-3, B-RES-4, M-IRSEN). */
    long virtualCandidate(final int pe)
    {
        final int vpe = residents[pe];

        return isOpen(pe) && vpe != NOBODY ?
            walk.best(vmOf(vpe), vpeIdOf(vpe), taker(vmOf(vpe)) == vpe, id -> true) : RamWalk.NONE;
    }

    /**
     * Notes that a doorbell rang. It must have been armed, for that LPI, with a reason.
     *
     * @return the fault, or null if there is none
     */
    String rang(final int vmId, final int vpeId, final int lpiId)
    {
        final Bell bell = bells.get(vpe(vmId, vpeId));
        if (bell == null || !bell.isSet || !bell.requested || isResident(vpe(vmId, vpeId)) || bell.lpiId != lpiId)
        {
            return "was not armed: " + bell;
        }
        bell.requested = false;                                                 // B-DB-3
        final long best = waiting(vmId, vpeId);

        return best >>> 32 <= bell.mask ? null : "without reason: " + Long.toHexString(best) + ", " + bell;
    }

    /**
     * Finds the first VPE that is not resident and armed, and whose doorbell has not rung for a waiting interrupt (P5).
     *
     * @return the VPE and the interrupt, or null if there is none
     */
    String firstSleeper()
    {
        for (final Map.Entry<Integer, Bell> entry : bells.entrySet())
        {
            final Bell bell = entry.getValue();
            if (bell.isSet && bell.requested && !isResident(entry.getKey()))
            {
                final long best = waiting(vmOf(entry.getKey()), vpeIdOf(entry.getKey()));
                if (best >>> 32 <= bell.mask)
                {
                    return "VM " + vmOf(entry.getKey()) + " VPE " + vpeIdOf(entry.getKey()) +
                        " sleeps on " + Long.toHexString(best) + ", " + bell;
                }
            }
        }

        return null;
    }

    private long waiting(final int vmId, final int vpeId)
    {
        final VmBell vmBell = vmBells.get(vmId);

        return walk.best(vmId, vpeId, vmBell.enabled && vmBell.vpeId == vpeId && taker(vmId) == NOBODY, id -> true);
    }

    /** Returns the resident VPE of a VM that 1ofN interrupts go to (M-1OFN). */
    private int taker(final int vmId)
    {
        return Arrays.stream(residents)
            .filter(vpe -> vpe != NOBODY && vmOf(vpe) == vmId && !bells.get(vpe).dps)
            .min().orElse(NOBODY);
    }

    private static final class Bell
    {
        private boolean isSet;
        private boolean requested;
        private boolean dps;
        private int mask;
        private int lpiId;

        @Override
        public String toString()
        {
            return "DBV=" + isSet + ", requested=" + requested + ", DBPM=" + mask + ", INTID=" + lpiId;
        }
    }

    private static final class VmBell
    {
        private boolean enabled;
        private int vpeId;
    }
}

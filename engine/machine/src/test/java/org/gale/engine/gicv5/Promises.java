package org.gale.engine.gicv5;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.Outputs;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IccIdr0El1;
import org.gale.tables.register.SystemRegister;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Promises P1, P2, P4, P5 and P6 of a machine under random software, checked against RAM. */
final class Promises
{
    private static final int RUNNING_IDLE = 32;

    private final RandomSoftware software;
    private final Rig rig;
    private final Gicv5Machine machine;

    Promises(final RandomSoftware software)
    {
        this.software = software;
        this.rig = software.rig();
        this.machine = rig.machine();
        rig.afterEach(this::checkDoorbells);
    }

    /** Checks everything that a machine promises at any moment. */
    void check()
    {
        for (int pe = 0; pe < machine.config().pes(); pe++)
        {
            assertEquals(word(software.world().candidate(pe)),
                Long.toHexString(machine.candidate(pe, CandidateKind.FORWARDED)), "hppi of PE " + pe);
            assertEquals(
                word(software.world().virtualCandidate(pe)),
                Long.toHexString(machine.candidate(pe, CandidateKind.OF_RESIDENT)), "vhppi of PE " + pe);
            assertEquals(signals(pe), machine.signals(pe), "signals of PE " + pe);
        }
        assertNull(software.world().firstSleeper());
        for (int vmId = Rig.PHYSICAL; vmId < RandomSoftware.VM_COUNT; vmId++)
        {
            checkOwner(vmId);
        }
    }

    private void checkOwner(final int vmId)
    {
        assertTrue(machine.irs().accounts().isIndexSound(Rig.owner(vmId)), "index of VM " + vmId);
        assertEquals(-1, machine.irs().accounts().firstDifference(Rig.owner(vmId)), "owed bits of VM " + vmId);
        final Ledger ledger = rig.ledger(vmId);
        assertEquals(Ledger.NONE, ledger.invented(), "invented in VM " + vmId);
        assertEquals(ledger.offered(), ledger.delivered() + ledger.coalesced() + ledger.pending() +
            ledger.withdrawnCleared() + ledger.withdrawnUnmapped(), "identity of VM " + vmId);
        if (vmId != Rig.PHYSICAL)
        {
            final int edges = pendingCount(vmId, 0);
            final int all = edges + pendingCount(vmId, 1);
            assertTrue(edges <= ledger.pending() && ledger.pending() <= all,
                "VM " + vmId + " owes " + ledger.pending() + " of " + edges + " edges and " + all + " in all");
        }
    }

    /** Checks that each doorbell had a reason, and that its LPI is pending if it can be reached (B-DB-1, B-DB-4). */
    private void checkDoorbells()
    {
        for (final long[] bell : rig.outputs(Outputs.DOORBELL))
        {
            final int vmId = Outputs.pe(bell[0]);
            final int vpeId = Outputs.value(bell[0]);
            final long entry = software.walk().entry(Rig.PHYSICAL, Rig.lpi((int)bell[1]));
            assertNull(software.world().rang(vmId, vpeId, (int)bell[1]), "doorbell of VM " + vmId + " VPE " + vpeId);
            assertTrue(entry < 0 || (entry & 1) != 0, "LPI of the doorbell is not pending: " + bell[1]);
        }
    }

    /** Returns the interrupt signals that the PE must have, by the priority bits that it has (B-CPU-4, -6, -18). */
    private int signals(final int pe)
    {
        final long enabled = rig.sysr(pe, Rig.EL1, SystemRegister.ICC_CR0_EL1) & 1;
        final long lowBits = 31L >>> (IccIdr0El1.PRI_BITS.get(rig.sysr(pe, Rig.EL1, SystemRegister.ICC_IDR0_EL1)) + 1);
        final long mask = rig.sysr(pe, Rig.EL1, SystemRegister.ICC_PCR_EL1) | lowBits;
        final long running = running(rig.sysr(pe, Rig.EL1, SystemRegister.ICC_APR_EL1));
        final long vmcr = rig.sysr(pe, Rig.EL2, SystemRegister.ICH_VMCR_EL2);
        final long virtualRunning = running(rig.sysr(pe, Rig.EL2, SystemRegister.ICH_APR_EL2));
        final long best = Math.min(
            priority(machine.candidate(pe, CandidateKind.PPI)), software.world().candidate(pe) >>> 32);
        final long virtual = Math.min(
            priority(machine.candidate(pe, CandidateKind.VIRTUAL_PPI)), software.world().virtualCandidate(pe) >>> 32);

        return (enabled == 1 && best <= mask && best < running ? 1 : 0) |
            ((vmcr & 1) == 1 && virtual <= (vmcr >>> 27 | lowBits) && virtual < virtualRunning ? 4 : 0);
    }

    private int pendingCount(final int vmId, final int level)
    {
        int count = 0;
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            count += software.walk().pendingCount(vmId, type, entry -> (entry >>> 2 & 1) == level);
        }

        return count;
    }

    private static long running(final long apr)
    {
        return apr == 0 ? RUNNING_IDLE : Long.numberOfTrailingZeros(apr);
    }

    private static long priority(final long word)
    {
        return word == 0 ? RUNNING_IDLE : word >>> 32 & 31;
    }

    private static String word(final long candidate)
    {
        return Long.toHexString(candidate == RamWalk.NONE ? 0 : Gicv5Machine.CANDIDATE_VALID | candidate);
    }
}

package org.gale.engine.gicv5;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.gale.engine.config.Board;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.support.StateImage;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Exploration of a board of two IRSs with a PE and an SPI each, and three LPIs: every state that links, IRSEN, events,
 * targets and acknowledges lead to. In each, every PE is offered what the tables in RAM say, and nothing is lost.
 */
@Tag("M-IRSEN2")
@Tag("M-LINKDOWN")
@Tag("P4")
class ExploredBoardTest
{
    private static final String KEYS = "irss=2 pes=2 iaffids=5,3 irs.spis=0:1 irs.1.spis=9:1 link=up " +
        "ram=0x40000000:0x1000 id_bits=4 min_lpi_id_bits=2 vm_id_bits=8 vpe_id_bits=1";
    private static final int CHUNK_WORDS = 512;
    private static final int STATES_MIN = 1_000;
    private static final int STATES_MAX = 100_000;

    private final Board board = Rig.config(KEYS).board();
    private final List<Consumer<Rig>> commands = new ArrayList<>();

    @Tag("slow")
    @Test
    void shouldOfferWhatTheTablesSayInEachState()
    {
        addCommands();
        final Set<Long> known = new HashSet<>();
        final Deque<StateImage> open = new ArrayDeque<>();
        try (Rig rig = new Rig(KEYS))
        {
            bringUp(rig);
            known.add(rig.machine().digest());
            open.add(StateImage.of(rig.machine(), CHUNK_WORDS));
        }
        while (!open.isEmpty())
        {
            final StateImage from = open.remove();
            for (int i = 0; i < commands.size(); i++)
            {
                try (Rig rig = new Rig(new Gicv5Machine(Rig.config(KEYS))))
                {
                    from.into(rig.machine(), CHUNK_WORDS);
                    commands.get(i).accept(rig);
                    check(rig, "command " + i + " in state " + known.size());
                    if (known.add(rig.machine().digest()))
                    {
                        open.add(StateImage.of(rig.machine(), CHUNK_WORDS));
                    }
                }
            }
            assertTrue(known.size() < STATES_MAX, "states: " + known.size());
        }

        assertTrue(known.size() >= STATES_MIN, "states: " + known.size());
    }

    private void bringUp(final Rig rig)
    {
        rig.irsFrame(frame(1));
        rig.physicalIst(Ist.linear(Rig.RAM, 4));
        for (int irs = 0; irs < 2; irs++)
        {
            rig.irsFrame(frame(irs));
            rig.enableIrs();
            final int spi = board.spisOf(irs).base();
            rig.irs(Registers.IRS_SPI_SELR, spi);
            rig.irs(Registers.IRS_SPI_CFGR, 1);
            configure(rig, Rig.spi(spi), 1 - irs, 3 + irs);
        }
        for (int pe = 0; pe < 2; pe++)
        {
            rig.enableCpu(pe, 31);
        }
        for (int lpi = 0; lpi < 3; lpi++)
        {
            configure(rig, Rig.lpi(lpi), lpi & 1, 4);
        }
    }

    private void configure(final Rig rig, final int intid, final int pe, final int priority)
    {
        rig.priority(0, Rig.EL1, intid, priority);
        rig.target(0, Rig.EL1, intid, board.iaffids().iaffid(pe), false);
        rig.enable(0, Rig.EL1, intid, true);
    }

    private void addCommands()
    {
        for (int n = 0; n < 2; n++)
        {
            final int number = n;
            commands.add(rig -> rig.sysw(number, Rig.EL1, SystemRegister.ICC_CR0_EL1, 1));
            commands.add(rig -> rig.sysw(number, Rig.EL1, SystemRegister.ICC_CR0_EL1, 3));
            commands.add(rig -> rig.store(frame(number) + Registers.IRS_CR0, 4, 0));
            commands.add(rig -> rig.store(frame(number) + Registers.IRS_CR0, 4, 1));
            commands.add(rig -> rig.spi(board.spisOf(number).base(), true));
            commands.add(rig -> rig.spi(board.spisOf(number).base(), false));
            commands.add(rig -> rig.target(
                1, Rig.EL1, Rig.lpi(2), board.iaffids().iaffid(number), false));
            commands.add(rig -> take(rig, number));
        }
        for (int lpi = 0; lpi < 3; lpi++)
        {
            final int id = lpi;
            commands.add(rig -> rig.store(frame(1) + 0x1_0000, 4, id));
        }
    }

    private static void take(final Rig rig, final int pe)
    {
        final int intid = rig.acknowledge(pe, Rig.EL1);
        if (intid != 0)
        {
            rig.drop(pe, Rig.EL1);
            rig.deactivate(pe, Rig.EL1, intid);
        }
    }

    private void check(final Rig rig, final String message)
    {
        final Gicv5Machine machine = rig.machine();
        final RamWalk walk = new RamWalk(machine);
        for (int pe = 0; pe < 2; pe++)
        {
            final boolean isLinked =
                (machine.registerValue(pe, Rig.EL1, SystemRegister.ICC_CR0_EL1.code()) & 2) != 0;
            final long best = isLinked && isEnabled(machine, board.irsOf(pe)) ?
                walk.best(Rig.PHYSICAL, pe, false, id -> isEnabled(machine, board.irsOfSpi(id))) : RamWalk.NONE;
            assertEquals(best == RamWalk.NONE ? 0 : Gicv5Machine.CANDIDATE_VALID | best,
                machine.candidate(pe, CandidateKind.FORWARDED), message);
            assertEquals(best == RamWalk.NONE ? 0 : 1, machine.signals(pe), message);
        }
        assertNull(machine.unsettled(), message);
        assertTrue(machine.accounts().isIndexSound(Rig.owner(Rig.PHYSICAL)), message);
        assertEquals(-1, machine.accounts().firstDifference(Rig.owner(Rig.PHYSICAL)), message);
        assertEquals(0, rig.ledger(Rig.PHYSICAL).remainder(), message);
    }

    private boolean isEnabled(final Gicv5Machine machine, final int irs)
    {
        return (machine.peek(frame(irs) + Registers.IRS_CR0, Integer.BYTES) & 1) != 0;
    }

    private long frame(final int irs)
    {
        return board.frame(MachineKeys.IRS_CONFIG, irs);
    }
}

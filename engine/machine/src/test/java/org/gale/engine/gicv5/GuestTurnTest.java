package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.Outputs;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Comparison of a guest's turn with its instructions one after another: acknowledge, priority drop, deactivate. */
class GuestTurnTest
{
    private static final int VM = 1;

    /** Gives both machines the same history, but one takes turns. */
    @ParameterizedTest(name = "seed {0}, {1} LPIs, keys {2}")
    @CsvSource({
        "1, 40, pes=1", "2, 60, pes=1", "3, 200, pes=2", "4, 500, pes=1", "5, 30, pes=1 nmi=1",
        "6, 90, pes=2 virt_one_n=1", "7, 150, pes=1 pri_bits=3", "8, 64, pes=1", "9, 65, pes=1",
    })
    void shouldEqualTheInstructions(final long seed, final int lpiCount, final String keys)
    {
        try (Rig turns = new Rig(keys + " min_lpi_id_bits=9"); Rig singles = new Rig(keys + " min_lpi_id_bits=9"))
        {
            for (final Rig rig : List.of(turns, singles))
            {
                bringUp(rig, new RandomSource(seed), lpiCount);
            }
            final RandomSource random = new RandomSource(seed + 100);
            for (int round = 0; round < 60; round++)
            {
                final int budget = random.oneIn(5) ? 1_024 : random.between(0, 30);
                turns.turn(0, budget);
                final List<Integer> acknowledged = new ArrayList<>();
                turns.outputs(Outputs.ACK).forEach(word -> acknowledged.add(Outputs.value(word[0])));

                assertEquals(oneByOne(singles, budget), acknowledged, "round " + round);
                assertEquals(singles.machine().signals(0), turns.machine().signals(0));
                assertEquals(singles.machine().candidate(0, CandidateKind.OF_RESIDENT),
                    turns.machine().candidate(0, CandidateKind.OF_RESIDENT));
                assertEquals(singles.machine().digest(), turns.machine().digest());
                assertTrue(turns.machine().accounts().isIndexSound(Rig.owner(VM)), "index, round " + round);
                assertEquals(-1, turns.machine().accounts().firstDifference(Rig.owner(VM)));
                final long again = random.any();
                for (final Rig rig : List.of(turns, singles))
                {
                    change(rig, new RandomSource(again), lpiCount);
                    if (round % 4 == 3)
                    {
                        rig.enableGuest(0, 31);
                        rig.sysw(0, Rig.EL2, SystemRegister.ICH_APR_EL2, 0);
                        rig.virtualPend(VM, acknowledged.isEmpty() ? 0 : acknowledged.get(0), false);   // a held level
                    }
                }
            }
            assertEquals(singles.ledger(VM).delivered(), turns.ledger(VM).delivered());
            assertTrue(turns.ledger(VM).delivered() > 20, "too few were delivered");
        }
    }

    /** Takes more than are gathered at a time, and more than are listed in front of the trees. */
    @Tag("M-TIE")
    @ParameterizedTest(name = "budget {0}")
    @ValueSource(ints = {3, 64, 65, 100, 128, 150, 1_024})
    void shouldTakeAsManyAsTheBudgetAllows(final int budget)
    {
        try (Rig rig = new Rig("pes=1 min_lpi_id_bits=9"))
        {
            bringUp(rig, new RandomSource(1), 0);
            for (int id = 0; id < 16; id++)
            {
                rig.virtualPend(VM, Rig.spi(id), false);
            }
            final List<Integer> expected = new ArrayList<>();
            for (int id = 0; id < 150; id++)
            {
                rig.vd(GicInstruction.VDEN, VM, Rig.lpi(id), 0);
                rig.vd(GicInstruction.VDPRI, VM, Rig.lpi(id), (long)(id % 5) << 59);
                rig.virtualPend(VM, Rig.lpi(id), true);
            }
            for (int rank = 0; rank < Math.min(budget, 150); rank++)
            {
                expected.add(Rig.lpi(rank / 30 + rank % 30 * 5));
            }

            rig.turn(0, budget);

            final List<Integer> acknowledged = new ArrayList<>();
            rig.outputs(Outputs.ACK).forEach(word -> acknowledged.add(Outputs.value(word[0])));
            assertEquals(expected, acknowledged);
            assertEquals(budget < 150 ? 4 : 0, rig.machine().signals(0) & 4);
        }
    }

    /** Takes candidates of nine and more that were never put in order, which are sorted at once. */
    @Tag("B-CPU-19")
    @ParameterizedTest(name = "{0} LPIs")
    @ValueSource(ints = {9, 10, 40, 64})
    void shouldLeaveACandidateAtTheThreshold(final int lpiCount)
    {
        final int mask = 8;
        try (Rig turns = new Rig("pes=1 min_lpi_id_bits=9"); Rig singles = new Rig("pes=1 min_lpi_id_bits=9"))
        {
            for (final Rig rig : List.of(turns, singles))
            {
                bringUp(rig, new RandomSource(1), 0);
                for (int id = 0; id < 16; id++)
                {
                    rig.virtualPend(VM, Rig.spi(id), false);
                }
                rig.enableGuest(0, mask);
                for (int id = 0; id < lpiCount; id++)
                {
                    rig.vd(GicInstruction.VDEN, VM, Rig.lpi(id), 0);
                    rig.vd(GicInstruction.VDPRI, VM, Rig.lpi(id), (long)(mask - 1 + id % 3) << 59);
                    rig.virtualPend(VM, Rig.lpi(id), true);
                }
            }
            final List<Integer> expected = oneByOne(singles, lpiCount);

            turns.turn(0, lpiCount);

            final List<Integer> acknowledged = new ArrayList<>();
            turns.outputs(Outputs.ACK).forEach(word -> acknowledged.add(Outputs.value(word[0])));
            assertEquals(expected, acknowledged);
            assertTrue(expected.size() < lpiCount && expected.contains(Rig.lpi(0)), expected::toString);
            assertEquals(singles.machine().digest(), turns.machine().digest());
        }
    }

    @Test
    void shouldDoNothingWhereNoVpeIsResident()
    {
        try (Rig rig = new Rig("pes=1 min_lpi_id_bits=9"))
        {
            bringUp(rig, new RandomSource(1), 40);
            rig.leave(0, -1);
            rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2, 8);
            rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_ENABLER0_EL2, 8);
            final long before = rig.machine().digest();

            rig.turn(0, 50);

            assertEquals(List.of(), rig.outputs(Outputs.ACK));
            assertEquals(before, rig.machine().digest());
        }
    }

    @Test
    void shouldRefuseAPeThatIsNotThere()
    {
        try (Rig rig = new Rig("pes=1"))
        {
            assertThrows(CommandException.class, () -> rig.turn(1, 5));
            assertThrows(CommandException.class, () -> turns(rig, 1, 5));
            assertEquals(0, rig.machine().commandCount());
        }
    }

    @ParameterizedTest(name = "budget {0}")
    @ValueSource(ints = {0, 1, 5, 128})
    void shouldGiveATurnToEachSignalledGuestOfAGroup(final int budget)
    {
        final List<Integer> signalled = List.of(0, 2, 63, 64, 65);
        try (Rig groups = new Rig("pes=66 min_lpi_id_bits=9"); Rig singles = new Rig("pes=66 min_lpi_id_bits=9"))
        {
            for (final Rig rig : List.of(groups, singles))
            {
                bringUpGuests(rig, signalled, 8);
            }
            turns(groups, 0, budget);
            assertEquals(taken(signalled.subList(0, 3), Math.min(budget, 8)), acknowledgingPes(groups));
            turns(groups, 64, budget);
            assertEquals(taken(signalled.subList(3, 5), Math.min(budget, 8)), acknowledgingPes(groups));

            for (final int pe : signalled)
            {
                singles.turn(pe, budget);
            }
            assertEquals(singles.machine().digest(), groups.machine().digest());
            assertEquals(budget < 8 ? 5 : 0, groups.machine().virqs().size());
        }
    }

    @Test
    void shouldLimitTheBudgetOfAGroup()
    {
        try (Rig rig = new Rig("pes=66 min_lpi_id_bits=9"))
        {
            bringUpGuests(rig, List.of(1), 150);
            turns(rig, 0, 0xffff);

            assertEquals(128, acknowledgingPes(rig).size());
        }
    }

    /** Makes VM {@code pe + 1} resident on each PE 0 to 2 and 63 to 65, with LPIs pending for some. */
    private static void bringUpGuests(final Rig rig, final List<Integer> signalled, final int lpiCount)
    {
        rig.enableIrs();
        rig.vmTable();
        int vmId = 1;
        for (final int pe : List.of(0, 1, 2, 63, 64, 65))
        {
            rig.simpleVm(vmId, 10);
            rig.enableGuest(pe, 31);
            for (int id = 0; id < lpiCount; id++)
            {
                rig.vd(GicInstruction.VDEN, vmId, Rig.lpi(id), 0);
                rig.virtualPend(vmId, Rig.lpi(id), signalled.contains(pe));
            }
            rig.enter(pe, vmId, 0);
            vmId++;
        }
    }

    /** Gives turns to the signalled guests of a group of PEs. */
    private static void turns(final Rig rig, final int firstPe, final int budget)
    {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[Long.BYTES]);
        command.putLong(0, Commands.turns(firstPe, budget));
        rig.machine().outputs().clear();
        rig.machine().apply(command, 0);
    }

    private static List<Integer> taken(final List<Integer> pes, final int each)
    {
        return pes.stream().flatMap(pe -> Collections.nCopies(each, pe).stream()).toList();
    }

    private static List<Integer> acknowledgingPes(final Rig rig)
    {
        return rig.outputs(Outputs.ACK).stream().map(words -> Outputs.pe(words[0])).toList();
    }

    private static void bringUp(final Rig rig, final RandomSource random, final int lpiCount)
    {
        rig.enableIrs();
        rig.vmTable();
        rig.simpleVm(VM, 10);
        rig.enableGuest(0, 31);
        for (int id = 0; id < lpiCount; id++)
        {
            configure(rig, random, Rig.lpi(id));
        }
        for (int id = 0; id < 16; id++)
        {
            configure(rig, random, Rig.spi(id));
        }
        rig.enter(0, VM, 0);
    }

    private static void configure(final Rig rig, final RandomSource random, final int intid)
    {
        rig.vd(random.oneIn(8) ? GicInstruction.VDDIS : GicInstruction.VDEN, VM, intid, 0);
        rig.vd(GicInstruction.VDPRI, VM, intid, (long)random.below(32) << 59);
        rig.vd(GicInstruction.VDAFF, VM, intid, random.oneIn(9) ? 1L << 48 : random.oneIn(9) ? 1L << 28 : 0);
        rig.vd(GicInstruction.VDHM, VM, intid, random.oneIn(150) ? 1L << 63 : 0);
        rig.virtualPend(VM, intid, random.coin());
    }

    /** Changes the state between two turns. */
    private static void change(final Rig rig, final RandomSource random, final int lpiCount)
    {
        for (int i = random.below(20); i > 0; i--)
        {
            rig.virtualPend(VM, random.oneIn(6) ? Rig.spi(random.below(16)) : Rig.lpi(random.below(lpiCount)), true);
        }
        switch (random.below(6))
        {
            case 0 -> rig.enableGuest(0, random.oneIn(3) ? random.below(32) : 31);
            case 1 -> rig.sysw(0, Rig.EL2, SystemRegister.ICH_APR_EL2, random.oneIn(3) ? 1L << random.below(32) : 0);
            case 2 -> configure(rig, random, Rig.lpi(random.below(lpiCount)));
            case 3 ->
            {
                rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_ENABLER0_EL2, 8 | 1 << 27);
                rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_PRIORITYR3_EL2, (long)random.below(32) << 24);
                rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2, random.coin() ? 8 : 8 | 1 << 27);
            }
            case 4 -> rig.sysw(0, Rig.EL2, SystemRegister.ICH_PPI_PENDR0_EL2, 0);
            default -> rig.vd(GicInstruction.VDHM, VM, Rig.lpi(random.below(lpiCount)), 0);
        }
    }

    private static List<Integer> oneByOne(final Rig rig, final int budget)
    {
        final List<Integer> acknowledged = new ArrayList<>();
        int intid = 1;
        while (acknowledged.size() < budget && intid != 0)
        {
            intid = rig.acknowledge(0, Rig.VEL1);
            if (intid != 0)
            {
                rig.drop(0, Rig.VEL1);
                rig.deactivate(0, Rig.VEL1, intid);
                acknowledged.add(intid);
            }
        }

        return acknowledged;
    }
}

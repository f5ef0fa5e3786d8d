package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Outputs;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdPend;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Comparison of a run of VDPENDs with the same instructions one by one, for any commands between them. */
@Tag("B-VIN-8")
class VdPendRunTest
{
    private static final int VM = 1;
    private static final int LPIS = 200;
    private static final String KEYS = "pes=2 min_lpi_id_bits=9";

    private final ExpandableArrayBuffer tape = new ExpandableArrayBuffer();
    private int end;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = { 1, 2, 3, 4, 5, 6 })
    void shouldEqualTheInstructions(final long seed)
    {
        final RandomSource random = new RandomSource(seed);
        for (int i = 0; i < 5_000; i++)
        {
            add(random);
        }
        try (Rig run = broughtUp(); Rig singles = broughtUp())
        {
            final List<Long> outputsOfRun = new ArrayList<>();
            for (int at = 0; at < end;)
            {
                at = run.machine().apply(tape, at, end);
                take(run.machine().outputs(), outputsOfRun);
            }
            final List<Long> outputsOfSingles = new ArrayList<>();
            for (int at = 0; at < end;)
            {
                at = singles.machine().apply(tape, at);
                take(singles.machine().outputs(), outputsOfSingles);
            }

            assertEquals(outputsOfSingles, outputsOfRun);
            assertEquals(singles.machine().runDigest(), run.machine().runDigest());
            assertEquals(singles.machine().commandCount(), run.machine().commandCount());
            assertEquals(singles.ledger(VM).offered(), run.ledger(VM).offered());
            assertEquals(0, run.ledger(VM).remainder());
            assertTrue(run.machine().outputs().doorbells() > 0, "no doorbell rang");
            assertTrue(run.machine().accounts().isIndexSound(Rig.owner(VM)));
        }
    }

    @Test
    void shouldApplyCommandsInFrontOfAWordThatBeginsNone()
    {
        end = pend(0, 2, Rig.lpi(3), true);
        end = pend(7, 2, Rig.lpi(4), true);                                     // there is no PE 7

        assertRefusedAfterOne();
    }

    @Test
    void shouldNotRunWhereTheInstructionIsUndefined()
    {
        end = pend(0, 2, Rig.lpi(3), true);
        end = pend(0, 1, Rig.lpi(4), true);                                     // VD instructions are EL2's

        assertRefusedAfterOne();
    }

    private void assertRefusedAfterOne()
    {
        try (Rig rig = broughtUp())
        {
            final long before = rig.machine().commandCount();

            assertThrows(CommandException.class, () ->
            {
                for (int at = 0; at < end;)
                {
                    at = rig.machine().apply(tape, at, end);
                }
            });

            assertEquals(before + 1, rig.machine().commandCount());
            assertEquals(1, rig.ledger(VM).offered());
            assertEquals(1, rig.entry(VM, Rig.lpi(3)) & 1);
            assertEquals(0, rig.entry(VM, Rig.lpi(4)) & 1);
        }
    }

    private void add(final RandomSource random)
    {
        final int intid = random.oneIn(20) ? Rig.spi(random.below(40)) : Rig.lpi(random.below(LPIS + 400));
        switch (random.below(60))
        {
            case 0 ->
            {
                tape.putLong(end, Commands.turn(0, 1 + random.below(20)));
                end += Long.BYTES;
            }
            case 1 -> end = pend(0, 2, intid, false);
            case 2 -> end = pend(1, 2, intid, true);
            case 3 -> end = Commands.insn(tape, end, 0, 2, GicInstruction.VDDI.code(), ((long)VM << 32) | intid);
            case 4 -> end = pendOf(3 + random.below(70_000), intid);
            default -> end = pend(0, 2, intid, true);
        }
    }

    private int pend(final int pe, final int el, final int intid, final boolean pending)
    {
        return Commands.insn(tape, end, pe, el, GicInstruction.VDPEND.code(), GicVdPend.of(VM, intid, pending));
    }

    private int pendOf(final int vmId, final int intid)
    {
        return Commands.insn(tape, end, 0, 2, GicInstruction.VDPEND.code(), GicVdPend.of(vmId & 0xffff, intid, true));
    }

    private static void take(final Outputs outputs, final List<Long> taken)
    {
        for (int i = 0; i < outputs.words(); i++)
        {
            taken.add(outputs.word(i));
        }
        outputs.clear();
    }

    /** Sets up VPE 0, resident on PE 0, and VPE 1, which waits for its doorbell; both are targets. */
    private static Rig broughtUp()
    {
        final Rig rig = new Rig(KEYS);
        rig.enableIrs();
        rig.vmTable();
        rig.simpleVm(VM, 10);
        rig.enableGuest(0, 31);
        for (int id = 0; id < LPIS; id++)
        {
            rig.vd(GicInstruction.VDEN, VM, Rig.lpi(id), 0);
            rig.vd(GicInstruction.VDPRI, VM, Rig.lpi(id), (long)(id & 31) << 59);
            rig.vd(GicInstruction.VDAFF, VM, Rig.lpi(id), (id & 3) == 0 ? 1L << 48 : 0);
        }
        rig.enter(0, VM, 0);
        rig.doorbell(VM, 1, 9, 31, true);

        return rig;
    }
}

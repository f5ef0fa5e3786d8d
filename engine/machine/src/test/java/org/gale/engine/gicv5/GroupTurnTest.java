package org.gale.engine.gicv5;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Outputs;
import org.gale.engine.support.StateImage;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a TURN of a group: the guests of 64 PEs that are signalled, each up to the budget. */
class GroupTurnTest
{
    private static final int VM = 1;
    private static final int[] PES = {0, 63, 64, 129};
    private static final int LPIS_OF_PE = 3;
    private static final int CHUNK_WORDS = 500;

    private final Rig rig = new Rig("pes=130 min_lpi_id_bits=4");
    private final UnsafeBuffer word = new UnsafeBuffer(new byte[Long.BYTES]);

    @BeforeEach
    void bringUp()
    {
        rig.enableIrs();
        rig.vmTable();
        rig.simpleVm(VM, 8);
        for (int vpeId = 0; vpeId < PES.length; vpeId++)
        {
            rig.enableGuest(PES[vpeId], 31);
            rig.enter(PES[vpeId], VM, vpeId);
            for (int i = 0; i < LPIS_OF_PE; i++)
            {
                final int lpi = Rig.lpi(16 * vpeId + i);
                rig.vd(GicInstruction.VDAFF, VM, lpi, (long)vpeId << 48);
                rig.vd(GicInstruction.VDEN, VM, lpi, 0);
                rig.virtualPend(VM, lpi, true);
            }
        }
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldGiveEachSignalledGuestOfItsGroupATurn()
    {
        assertEquals(List.of("0:0", "0:1", "63:16", "63:17"), turns(0, 2));
        assertEquals(List.of("64:32", "64:33"), turns(64, 2));
        assertEquals(List.of("129:48", "129:49"), turns(128, 2));
        assertEquals(List.of("0:2", "63:18"), turns(0, 2));
        assertEquals(List.of(), turns(0, 2));
    }

    @Test
    void shouldPassOverAGuestThatIsNotSignalled()
    {
        rig.enableGuest(0, 0);
        rig.enableGuest(63, 0);
        rig.vd(GicInstruction.VDPRI, VM, Rig.lpi(1), 1L << 59);
        rig.vd(GicInstruction.VDPRI, VM, Rig.lpi(2), 1L << 59);

        assertEquals(List.of("0:0", "63:16", "63:17", "63:18"), turns(0, 100));
        assertEquals(4, rig.machine().signals(64));
        assertEquals(List.of(), turns(0, 100));
    }

    /** The PEs that are signalled stand in no state of their own. */
    @Tag("P7")
    @Test
    void shouldGiveTheGuestsOfARestoredMachineTheirTurn()
    {
        try (Gicv5Machine restored = new Gicv5Machine(rig.machine().config()))
        {
            assertTrue(StateImage.of(rig.machine(), CHUNK_WORDS).into(restored, CHUNK_WORDS).isSame());
            turns(0, 2);

            word.putLong(0, Commands.turns(0, 2));
            restored.apply(word, 0);

            assertEquals(rig.machine().runDigest(), restored.runDigest());
            assertEquals(4, restored.accounts().ledger(Rig.owner(VM)).delivered());
        }
    }

    /** Applies a TURN of a group and returns PE and LPI of each acknowledge. */
    private List<String> turns(final int firstPe, final int budget)
    {
        word.putLong(0, Commands.turns(firstPe, budget));
        rig.machine().outputs().clear();
        rig.machine().apply(word, 0);

        return rig.outputs(Outputs.ACK).stream()
            .map(ack -> Outputs.pe(ack[0]) + ":" + (Outputs.value(ack[0]) & 0xff_ffff)).toList();
    }
}

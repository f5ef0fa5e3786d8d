package org.gale.engine.witness;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the witness of wires: which commands concern it, and that a wire without an interrupt says nothing. */
@Tag("P2")
@Tag("B-IWB-2")
class WireWitnessTest
{
    private final Machine machine = Machines.FACTORY.create(MachineConfig.parse(List.of("pes=2")));
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private final List<String> found = new ArrayList<>();
    private final WireWitness witness =
        new WireWitness(machine, (isLost, who, sentence) -> found.add(isLost + who + sentence));

    @AfterEach
    void close()
    {
        machine.close();
    }

    @Test
    void shouldConcernBridgesWhoseWiresFall()
    {
        Commands.wire(command, 0, Commands.WIRE_IWB, 0, 3, false);
        assertTrue(witness.concerns(command, 0));
        Commands.wire(command, 0, Commands.WIRE_IWB, 0, 3, true);
        assertFalse(witness.concerns(command, 0));
        Commands.wire(command, 0, Commands.WIRE_SPI, 0, 3, false);
        assertFalse(witness.concerns(command, 0));
    }

    @Test
    void shouldSayNothingOfAWireWithoutAnInterrupt()
    {
        Commands.wire(command, 0, Commands.WIRE_IWB, 0, 3, false);

        witness.before(command, 0);
        machine.apply(command, 0);
        witness.applied(command, 0, false);

        assertEquals(List.of(), found);
    }
}

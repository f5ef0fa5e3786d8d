package org.gale.engine.gicv4;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.CandidateKind;
import org.gale.engine.machine.Outputs;
import org.gale.engine.support.StateImage;
import org.gale.tables.memory.Mix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the commands of a GICv4 machine, and of what it answers as a machine. */
class Gicv4MachineTest
{
    private static final String KEYS = "cpus=2 lpi_bits=14";
    private static final long END = V4Rig.RAM + (1 << 26);
    private static final int VIRQ = 4;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[96]);
    private V4Rig rig;

    @BeforeEach
    void open()
    {
        rig = rig();
    }

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Test
    void shouldDeliverALongMessageOfItsIts()
    {
        Commands.msiLong(frame, 0, 0, 1, 1);

        assertEquals(16, rig.machine().apply(frame, 0));

        assertEquals("OK pending=1 route=VIRT vcpu=1 spurious=0", rig.line("state 0 8201"));
        assertEquals(0, rig.machine().untranslated());
        Commands.msiLong(frame, 0, 0, 2, 1);
        rig.machine().apply(frame, 0);
        assertEquals(1, rig.machine().untranslated());
        Commands.msiLong(frame, 0, 1, 1, 0);
        assertEquals("no ITS 1", refusal());
    }

    @Test
    void shouldLoadAndStoreRamAlone()
    {
        Commands.store(frame, 0, END - 8, 8, 0x1122_3344_5566_7788L);
        assertEquals(24, rig.machine().apply(frame, 0));
        rig.machine().outputs().clear();
        Commands.load(frame, 0, END - 6, 2);
        assertEquals(16, rig.machine().apply(frame, 0));

        assertEquals(List.of("value " + 0x5566L), outputs());
        assertEquals(0x1122L, rig.machine().peek(END - 2, 2));
        assertTrue(rig.machine().isMapped(END - 8, 8));
        assertFalse(rig.machine().isMapped(END - 4, 8));
        Commands.load(frame, 0, END, 4);
        assertEquals("unmapped: 0x44000000", refusal());
        Commands.store(frame, 0, V4Rig.RAM - 8, 8, 1);
        assertEquals("unmapped: 0x3ffffff8", refusal());
    }

    @Test
    void shouldStoreARunOfBytesInTheirOrder()
    {
        final byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, -1};
        Commands.ram(frame, 0, END - 10, bytes, 0, 10);

        assertEquals(32, rig.machine().apply(frame, 0));

        assertEquals(0x0807_0605_0403_0201L, rig.machine().peek(END - 10, 8));
        assertEquals(0xff09L, rig.machine().peek(END - 2, 2));
        Commands.ram(frame, 0, END - 9, bytes, 0, 10);
        assertThrows(CommandException.class, () -> rig.machine().apply(frame, 0));
        assertEquals(0x0807_0605_0403_0201L, rig.machine().peek(END - 10, 8));
    }

    /** A bit that software sets in the table of a vPE is pending once the tables are read again. */
    @Test
    void shouldReadItsTablesAgainWhenSoftwareHasChangedThem()
    {
        final long table = rig.host().vm(0).vcpus[1].vpe.table;
        try (V4Rig other = rig())
        {
            Commands.store(frame, 0, table + 8201 / 8, 1, 2);
            rig.machine().apply(frame, 0);
            Commands.ram(frame, 0, table + 8201 / 8, new byte[] {2}, 0, 1);
            other.machine().apply(frame, 0);

            assertEquals("OK pending=1 route=VIRT vcpu=1 spurious=0", rig.line("state 0 8201"));
            assertEquals(VIRQ, rig.machine().signals(1));
            assertEquals(VIRQ, other.machine().signals(1));
            assertEquals(0, rig.machine().signals(0));
            assertEquals(1, rig.machine().virqs().size());
            assertEquals(1, rig.machine().virqs().next(0));
            assertEquals(rig.machine().digest(), other.machine().digest());
        }
    }

    @Test
    void shouldLogWhatAGuestAcknowledgesInItsTurn()
    {
        rig.lines("msi 1 1", "msi 1 3");
        rig.machine().outputs().clear();
        frame.putLong(0, Commands.turn(1, 1));
        rig.machine().apply(frame, 0);

        assertEquals(List.of("ack 1 8201"), outputs());
        frame.putLong(0, Commands.turns(0, 2));
        rig.machine().apply(frame, 0);
        assertEquals(List.of("ack 1 8201", "ack 1 8203"), outputs());
        frame.putLong(0, Commands.turn(2, 1));
        assertEquals("no CPU 2: there are 2", refusal());
        frame.putLong(0, Commands.turns(2, 1));
        assertEquals("no CPU 2: there are 2", refusal());
    }

    @Test
    void shouldLoadAVcpuOnAFreeCpuAlone()
    {
        final V4Residency residency = rig.host().residency;
        final V4Vm vm = rig.host().vm(0);
        assertTrue(residency.load(vm.vcpus[0], 0), "it is loaded there");
        assertFalse(residency.load(vm.vcpus[0], 1), "it is loaded elsewhere");
        rig.lines("put 0 0");
        assertFalse(residency.load(vm.vcpus[0], 1), "the CPU holds another one");

        rig.lines("msi 1 0");

        assertFalse(rig.host().guestCpu.isSignalled(vm.vcpus[0]));
        assertTrue(residency.load(vm.vcpus[0], 0));
        assertTrue(rig.host().guestCpu.isSignalled(vm.vcpus[0]));
        rig.lines("put 0 1");
        assertTrue(residency.load(vm.vcpus[1], 1), "it is free again");
    }

    @Test
    void shouldRefuseCommandsOfOtherMachines()
    {
        Commands.sysr(frame, 0, 0, 1, 5);

        assertEquals("a GICv4 machine has no such command: 0x" + Long.toHexString(frame.getLong(0)), refusal());
    }

    @Test
    void shouldAnswerThatItHasNoRegistersAndNoSpis()
    {
        assertFalse(rig.machine().isInstructionDefined(1, 0));
        assertFalse(rig.machine().isRegisterDefined(1, 0, true));
        assertFalse(rig.machine().isGuestUndefined(0));
        assertFalse(rig.machine().spiExists(0));
        for (final CandidateKind kind : CandidateKind.values())
        {
            assertEquals(0, rig.machine().candidate(0, kind));
        }
        assertEquals(0, rig.machine().unreachable());
        assertEquals(0, rig.machine().ignoredOperations());
        assertEquals(List.of(), rig.machine().frames().all());
        assertEquals("a GICv4 machine shows no system register: 7", assertThrows(IllegalArgumentException.class,
            () -> rig.machine().registerValue(0, 1, 7)).getMessage());
    }

    @Test
    void shouldDigestAllOfRamAndEachPartOfARun()
    {
        final long before = rig.machine().digest();
        rig.machine().outputs().clear();
        Commands.store(frame, 0, END - 8, 8, 1);
        rig.machine().apply(frame, 0);

        assertNotEquals(before, rig.machine().digest());
        assertEquals(Mix.of(Mix.of(rig.machine().commandDigest().value(), rig.machine().outputs().digest()), 9),
            rig.machine().runDigest(9));
    }

    @Test
    void shouldSaveTheNumberOfMessagesThatNothingIsMappedTo()
    {
        rig.line("msi 7 7");
        try (V4Rig restored = new V4Rig(KEYS))
        {
            StateImage.of(rig.machine()).into(restored.machine());
            assertEquals(1, restored.machine().untranslated());
            assertEquals(rig.machine().digest(), restored.machine().digest());
        }
    }

    @Test
    void shouldCountTheMemoryOfItsIndexes()
    {
        assertEquals(0, rig.machine().indexBytes());
        for (int event = 4; event < 200; event++)
        {
            rig.lines("map 0 1 " + event + " 0 " + (8200 + event), "config 0 " + (8200 + event) + " 128 1",
                "msi 1 " + event);
        }

        assertTrue(rig.machine().indexBytes() > 0);
        assertNull(rig.machine().unsettled());
    }

    private String refusal()
    {
        return assertThrows(CommandException.class, () -> rig.machine().apply(frame, 0)).getMessage();
    }

    private List<String> outputs()
    {
        final Outputs outputs = rig.machine().outputs();
        final List<String> texts = new ArrayList<>();
        for (int i = 0; i < outputs.words(); i += Outputs.length(outputs.word(i)))
        {
            final long word = outputs.word(i);
            texts.add(Outputs.kind(word) == Outputs.VALUE ? "value " + outputs.word(i + 1) :
                Outputs.kind(word) == Outputs.ACK ? "ack " + Outputs.pe(word) + ' ' + Outputs.value(word) :
                "kind " + Outputs.kind(word));
        }

        return texts;
    }

    /** Returns a machine with two resident vCPUs and vLPIs 8200 to 8203, which are injected directly. */
    private static V4Rig rig()
    {
        final V4Rig rig = new V4Rig(KEYS);
        rig.line("create_vm 2");
        rig.lines("enable 0 0", "enable 0 1", "load 0 0 0", "load 0 1 1");
        for (int event = 0; event < 4; event++)
        {
            rig.lines("map 0 1 " + event + " " + event % 2 + " " + (8200 + event),
                "config 0 " + (8200 + event) + " 128 1");
        }

        return rig;
    }
}

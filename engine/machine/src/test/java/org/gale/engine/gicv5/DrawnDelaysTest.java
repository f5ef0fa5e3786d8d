package org.gale.engine.gicv5;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.gale.engine.config.DelaySchedule;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.LateKind;
import org.gale.engine.machine.OperationDelays;
import org.gale.tables.operand.GicInstruction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of delays that each operation has for itself: drawn from a seed, or given by a schedule. */
@Tag("M-ORD")
class DrawnDelaysTest
{
    private static final long IRS_CR0 = 0x0801_0080L;
    private static final int IDLE = 2;
    private static final int MASK = 31;

    @Test
    void shouldDrawTheSameDelayWhateverElseIsDrawn()
    {
        final OperationDelays one = delays("ops.seed=7");
        final OperationDelays other = delays("ops.seed=7");
        other.of(LateKind.EVENT, 3, () -> "event");
        final int first = one.of(LateKind.REGISTER, 5, () -> "register");

        assertEquals(first, other.of(LateKind.REGISTER, 5, () -> "register"));
    }

    @Test
    void shouldDrawWithinTheLongestDelayOfTheKind()
    {
        final List<Integer> registers = drawn(LateKind.REGISTER);
        final List<Integer> events = drawn(LateKind.ARRIVAL);
        final List<Integer> controls = drawn(LateKind.CONTROL);
        final List<Integer> choices = new ArrayList<>(drawn(LateKind.FILL));
        choices.addAll(drawn(LateKind.OPERANDS));

        assertEquals(IntStream.rangeClosed(0, 16).boxed().toList(), registers.stream().distinct().sorted().toList());
        assertEquals(64, events.stream().mapToInt(delay -> delay).max().orElseThrow());
        assertEquals(64, controls.stream().mapToInt(delay -> delay).max().orElseThrow());
        assertEquals(List.of(0, 1), choices.stream().distinct().sorted().toList());
    }

    @Test
    void shouldNumberTheOperationsOfAPlaceApart()
    {
        final OperationDelays delays = delays("ops.schedule=list:a/x2/2=9,b/x1");

        assertEquals(0, delays.of(LateKind.EVENT, 1, () -> "a"));
        assertEquals(0, delays.of(LateKind.EVENT, 2, () -> "b"));
        assertEquals(9, delays.of(LateKind.EVENT, 1, () -> "a"));
        assertNull(delays.difference());
    }

    @Test
    void shouldNameTheFirstOperationThatAScheduleDoesNotHave()
    {
        final OperationDelays delays = delays("ops.schedule=list:a/x1");
        delays.of(LateKind.EVENT, 1, () -> "a");

        assertEquals(0, delays.of(LateKind.EVENT, 1, () -> "a"));
        delays.of(LateKind.EVENT, 2, () -> "b");

        assertEquals("a#2", delays.difference());
    }

    @ParameterizedTest
    @ValueSource(strings = {"list:", "list:ITS_SYNCR/x3/1=2/3=16,event/12:5/x7"})
    void shouldWriteAScheduleAsItWasRead(final String text)
    {
        assertEquals(text, MachineConfig.parse(List.of("ops.schedule=" + text)).value(MachineKeys.OPS_SCHEDULE)
            .toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a x", "a x1 2=3", "a x1 1=9999999", "a x2 1=1 1=1", "a/b x1"})
    void shouldRefuseALineThatIsNoOperation(final String line)
    {
        assertThrows(IllegalArgumentException.class, () -> DelaySchedule.ofLines(List.of("# a", "", line)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "ops.seed=1 ops.schedule=list: | exclude each other", "ops.seed=1 ops.order=0 | need ops.order=1",
        "ops.events=4 | needs ops.order=1", "its.cache=seeded | needs an ops.seed", "ops.seed=x | is not a number",
        "ops.schedule=nothing | is no schedule", "ops.seed=1 ops.delay=0 | needs an ops.delay"})
    void shouldRefuseKeysThatContradict(final String keys, final String message)
    {
        final IllegalArgumentException refusal = assertThrows(
            IllegalArgumentException.class, () -> MachineConfig.parse(List.of(keys.split(" "))));

        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
    }

    @Test
    void shouldImplyTheOtherKeys()
    {
        final String keys = MachineConfig.parse(List.of("ops.seed=3")).toKeys();

        assertTrue(keys.contains("its.cache=seeded ops.delay=16 ops.order=1 ops.seed=3 ops.events=64"), keys);
    }

    @Test
    void shouldKeepTheOrderOfInstructionsOnOneInterrupt()
    {
        try (Rig rig = new Rig("pes=1 ops.schedule=list:CDEN/0:spi5/x1/1=5,CDDIS/0:spi5/x1"))
        {
            rig.enableCpu(0, MASK);
            rig.enableIrs();
            rig.insn(0, Rig.EL1, GicInstruction.CDEN, Rig.spi(5));
            rig.insn(0, Rig.EL1, GicInstruction.CDDIS, Rig.spi(5));
            pass(rig, 20);
            rig.insn(0, Rig.EL1, GicInstruction.CDPEND, Rig.VALID | Rig.spi(5));
            rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);

            assertEquals(0, rig.machine().signals(0));
        }
    }

    @Test
    void shouldMergeAnEdgeIntoAnAcknowledgeThatIsNotComplete()
    {
        assertEquals(0, signalsAfterAnEdge("ops.schedule=list:CDIA/0:spi5/x1/1=9"));
        assertNotEquals(0, signalsAfterAnEdge("ops.schedule=list:CDIA/0:spi5/x1"));
    }

    private static int signalsAfterAnEdge(final String keys)
    {
        try (Rig rig = new Rig("pes=1 " + keys))
        {
            rig.enableCpu(0, MASK);
            rig.enableIrs();
            rig.insn(0, Rig.EL1, GicInstruction.CDEN, Rig.spi(5));
            rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);
            rig.spi(5, true);
            assertNotEquals(0, rig.insn(0, Rig.EL1, GicInstruction.CDIA, 0));
            rig.spi(5, false);
            rig.spi(5, true);
            rig.insn(0, Rig.EL1, GicInstruction.GSBACK, 0);
            rig.insn(0, Rig.EL1, GicInstruction.CDEOI, 0);
            rig.insn(0, Rig.EL1, GicInstruction.CDDI, Rig.spi(5));
            rig.insn(0, Rig.EL1, GicInstruction.GSBSYS, 0);

            return rig.machine().signals(0);
        }
    }

    /** The kernel writes the registers of an IWB without a wait between. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({"ops.seed=1, 0", "ops.seed=2, 0", "ops.delay=8, 1"})
    void shouldIgnoreNoRegisterOfAnArray(final String keys, final int ignored)
    {
        try (Rig rig = new Rig("pes=1 " + keys))
        {
            rig.store(Rig.IWB + 0x2000, Integer.BYTES, 1);
            rig.store(Rig.IWB + 0x2004, Integer.BYTES, 2);
            pass(rig, 40);

            assertEquals(ignored, rig.machine().ignoredOperations());
            assertEquals(1, rig.load(Rig.IWB + 0x2000, Integer.BYTES));
            assertEquals(ignored == 0 ? 2 : 0, rig.load(Rig.IWB + 0x2004, Integer.BYTES));
        }
    }

    @Test
    void shouldNameAnOperationThatIsIgnored()
    {
        try (Rig rig = new Rig("pes=1 strict=1 ops.delay=4"))
        {
            rig.irs(0x108, 5);
            rig.irs(0x114, 1);

            assertEquals("[IgnoredOperation[register=IRS_SPI_CFGR, command=2, before=IRS_SPI_SELR, begun=1]]",
                rig.machine().namedIgnoredOperations().toString());
            assertEquals(1, rig.machine().softwareErrors());
        }
    }

    private static void pass(final Rig rig, final int commands)
    {
        for (int i = 0; i < commands; i++)
        {
            rig.load(Rig.RAM, Integer.BYTES);
        }
    }

    @Test
    void shouldGiveARegisterTheDelayOfTheSchedule()
    {
        try (Rig rig = new Rig("pes=1 ops.schedule=list:IRS_CR0/x1/1=2"))
        {
            rig.store(IRS_CR0, Integer.BYTES, 1);

            assertEquals(0, rig.load(IRS_CR0, Integer.BYTES) & IDLE);
            assertEquals(0, rig.load(IRS_CR0, Integer.BYTES) & IDLE);
            assertNotEquals(0, rig.load(IRS_CR0, Integer.BYTES) & IDLE);
        }
    }

    private static List<Integer> drawn(final LateKind kind)
    {
        final List<Integer> drawn = new ArrayList<>();
        for (int seed = 1; seed <= 100; seed++)
        {
            final OperationDelays delays = delays("ops.seed=" + seed);
            for (int place = 0; place < 100; place++)
            {
                drawn.add(delays.of(kind, place, () -> "place"));
            }
        }

        return drawn;
    }

    private static OperationDelays delays(final String keys)
    {
        return OperationDelays.of(MachineConfig.parse(List.of(keys.split(" "))));
    }
}

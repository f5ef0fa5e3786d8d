package org.gale.engine.inspect;

import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * Tests that an explanation says enough: drawn machines hold an interrupt back for reasons of all kinds. What the
 * answer says is repaired, and asked again, until the interrupt is signalled and acknowledged. Nothing else is known.
 */
class ExplainedMachinesTest
{
    private static final int MACHINES = 250;
    private static final int SLOW_MACHINES = 2500;
    private static final int ROUND_LIMIT = 60;

    static Stream<Arguments> kinds()
    {
        return Stream.of(
            Arguments.of("a GICv5", (LongFunction<DrawnMachine>)seed -> new DrawnGicv5(seed, false)),
            Arguments.of("VMs of a GICv5", (LongFunction<DrawnMachine>)seed -> new DrawnGicv5(seed, true)),
            Arguments.of("functions", (LongFunction<DrawnMachine>)DrawnFunction::new),
            Arguments.of("a GICv4 host", (LongFunction<DrawnMachine>)DrawnHost::new));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void shouldSayWhatKeepsAnInterruptFromItsPe(final String name, final LongFunction<DrawnMachine> machines)
    {
        play(machines, 1, MACHINES);
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void shouldSayWhatKeepsAnInterruptFromItsPeInManyMachines(
        final String name, final LongFunction<DrawnMachine> machines)
    {
        play(machines, 1, SLOW_MACHINES);
    }

    private static void play(final LongFunction<DrawnMachine> machines, final long firstSeed, final int count)
    {
        LongStream.range(firstSeed, firstSeed + count).forEach(seed ->
        {
            try (DrawnMachine machine = machines.apply(seed))
            {
                machine.draw();
                play(machine, seed);
            }
        });
    }

    private static void play(final DrawnMachine machine, final long seed)
    {
        for (int round = 0; round < ROUND_LIMIT; round++)
        {
            final JsonNode answer = machine.ask();
            final int lines = answer.get("lines").size();
            assertTrue(lines >= 1 && lines <= 8, () -> "seed " + seed + ": " + answer);
            final JsonNode reasons = answer.get("reasons");
            if (reasons.size() == 1 && reasons.get(0).get("reason").asText().equals("signalled"))
            {
                assertTrue(machine.isSignalled(reasons.get(0)), () -> failure(machine, seed));
                return;
            }
            if (reasons.isEmpty())
            {
                fail("no reason: " + failure(machine, seed));
            }
            try
            {
                reasons.forEach(machine::repair);
            }
            catch (final AssertionError ex)
            {
                throw new AssertionError(ex.getMessage() + '\n' + failure(machine, seed), ex);
            }
        }
        fail("never signalled: " + failure(machine, seed));
    }

    private static String failure(final DrawnMachine machine, final long seed)
    {
        return "seed " + seed + '\n' + machine.said();
    }
}

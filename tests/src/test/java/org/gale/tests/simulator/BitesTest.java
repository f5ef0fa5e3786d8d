package org.gale.tests.simulator;

import java.util.Arrays;
import java.util.Collection;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Faults that are thrown on purpose: the simulator finds each of them by the committed seed, and nothing without. */
@Tag("bites")
class BitesTest
{
    @ParameterizedTest
    @EnumSource(Fault.class)
    void shouldFindTheFaultWhenItIsThrown(final Fault fault)
    {
        final SimulationFailure found = assertThrows(SimulationFailure.class, () -> fault.simulate(fault.seed()));

        assertTrue(found.getMessage().startsWith("seed " + fault.seed() + ": "), found.getMessage());
    }

    @ParameterizedTest
    @EnumSource(names = {"THRESHOLD_WITHOUT_SETTLE", "DOORBELL_SKIPPED", "LEGACY_ORDER"})
    void shouldFindNothingWhenTheFaultIsNotThrown(final Fault fault)
    {
        assertDoesNotThrow(() -> fault.run(fault.seed(), false));
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("onePerSimulation")
    void shouldFindNothingOfAnySeedWhenTheFaultIsNotThrown(final Fault fault)
    {
        shouldFindNothingWhenTheFaultIsNotThrown(fault);
    }

    /** Faults of one kind and seed have one simulation without the fault. */
    private static Collection<Fault> onePerSimulation()
    {
        return Arrays.stream(Fault.values()).collect(Collectors.toMap(
            fault -> fault.kind() + " " + fault.seed(), Function.identity(), (first, next) -> first, TreeMap::new))
            .values();
    }
}

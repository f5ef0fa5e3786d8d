package org.gale.engine.cli.storm;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.storm.scenario.CostModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CostTableLawsTest
{
    static List<String> bases()
    {
        return CostModel.BASES;
    }

    private static List<String> lines(final String base)
    {
        final List<String> lines = new ArrayList<>(CostTable.lines(CostModel.of(base)));
        lines.addAll(CostTable.paths(CostModel.of(base)));

        return lines;
    }

    @ParameterizedTest
    @MethodSource("bases")
    void shouldFindNothingInATable(final String base)
    {
        assertEquals(List.of(), CostTableLaws.faults(lines(base)));
    }

    @Test
    void shouldFindAPathThatTakesAnotherTimeThanItsCosts()
    {
        final List<String> lines = lines("gicv4-vhe");
        lines.replaceAll(line -> line.replace("7,457 ns", "9,454 ns").replace("1,397 ns", "1,396 ns"));

        assertEquals(List.of("'forwarded, running' takes 1,396 ns, and its costs add up to 1397",
            "'direct, blocked' takes 9,454 ns, and its costs add up to 7457"), CostTableLaws.faults(lines));
    }

    @Test
    void shouldReadEachPathThatHasSeveralCosts()
    {
        final List<String> lines = lines("armv8-vhe");
        lines.removeIf(line -> line.startsWith("  host-irq "));

        assertTrue(CostTableLaws.faults(lines).size() == 3, CostTableLaws.faults(lines)::toString);
    }
}
